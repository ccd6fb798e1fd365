import { describe, expect, it } from "@jest/globals";
import { declaredAsFound } from "../../../../provider/resources/api-key/import.ts";
import { draftOf } from "../../../gateways/bench.ts";
import { onTok } from "../tok.ts";

describe.each(["new-api", "sub2api"] as const)('list "tok_api_key" on %s', (driver) => {
  const group = driver === "new-api" ? "default" : "codex";

  it(
    "streams the keys that the filter means, each with what imports it",
    onTok(driver, async (tok) => {
      const ids: string[] = [];
      for (const name of ["prod-a", "prod-b", "dev-a"])
        ids.push((await tok.other.create(draftOf(tok.other, name, { restrictions: { group, allowedIPs: [] } }))).id);
      const panel_url = tok.emulator.panelURL;
      expect(await tok.list("tok_api_key", {})).toEqual(
        ["prod-a", "prod-b", "dev-a"].map((displayName, index) => ({
          displayName,
          identity: { id: ids[index], panel_url },
        })),
      );
      const names = async (config: Record<string, string>, limit?: number) =>
        (await tok.list("tok_api_key", config, limit === undefined ? {} : { limit })).map((each) => each.displayName);
      expect(await names({ name_prefix: "prod" })).toEqual(["prod-a", "prod-b"]);
      expect(await names({ group: "vip" })).toEqual([]);
      expect(await names({ group }, 2)).toEqual(["prod-a", "prod-b"]);
      expect(await names({}, 0)).toEqual([]);
    }),
  );

  it(
    "sends the state that an import would give, where it is asked for",
    onTok(driver, async (tok) => {
      const { id } = await tok.other.create(
        draftOf(tok.other, "by-hand", { restrictions: { group, quota: { amount: 5 }, allowedIPs: [] } }),
      );
      const [listed] = await tok.list("tok_api_key", {}, { state: true });
      expect(listed!.state).toEqual(await tok.resource("tok_api_key").import(id));
      expect(listed!.state).toMatchObject({ id, group, quota: { amount: 5 }, key: null });
    }),
  );
});

it.each<[string, readonly string[] | null, object]>([
  ["prod-search", null, { name: "prod-search", routes: null }],
  ["prod-api-server.k3f9x2ab.r7", null, { name: "prod-api-server" }],
  ["Prod API server!", null, { name: "prod-api-server" }],
  ["key", null, { name: "imported-key" }],
  ["密钥", null, { name: "imported-key-7" }],
  [
    "by-hand",
    ["gpt-4o-mini", "claude-sonnet-4", "gpt-4o"],
    {
      routes: [
        { provider: "openai", models: ["gpt-4o-mini", "gpt-4o"], enabled: null, priority: null, rate_limit: null },
        { provider: "anthropic", models: ["claude-sonnet-4"], enabled: null, priority: null, rate_limit: null },
      ],
    },
  ],
])(
  "a key %s that was found is declared by a good name, and by the models that it is limited to: %o",
  (name, models, declared) => {
    const state = { id: "7", remote_name: name, models, name: null, routes: null, group: "default" };
    expect(declaredAsFound(state)).toMatchObject({ group: "default", ...declared });
  },
);
