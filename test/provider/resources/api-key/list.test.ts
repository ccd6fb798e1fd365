import { describe, expect, it } from "@jest/globals";
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
