import { describe, expect, it } from "@jest/globals";
import { GatewayError } from "../../gateways/error.ts";
import { between } from "./between.ts";
import { draftOf, passwordOf, profiles, sub2apiWorld } from "./sub2api-world.ts";

describe.each(profiles)("traps of what Sub2API %s answers", (profile) => {
  it("a list that is empty because the server is in trouble is no list", async () => {
    await using world = await sub2apiWorld(profile);
    const lies = [
      '{"code":0,"message":"success","data":{"items":[],"total":3,"page":1,"page_size":100,"pages":1}}',
      '{"code":0,"message":"success","data":{"items":null,"total":0}}',
      '{"code":0,"message":"success","data":[]}',
      '{"code":0,"message":"success"}',
      "{}",
      "[]",
      "",
    ];
    for (const lie of lies) {
      await using proxy = await between(world.emulator.panelURL, ({ url }) =>
        url.startsWith("/api/v1/keys?") ? lie : undefined,
      );
      const gateway = await world.open(undefined, { sleep: async () => {} }, { panelURL: proxy.url });
      const told = await gateway.list().catch((error: GatewayError) => error);
      expect([lie, told instanceof GatewayError && told.code]).toEqual([lie, "retry"]);
    }
  });

  it("a server that repeats its first page for ever is not taken for a complete list", async () => {
    await using world = await sub2apiWorld(profile);
    const make = (_: unknown, index: number) => world.console("POST", "/keys", { name: `key ${index}`, group_id: 3 });
    await Promise.all(Array.from({ length: 150 }, make));
    const { emulator } = world;
    let first: string | undefined;
    await using proxy = await between(emulator.panelURL, async ({ url }) => {
      if (!url.startsWith("/api/v1/keys?")) return undefined;
      const page = await world.console("GET", "/keys?page=1&page_size=100");
      first ??= JSON.stringify({ code: 0, data: page });
      return first;
    });
    const gateway = await world.open(passwordOf(emulator), { sleep: async () => {} }, { panelURL: proxy.url });
    await expect(gateway.list()).rejects.toMatchObject({ code: "retry", reason: "ListIncomplete" });
  });

  it("a revoking call that takes longer than others may is waited for, not taken for failed", async () => {
    await using world = await sub2apiWorld(profile);
    const { id, text } = await world.gateway.create(draftOf());
    const gateway = await world.open(undefined, {}, { timeoutMs: 2_000 });
    await gateway.get(id);
    world.emulator.faults.add({ kind: "delay", delayMs: 2_300, method: "DELETE", path: "^/api/v1/keys/" });
    await gateway.revoke(id, text);
    expect(world.emulator.ledger.existing()).toEqual([]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e13])("a quota of %d makes no unlimited key", async (amount) => {
    await using world = await sub2apiWorld(profile);
    const refusal = { code: "fix-spec", reason: "NotSupported" };
    await expect(world.gateway.create(draftOf({ restrict: { quota: { amount } } }))).rejects.toMatchObject(refusal);
    expect(world.emulator.ledger.created()).toEqual([]);
    const draft = draftOf({ restrict: { quota: { amount: 1 } } });
    const { id } = await world.gateway.create(draft);
    const open = { ...draft.restrictions, quota: { amount } };
    await expect(world.gateway.update(id, draft.name, open)).rejects.toMatchObject(refusal);
    expect((await world.gateway.get(id))?.restrictions.quota).toEqual({ amount: 1 });
  });
});

describe.each(["0.1.106", "0.1.120"])(
  "a text that is made once more on Sub2API %s, so that it is forgotten",
  (profile) => {
    it("leaves no key behind, although the answer to its making is lost", async () => {
      await using world = await sub2apiWorld(profile);
      const { id, text } = await world.gateway.create(draftOf());
      await world.gateway.revoke(id, text);
      world.emulator.state({ revive: { text: text.reveal() } });
      world.emulator.faults.add({ kind: "reset-after", method: "POST", path: "^/api/v1/keys$" });
      await expect(world.gateway.revoke(id, text)).rejects.toMatchObject({ code: "unknown" });
      expect(world.emulator.ledger.existing()).toHaveLength(1);
      await world.gateway.revoke(id, text);
      expect(world.emulator.ledger.existing()).toEqual([]);
      expect((await world.gateway.probe(text)).kind).toBe("rejected");
    });
  },
);
