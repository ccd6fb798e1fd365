import { describe, expect, it } from "@jest/globals";
import type { Sensitive } from "../../core/sensitive.ts";
import type { Verdict } from "../../gateways/gateway.ts";
import { draftOf, newText, profiles, type Sub2apiWorld, spend, sub2apiWorld, until } from "./sub2api-world.ts";

interface Made {
  readonly id: string;
  readonly text: Sensitive;
}

async function byAdmin(world: Sub2apiWorld, method: string, path: string, body?: unknown): Promise<void> {
  const headers = { "x-api-key": world.emulator.credentials.adminKey!, "content-type": "application/json" };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(`${world.emulator.panelURL}/api/v1/admin${path}`, { method, headers, ...sent });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
}

async function groupOf(world: Sub2apiWorld, key: Made): Promise<unknown> {
  return (await world.console("GET", `/keys/${key.id}`)).group_id;
}

/** What becomes of a good key, and what a probe then says about it: on 0.1.179, and before where that differs. */
const cases: Readonly<
  Record<
    string,
    { change(world: Sub2apiWorld, key: Made): Promise<unknown>; kind: Verdict["kind"]; before?: Verdict["kind"] }
  >
> = {
  "nothing happened": { change: async () => undefined, kind: "accepted" },
  "the key was deleted": { change: (world, { id }) => world.console("DELETE", `/keys/${id}`), kind: "rejected" },
  "the key was switched off": {
    change: (world, { id }) => world.console("PUT", `/keys/${id}`, { status: "inactive" }),
    kind: "rejected",
  },
  "its IP list keeps us out": {
    change: (world, { id }) => world.console("PUT", `/keys/${id}`, { ip_whitelist: ["192.0.2.7"] }),
    kind: "accepted",
  },
  "its quota is used up": {
    change: async (world, { id, text }) => {
      await world.console("PUT", `/keys/${id}`, { quota: 0.001 });
      await spend(world, text);
    },
    kind: "accepted",
  },
  "the group was deleted": {
    change: async (world, key) => byAdmin(world, "DELETE", `/groups/${await groupOf(world, key)}`),
    kind: "unknown",
  },
  "the group was switched off": {
    change: async (world, key) => byAdmin(world, "PUT", `/groups/${await groupOf(world, key)}`, { status: "inactive" }),
    kind: "unknown",
    before: "accepted",
  },
  "the account was switched off": {
    change: async (world) =>
      byAdmin(world, "PUT", `/users/${(await world.console("GET", "/auth/me")).id}`, { status: "disabled" }),
    kind: "unknown",
  },
  "the database is down": { change: async (world) => world.emulator.state({ database: "down" }), kind: "unknown" },
};

describe.each(profiles)("a probe on Sub2API %s", (profile) => {
  it.each(Object.entries(cases))("when %s", async (_what, { change, kind, before }) => {
    await using world = await sub2apiWorld(profile);
    const key = await world.gateway.create(draftOf({ restrict: { group: "vip" } }));
    await change(world, key);
    const expected = profile === "0.1.179" ? kind : (before ?? kind);
    expect(await world.gateway.probe(key.text)).toMatchObject({ kind: expected });
  });

  it("does not take an empty wallet for a bad key", async () => {
    await using world = await sub2apiWorld(profile);
    const text = newText();
    await world.console("POST", "/keys", { name: "poor", group_id: 3, custom_key: text.reveal() }, "u4");
    expect(await world.gateway.probe(text)).toMatchObject({ kind: "accepted" });
  });

  it("rejects a text that nobody has, and accepts it once it exists", async () => {
    await using world = await sub2apiWorld(profile);
    const draft = draftOf();
    expect(await world.gateway.probe(draft.text)).toMatchObject({ kind: "rejected" });
    await world.gateway.create(draft);
    expect(await world.gateway.probe(draft.text)).toMatchObject({ kind: "accepted" });
  });
});

describe("probes and limits", () => {
  it("falls back to /v1/usage where the better probe is closed", async () => {
    await using world = await sub2apiWorld("0.1.179");
    const { text } = await world.gateway.create(draftOf());
    world.emulator.state({ simple: true });
    expect(await world.gateway.probe(text)).toMatchObject({ kind: "accepted" });
  });

  it("concludes nothing from a block of our address, and stops asking about doubtful keys", async () => {
    await using world = await sub2apiWorld("0.1.179", { limits: true });
    const { text } = await world.gateway.create(draftOf());
    for (let call = 0; call < 121; call++) await world.use(newText());
    expect(await world.gateway.probe(text)).toMatchObject({ kind: "unknown" });
    const asked = () => world.emulator.ledger.snapshot(false).data;
    const before = JSON.stringify(asked());
    const doubtful = world.gateway.probe(newText());
    const known = world.gateway.probe(text);
    await world.gateway.close();
    expect([await doubtful, await known]).toMatchObject([{ kind: "unknown" }, { kind: "unknown" }]);
    expect(JSON.stringify(asked())).toBe(before);
  });

  it("keeps the panel's limit without a single 429", async () => {
    await using world = await sub2apiWorld("0.1.179", { limits: true });
    const reads = Array.from({ length: 300 }, () => world.gateway.get("1").catch(() => "waits"));
    let settled = 0;
    for (const read of reads) void read.then(() => settled++);
    await until(() => settled >= 100);
    await world.gateway.close();
    await Promise.all(reads);
    const route = world.emulator.ledger.management()["GET /api/v1/keys/:id"];
    expect(route?.byStatus[429]).toBeUndefined();
    expect(route?.requests).toBeLessThanOrEqual(240);
  });
});

describe("a key in a group that the account has lost", () => {
  it("can still be changed", async () => {
    await using world = await sub2apiWorld("0.1.179");
    const draft = draftOf({ restrict: { group: "vip" } });
    const { id } = await world.gateway.create(draft);
    const me = await world.console("GET", "/auth/me");
    await byAdmin(world, "PUT", `/users/${me.id}`, { allowed_groups: [] });
    const restrictions = { group: "vip", allowedIPs: [], quota: { amount: 2 } };
    await world.gateway.update(id, draft.name, restrictions);
    expect((await world.gateway.get(id))?.restrictions).toEqual(restrictions);
  });
});

describe("a text that lives on under another id", () => {
  it("is not ended by revoking the old id again", async () => {
    await using world = await sub2apiWorld("0.1.106");
    const draft = draftOf();
    const first = await world.gateway.create(draft);
    await world.console("DELETE", `/keys/${first.id}`);
    const second = await world.gateway.create(draft);
    await world.gateway.revoke(first.id, draft.text);
    expect(world.emulator.ledger.live().map((key) => key.id)).toEqual([second.id]);
  });
});
