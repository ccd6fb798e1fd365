import { describe, expect, it } from "@jest/globals";
import { unknown, type ValueMap } from "../../../../provider/protocol/value.ts";
import { draftOf } from "../../../gateways/bench.ts";
import { profiles } from "../../../gateways/new-api-world.ts";
import { onTok, refusalOf, type Tok } from "../tok.ts";

const made = (tok: Tok, name: string, restrictions = {}, enabled = true) =>
  tok.other.create(
    draftOf(tok.other, name, {
      enabled,
      restrictions: { group: tok.emulator.kind === "new-api" ? "default" : "codex", allowedIPs: [], ...restrictions },
    }),
  );
const declare = {
  name: "prod-api-server",
  encrypt_to: ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"],
};
const groupOf = (tok: Tok) => (tok.emulator.kind === "new-api" ? "default" : "codex");

describe.each(["new-api", "sub2api"] as const)('data "tok_api_key" on %s', (driver) => {
  it(
    "tells of a key all but its text",
    onTok(driver, async (tok) => {
      const { id } = await made(tok, "by-hand", {
        quota: { amount: 5 },
        expiresAt: Date.parse("2040-01-01T00:00:00Z"),
        allowedIPs: ["192.0.2.7"],
      });
      const found = await tok.look("tok_api_key", { id });
      expect(found).toEqual({
        id,
        name: null,
        remote_name: "by-hand",
        group: groupOf(tok),
        models: null,
        quota: { amount: 5, reset: null },
        spent: 0,
        enabled: true,
        status: "active",
        expires_at: "2040-01-01T00:00:00Z",
        allowed_ips: ["192.0.2.7"],
        created_at: expect.stringMatching(/^20\d\d-.*Z$/),
        last_used_at: null,
      });
    }),
  );

  it(
    "finds it by its name at the gateway and by a declared name of this owner, whose newest it takes",
    onTok(driver, async (tok) => {
      const { id } = await made(tok, "by-hand");
      const declared = await tok.resource("tok_api_key").apply({ ...declare, group: groupOf(tok) });
      expect(await tok.look("tok_api_key", { name: "by-hand" })).toMatchObject({ id, name: "by-hand" });
      expect(await tok.look("tok_api_key", { name: "prod-api-server" })).toMatchObject({
        id: declared!.id,
        remote_name: declared!.remote_name,
      });
      const stranger = await tok.again({ owner: "somebody-else" });
      expect(await refusalOf(stranger.look("tok_api_key", { name: "prod-api-server" }))).toMatchObject([
        { summary: "There is no such key", path: ["name"] },
      ]);
    }),
  );

  it(
    "says why a key does not work",
    onTok(driver, async (tok) => {
      const off = await made(tok, "off", {}, false);
      const over = await made(tok, "over", { expiresAt: tok.emulator.clock.now() + 60_000 });
      tok.emulator.clock.advance(120);
      expect(await tok.look("tok_api_key", { id: off.id })).toMatchObject({ status: "disabled", enabled: false });
      expect(await tok.look("tok_api_key", { id: over.id })).toMatchObject({ status: "expired", enabled: true });
    }),
  );

  it(
    "refuses a name that several keys have, with their ids, and one that none has",
    onTok(driver, async (tok) => {
      const ids = [(await made(tok, "twice")).id, (await made(tok, "twice")).id];
      const [twice] = await refusalOf(tok.look("tok_api_key", { name: "twice" }));
      for (const id of ids) expect(twice!.detail).toContain(id);
      expect(await refusalOf(tok.look("tok_api_key", { id: "999999" }))).toMatchObject([
        { summary: "There is no such key", path: ["id"] },
      ]);
    }),
  );

  it.each<[ValueMap, string | undefined]>([
    [{}, "neither of them is set"],
    [{ id: "1", name: "a" }, "both of them are set"],
    [{ id: "1" }, undefined],
    [{ name: "a" }, undefined],
  ])("takes either an id or a name: %o", (config, problem) =>
    onTok(driver, async (tok) => {
      const verdict = tok.validate("dataSources", "tok_api_key", config);
      if (problem === undefined) return await verdict;
      const detail = expect.stringContaining(problem);
      expect(await refusalOf(verdict)).toMatchObject([{ summary: "Which key is meant?", detail }]);
    })(),
  );

  it(
    "shows what this run has changed, and lists no more often than that",
    onTok(driver, async (tok) => {
      const lists = () =>
        Object.entries(tok.emulator.ledger.management())
          .filter(([route]) => /^GET \/api\/(token\/|v1\/keys)$/.test(route))
          .reduce((sum, [, { requests }]) => sum + requests, 0);
      await tok.resource("tok_api_key").apply({ ...declare, group: groupOf(tok) });
      await tok.look("tok_api_keys", {});
      const before = lists();
      for (let look = 0; look < 20; look++) await tok.look("tok_api_key", { name: "prod-api-server" });
      expect(lists()).toBe(before);
      await tok.act("tok_api_key_revoke", { name: "prod-api-server" });
      expect(await refusalOf(tok.look("tok_api_key", { name: "prod-api-server" }))).toHaveLength(1);
      expect(await tok.look("tok_api_keys", {})).toMatchObject({ keys: [], ids: [] });
      expect(lists()).toBe(before + 1);
    }),
  );
});

describe.each(["new-api", "sub2api"] as const)('data "tok_api_keys" on %s', (driver) => {
  it(
    "lists all keys by ascending ids, and those that a filter means",
    onTok(driver, async (tok) => {
      const otherGroup = "vip";
      const ids: string[] = [];
      for (const name of ["prod-a", "prod-b", "dev-a"]) ids.push((await made(tok, name)).id);
      ids.push((await made(tok, "prod-c", { group: otherGroup })).id);
      ids.push((await made(tok, "prod-d.abcdefgh.r1")).id);
      const idsOf = async (config: ValueMap) => (await tok.look("tok_api_keys", config)).ids;
      const all = await tok.look("tok_api_keys", {});
      expect(all.ids).toEqual(ids);
      expect((all.keys as readonly ValueMap[]).map(({ remote_name }) => remote_name)).toEqual([
        "prod-a",
        "prod-b",
        "dev-a",
        "prod-c",
        "prod-d.abcdefgh.r1",
      ]);
      expect(await idsOf({ name_prefix: "prod-" })).toEqual([ids[0], ids[1], ids[3], ids[4]]);
      expect(await idsOf({ group: otherGroup })).toEqual([ids[3]]);
      expect(await idsOf({ group: otherGroup, name_prefix: "dev" })).toEqual([]);
      expect(await idsOf({ mine: true })).toEqual([ids[4]]);
      expect(await idsOf({ mine: false })).toEqual(ids.slice(0, 4));
    }),
  );
});

describe('data "tok_groups"', () => {
  it(
    "tells New API's groups",
    onTok("new-api", async (tok) => {
      const { groups } = await tok.look("tok_groups", {});
      expect(groups).toContainEqual({ name: "vip", provider: null, description: "Faster channels" });
      const names = (groups as readonly ValueMap[]).map(({ name }) => String(name));
      expect(names).toEqual([...names].sort());
    }),
  );

  it(
    "tells Sub2API's groups with their vendors",
    onTok("sub2api", async (tok) => {
      expect((await tok.look("tok_groups", {})).groups).toContainEqual({
        name: "codex",
        provider: "openai",
        description: "OpenAI, open to all",
      });
    }),
  );
});

describe('data "tok_models"', () => {
  it.each(profiles.slice(0, 3))("tells the models of a group and of the account's own on %s", (profile) =>
    onTok(
      "new-api",
      async (tok) => {
        const vip = await tok.look("tok_models", { group: "vip" });
        expect(vip.models).toContain("gpt-4.1");
        const own = await tok.look("tok_models", {});
        expect(own.models).toContain("gpt-4o-mini");
        expect(own.models).not.toContain("gpt-4.1");
      },
      { profile },
    )(),
  );

  it(
    "refuses a group that the account has not, and names those that it has",
    onTok("new-api", async (tok) => {
      const [refused] = await refusalOf(tok.look("tok_models", { group: "vipp" }));
      expect(refused).toMatchObject({ summary: "There is no such group", path: ["group"] });
      expect(refused!.detail).toContain('"vip"');
    }),
  );

  it(
    "says on Sub2API that nobody tells, and what to do",
    onTok("sub2api", async (tok) => {
      const [refused] = await refusalOf(tok.look("tok_models", { group: "codex" }));
      expect(refused).toMatchObject({ summary: "The gateway does not tell its models" });
      expect(refused!.detail).toContain("tok_groups");
    }),
  );
});

it(
  "a look-up before the provider is configured says what is missing",
  onTok("new-api", async (tok) => {
    const early = await tok.again({ owner: unknown });
    expect(await refusalOf(early.look("tok_groups", {}))).toMatchObject([
      { summary: "The provider is not configured yet", detail: expect.stringContaining("owner") },
    ]);
  }),
);
