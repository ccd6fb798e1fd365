import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import { minute } from "../../core/time.ts";
import { draftOf, profiles, spend, sub2apiWorld, until } from "./sub2api-world.ts";

const old = ["0.1.106", "0.1.120"] as const;
type World = Awaited<ReturnType<typeof sub2apiWorld>>;

async function makeMany(world: World, count: number): Promise<string[]> {
  const make = async (_: unknown, index: number) =>
    String((await world.console("POST", "/keys", { name: `key ${index}`, group_id: 3 })).id);
  return Promise.all(Array.from({ length: count }, make));
}

describe.each(profiles)("lists of Sub2API %s", (profile) => {
  it("are whole: pages that silently skip rows", async () => {
    await using world = await sub2apiWorld(profile);
    const made = await makeMany(world, 230);
    const listed = (await world.gateway.list()).map((key) => key.id);
    expect(listed.sort()).toEqual(made.sort());
  });

  it("are whole although a key is deleted while they are walked", async () => {
    await using world = await sub2apiWorld(profile);
    const made = await makeMany(world, 150);
    world.emulator.faults.add({ kind: "delay", delayMs: 100, method: "GET", path: "^/api/v1/keys\\?page=1&" });
    const listing = world.gateway.list();
    await until(() => world.emulator.faults.list()[0]?.hits === 1 || world.emulator.faults.hits("f1") === 1);
    const victim = made.at(-1)!;
    await world.console("DELETE", `/keys/${victim}`);
    const listed = (await listing).map((key) => key.id);
    expect(listed.sort()).toEqual(made.filter((id) => id !== victim).sort());
  });

  it("do not have to begin again because keys are made while they are walked", async () => {
    await using world = await sub2apiWorld(profile);
    const made = await makeMany(world, 150);
    world.emulator.faults.add({ kind: "delay", delayMs: 100, method: "GET", path: "^/api/v1/keys\\?page=1&" });
    const listing = world.gateway.list();
    await until(() => world.emulator.faults.hits("f1") === 1);
    await makeMany(world, 5);
    const listed = (await listing).map((key) => key.id);
    expect(listed).toEqual(expect.arrayContaining(made));
    expect(world.calls("GET /api/v1/keys")).toBe(2);
  });

  it("fail with the reason when a key's expiry breaks them, and that key can still be revoked", async () => {
    await using world = await sub2apiWorld(profile);
    const [good] = await makeMany(world, 1);
    await world.console("POST", "/keys", { name: "poison", group_id: 3, expires_in_days: 3_000_000 });
    const poison = world.emulator.ledger.byName("poison")[0]!.id;
    const broken = { code: "retry", reason: "EmptyAnswer", message: expect.stringContaining("year 9999") };
    await expect(world.gateway.list()).rejects.toMatchObject(broken);
    await expect(world.gateway.get(poison)).rejects.toMatchObject(broken);
    await world.gateway.revoke(poison);
    expect((await world.gateway.list()).map((key) => key.id)).toEqual([good]);
  });

  it("are errors while the database is down, never empty", async () => {
    await using world = await sub2apiWorld(profile);
    await makeMany(world, 1);
    await world.gateway.list();
    world.emulator.state({ database: "down" });
    await expect(world.gateway.list()).rejects.toMatchObject({ code: "retry" });
    expect(await world.gateway.get("1").catch((error: { code: string }) => error.code)).toMatch(/^(retry|wait-until)$/);
    world.emulator.state({ database: "up" });
    world.emulator.clock.advance(120);
    expect(await world.gateway.list()).toHaveLength(1);
  });

  it("judge by time and quota what the status hides", async () => {
    await using world = await sub2apiWorld(profile);
    const expired = await world.gateway.create(
      draftOf({ restrict: { expiresAt: world.emulator.clock.now() + minute } }),
    );
    const spent = await world.gateway.create(draftOf({ restrict: { group: "vip", quota: { amount: 0.001 } } }));
    await spend(world, spent.text);
    await world.console("PUT", `/keys/${spent.id}`, { status: "active" });
    world.emulator.clock.advance(120);
    const usable = new Map((await world.gateway.list()).map((key) => [key.id, [key.enabled, key.usable]]));
    expect(usable.get(expired.id)).toEqual([true, "expired"]);
    expect(usable.get(spent.id)).toEqual([true, "exhausted"]);
  });
});

describe.each(profiles)("changing keys on Sub2API %s", (profile) => {
  it("believes what it reads, not answers that echo the old group", async () => {
    await using world = await sub2apiWorld(profile);
    const draft = draftOf();
    const { id } = await world.gateway.create(draft);
    await world.gateway.update(id, draft.name, { group: "vip", allowedIPs: [] });
    expect((await world.gateway.get(id))?.restrictions.group).toBe("vip");
  });

  it("leaves IP lists closed: a key with an IP list is switched off and on again", async () => {
    await using world = await sub2apiWorld(profile);
    const { id } = await world.gateway.create(draftOf({ restrict: { allowedIPs: ["192.0.2.7"] } }));
    await world.console("PUT", `/keys/${id}`, { ip_whitelist: ["192.0.2.7"], ip_blacklist: ["198.51.100.1"] });
    await world.gateway.setEnabled(id, false);
    await world.gateway.setEnabled(id, true);
    expect((await world.gateway.get(id))?.restrictions.allowedIPs).toEqual(["192.0.2.7"]);
    expect(await world.console("GET", `/keys/${id}`)).toMatchObject({ ip_blacklist: ["198.51.100.1"] });
  });

  it("takes restrictions away as well as it puts them on", async () => {
    await using world = await sub2apiWorld(profile);
    const expiresAt = world.emulator.clock.now() + 60 * minute;
    const restrict = { quota: { amount: 5, reset: "Weekly" as const }, expiresAt, allowedIPs: ["192.0.2.7"] };
    const draft = draftOf({ restrict });
    const { id } = await world.gateway.create(draft);
    await world.gateway.update(id, draft.name, {
      group: "codex",
      allowedIPs: [],
      quota: { amount: 2, reset: "Daily" },
    });
    expect((await world.gateway.get(id))?.restrictions).toEqual({
      group: "codex",
      allowedIPs: [],
      quota: { amount: 2, reset: "Daily" },
    });
    await world.gateway.update(id, draft.name, { group: "codex", allowedIPs: [] });
    expect((await world.gateway.get(id))?.restrictions).toEqual({ group: "codex", allowedIPs: [] });
  });

  it("shows limits that somebody added in the console as a difference, and takes them away", async () => {
    await using world = await sub2apiWorld(profile);
    const draft = draftOf({ restrict: { quota: { amount: 5 } } });
    const { id } = await world.gateway.create(draft);
    await world.console("PUT", `/keys/${id}`, { rate_limit_5h: 1 });
    expect((await world.gateway.get(id))?.restrictions.quota).toEqual({ amount: -1 });
    await world.gateway.update(id, draft.name, draft.restrictions);
    expect((await world.gateway.get(id))?.restrictions.quota).toEqual({ amount: 5 });
  });

  it("does not lose one of two changes that are made at once", async () => {
    await using world = await sub2apiWorld(profile);
    const draft = draftOf();
    const { id } = await world.gateway.create(draft);
    const restrictions = { group: "codex", allowedIPs: [], quota: { amount: 9 } };
    await Promise.all([world.gateway.update(id, draft.name, restrictions), world.gateway.setEnabled(id, false)]);
    expect(await world.gateway.get(id)).toMatchObject({ enabled: false, restrictions });
  });

  it("never sends a name that it has read back", async () => {
    await using world = await sub2apiWorld(profile);
    const { id } = await world.console("POST", "/keys", { name: "a<b>&c", group_id: 3 });
    const before = await world.gateway.get(String(id));
    await world.gateway.update(String(id), before!.name, { group: "codex", allowedIPs: [], quota: { amount: 1 } });
    expect((await world.gateway.get(String(id)))?.name).toBe(before?.name);
  });

  it("says that a key is gone that was deleted", async () => {
    await using world = await sub2apiWorld(profile);
    const draft = draftOf();
    const { id } = await world.gateway.create(draft);
    await world.gateway.revoke(id);
    await world.gateway.revoke(id);
    expect(await world.gateway.get(id)).toBeUndefined();
    const gone = { code: "gone", reason: "KeyNotFound" };
    await expect(world.gateway.update(id, draft.name, draft.restrictions)).rejects.toMatchObject(gone);
    await expect(world.gateway.setEnabled(id, true)).rejects.toMatchObject(gone);
  });

  it("does not take another account's key for a deleted one", async () => {
    await using world = await sub2apiWorld(profile);
    const { id } = await world.console("POST", "/keys", { name: "theirs", group_id: 3 }, "u2");
    await expect(world.gateway.get(String(id))).rejects.toMatchObject({ code: "fix-credentials" });
    await expect(world.gateway.revoke(String(id))).rejects.toMatchObject({ code: "fix-credentials" });
    expect(world.emulator.ledger.live()).toHaveLength(1);
  });
});

describe.each(old)("dead keys that revive on Sub2API %s", (profile) => {
  it("die under busy clients, because they are disabled first", async () => {
    await using world = await sub2apiWorld(profile);
    world.emulator.state({ deleteRace: true });
    const plain = await world.gateway.create(draftOf());
    const ours = await world.gateway.create(draftOf());
    for (const { text } of [plain, ours]) await world.use(text);
    await world.console("DELETE", `/keys/${plain.id}`);
    expect((await world.use(plain.text)).status).toBe(200);
    await world.gateway.revoke(ours.id);
    expect((await world.use(ours.text)).status).toBe(401);
  });

  it("are made to be forgotten when they are seen alive after an outage", async () => {
    await using world = await sub2apiWorld(profile);
    const { id, text } = await world.gateway.create(draftOf());
    await world.gateway.revoke(id, text);
    expect((await world.gateway.probe(text)).kind).toBe("rejected");
    world.emulator.state({ revive: { text: text.reveal(), afterSeconds: 15 } });
    world.emulator.clock.advance(30);
    expect((await world.gateway.probe(text)).kind).toBe("accepted");
    expect(world.gateway.capabilities.deathProof).toBeGreaterThan(300_000);
    await world.gateway.revoke(id, text);
    expect((await world.gateway.probe(text)).kind).toBe("rejected");
    expect(world.emulator.ledger.existing()).toEqual([]);
  });
});

describe("dead keys that revive", () => {
  it("do not from 0.1.161 on: one 401 is proof", async () => {
    await using world = await sub2apiWorld("0.1.179");
    const { id, text } = await world.gateway.create(draftOf());
    await world.use(text);
    world.emulator.state({ redis: "down" });
    await world.gateway.revoke(id, text);
    world.emulator.state({ redis: "up" });
    world.emulator.clock.advance(30);
    expect(world.gateway.capabilities.deathProof).toBe(0);
    expect((await world.gateway.probe(text)).kind).toBe("rejected");
  });
});

describe.each(profiles)("last use on Sub2API %s", (profile) => {
  it("is that of real calls, although probes may move what the key shows", async () => {
    await using world = await sub2apiWorld(profile);
    const { id, text } = await world.gateway.create(draftOf({ restrict: { group: "vip" } }));
    expect(await world.gateway.probe(text)).toMatchObject({ kind: "accepted" });
    expect((await world.gateway.get(id))?.lastUsedAt === undefined).toBe(profile === "0.1.179");
    expect(await world.gateway.lastUse(id, "")).toEqual({ kind: "never" });
    const before = world.emulator.clock.now();
    expect((await spend(world, text)).status).toBe(200);
    const used = await world.gateway.lastUse(id, "");
    expect(used).toMatchObject({ kind: "used" });
    expect(used.kind === "used" && used.at - before).toBeLessThan(minute);
  });

  it("of a deleted key is not known", async () => {
    await using world = await sub2apiWorld(profile);
    const { id } = await world.gateway.create(draftOf());
    await world.gateway.revoke(id);
    expect(await world.gateway.lastUse(id, "")).toEqual({ kind: "unknown" });
  });
});

describe("polling that blocks our own address", () => {
  it("does not happen: refused probes keep well below 120 a minute, and good keys need not wait", async () => {
    await using world = await sub2apiWorld("0.1.179", { limits: true });
    const dead = await world.gateway.create(draftOf());
    const good = await world.gateway.create(draftOf());
    await world.gateway.revoke(dead.id, dead.text);
    const polls = Array.from({ length: 150 }, () => world.gateway.probe(dead.text));
    let settled = 0;
    for (const poll of polls) void poll.then(() => settled++);
    await until(() => settled >= 25);
    expect((await world.use(good.text)).status).toBe(200);
    await world.gateway.close();
    const kinds = (await Promise.all(polls)).map((verdict) => verdict.kind);
    const refused = kinds.filter((kind) => kind === "rejected").length;
    expect(refused).toBeGreaterThanOrEqual(25);
    expect(refused).toBeLessThanOrEqual(60);
  });

  it("does not slow down probes of keys that we know to be good", async () => {
    await using world = await sub2apiWorld("0.1.179", { limits: true });
    const { text } = await world.gateway.create(draftOf());
    const verdicts = await Promise.all(Array.from({ length: 150 }, () => world.gateway.probe(text)));
    expect(new Set(verdicts.map((verdict) => verdict.kind))).toEqual(new Set(["accepted"]));
  });

  it("does not happen either when many good keys die behind our back", async () => {
    await using world = await sub2apiWorld("0.1.179", { limits: true });
    const issued = await Promise.all(Array.from({ length: 90 }, () => world.gateway.create(draftOf())));
    const good = issued.pop()!;
    for (const { id } of issued) await world.console("DELETE", `/keys/${id}`, undefined, "u1");
    const polls = [...issued, ...issued].map((key) => world.gateway.probe(key.text));
    // Polls beyond the budget never end; all the others have by then.
    await Promise.race([Promise.all(polls), pause(1_000)]);
    expect((await world.use(good.text)).status).toBe(200);
  });
});
