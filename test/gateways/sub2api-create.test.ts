import { describe, expect, it } from "@jest/globals";
import { Sensitive } from "../../core/sensitive.ts";
import { day } from "../../core/time.ts";
import { between } from "./between.ts";
import { draftOf, newText, profiles, sub2apiWorld, until } from "./sub2api-world.ts";

describe.each(profiles)("making a key on Sub2API %s", (profile) => {
  it("registers our own text, and reads back what was asked for", async () => {
    await using world = await sub2apiWorld(profile);
    const expiresAt = world.emulator.clock.now() + 10.5 * day;
    const draft = draftOf({
      restrict: { quota: { amount: 12.345678901 }, expiresAt, allowedIPs: ["192.0.2.7", "2001:db8::/32"] },
    });
    const issued = await world.gateway.create(draft);
    expect(issued.text.equals(draft.text)).toBe(true);
    const key = await world.gateway.get(issued.id);
    expect(key).toMatchObject({ name: draft.name, enabled: true, usable: "yes", spent: 0 });
    expect(key?.restrictions).toEqual({
      group: "codex",
      quota: { amount: 12.3456789 },
      expiresAt,
      allowedIPs: ["192.0.2.7", "2001:db8::/32"],
    });
    expect(world.calls("POST /api/v1/keys")).toBe(1);
  });

  it("makes a key that is switched off when it is declared so", async () => {
    await using world = await sub2apiWorld(profile);
    const { id } = await world.gateway.create(draftOf({ enabled: false, restrict: { allowedIPs: ["192.0.2.7"] } }));
    const key = await world.gateway.get(id);
    expect(key).toMatchObject({ enabled: false, usable: "disabled", restrictions: { allowedIPs: ["192.0.2.7"] } });
  });

  it("takes over what an earlier attempt made, whatever that attempt had left to do", async () => {
    await using world = await sub2apiWorld(profile);
    const draft = draftOf({ restrict: { quota: { amount: 3, reset: "Daily" } }, resume: true, enabled: false });
    const half = { name: draft.name, custom_key: draft.text.reveal(), quota: 7, ip_whitelist: ["192.0.2.7"] };
    const made = await world.console("POST", "/keys", half);
    const issued = await world.gateway.create(draft);
    expect(issued.id).toBe(String(made.id));
    const key = await world.gateway.get(issued.id);
    expect(key).toMatchObject({ enabled: false, restrictions: draft.restrictions });
    expect(world.emulator.ledger.created()).toHaveLength(1);
  });

  it("gets past an idempotency record that is stuck without a key", async () => {
    await using world = await sub2apiWorld(profile);
    const draft = draftOf();
    world.emulator.state({ holdCreates: "before-insert" });
    const first = world.gateway.create(draft).catch((error: unknown) => error);
    await until(() => world.emulator.state({}).heldCreates === 1);
    world.emulator.state({ dropHeld: true });
    world.emulator.state({ holdCreates: null });
    expect(await first).toMatchObject({ code: "unknown" });
    await world.gateway.create({ ...draft, resume: true });
    expect(world.emulator.ledger.live()).toHaveLength(1);
  });

  it("gets past an idempotency record that is stuck although the key exists", async () => {
    await using world = await sub2apiWorld(profile);
    const draft = draftOf();
    world.emulator.state({ holdCreates: "after-insert" });
    const first = world.gateway.create(draft).catch((error: unknown) => error);
    await until(() => world.emulator.state({}).heldCreates === 1);
    const second = world.gateway.create(draft);
    const issued = await second;
    world.emulator.state({ dropHeld: true });
    world.emulator.state({ holdCreates: null });
    expect(await first).toMatchObject({ code: "unknown" });
    expect(await world.gateway.create({ ...draft, resume: true })).toMatchObject({ id: issued.id });
    expect(world.emulator.ledger.created()).toHaveLength(1);
  });

  it("does not believe a replayed answer about a key that was deleted since", async () => {
    await using world = await sub2apiWorld(profile);
    const draft = draftOf();
    const first = await world.gateway.create(draft);
    await world.console("DELETE", `/keys/${first.id}`);
    const second = await world.gateway.create(draft);
    expect(second.id).not.toBe(first.id);
    expect((await world.gateway.probe(draft.text)).kind).toBe("accepted");
  });

  it("adopts its own text although somebody has renamed the key", async () => {
    await using world = await sub2apiWorld(profile);
    const draft = draftOf();
    const first = await world.gateway.create(draft);
    await world.console("PUT", `/keys/${first.id}`, { name: "renamed by hand" });
    const again = await world.gateway.create({ ...draft, resume: true, attemptId: "another" });
    expect(again.id).toBe(first.id);
    expect((await world.gateway.get(first.id))?.name).toBe(draft.name);
  });

  it("asks for another text when somebody else has a key with this one", async () => {
    await using world = await sub2apiWorld(profile);
    const draft = draftOf();
    await world.console("POST", "/keys", { name: "theirs", custom_key: draft.text.reveal() }, "u2");
    await expect(world.gateway.create(draft)).rejects.toMatchObject({ code: "gone", reason: "TextTaken" });
    await world.gateway.create({ ...draft, text: newText(), attemptId: "next" });
  });

  it("keeps a tiny quota from rounding to unlimited", async () => {
    await using world = await sub2apiWorld(profile);
    const { id } = await world.gateway.create(draftOf({ restrict: { quota: { amount: 1e-9 } } }));
    expect((await world.gateway.get(id))?.restrictions.quota).toEqual({ amount: 1e-8 });
  });

  it("never makes a key that expires too late to be written down", async () => {
    await using world = await sub2apiWorld(profile);
    const { id } = await world.gateway.create(draftOf({ restrict: { expiresAt: 260_000_000_000_000 } }));
    const keys = await world.gateway.list();
    expect(keys.find((key) => key.id === id)?.restrictions.expiresAt).toBe(Date.parse("9999-12-31T23:59:59Z"));
  });

  it("reads many new keys back with few requests", async () => {
    await using world = await sub2apiWorld(profile);
    const drafts = Array.from({ length: 40 }, () => draftOf());
    const issued = await Promise.all(drafts.map((draft) => world.gateway.create(draft)));
    expect(new Set(issued.map((key) => key.id)).size).toBe(40);
    expect(world.calls("POST /api/v1/keys")).toBe(40);
    expect(world.calls("GET /api/v1/keys") + world.calls("GET /api/v1/keys/:id")).toBeLessThan(20);
  });
});

describe("a key's text", () => {
  it("never stands in a URL, where servers and proxies would write it into their logs", async () => {
    await using world = await sub2apiWorld("0.1.106");
    await using proxy = await between(world.emulator.panelURL, () => undefined);
    const gateway = await world.open(undefined, {}, { panelURL: proxy.url, dataURL: proxy.url });
    const draft = draftOf();
    await gateway.create({ ...draft, resume: true });
    const { id, text } = await gateway.create({ ...draft, resume: true });
    await gateway.probe(text);
    await gateway.update(id, draft.name, { ...draft.restrictions, quota: { amount: 1 } });
    await gateway.list();
    await gateway.revoke(id, text);
    expect(proxy.seen.length).toBeGreaterThan(10);
    expect(proxy.seen.filter(({ url }) => url.includes(text.reveal().slice(3, 20)))).toEqual([]);
  });
});

describe("a draft that Sub2API cannot keep", () => {
  it.each([
    ["a name that would be escaped", { name: "a&b.r1" }],
    ["a text with other characters", { text: new Sensitive("sk-with.a.dot.in.it") }],
    ["a text that is too short", { text: new Sensitive("sk-short") }],
    ["models", { restrict: { models: ["gpt-4o"] } }],
    ["a monthly quota", { restrict: { quota: { amount: 1, reset: "Monthly" as const } } }],
    ["an unknown group", { restrict: { group: "nowhere" } }],
    ["a group that differs from another only in case", { restrict: { group: "claude" } }],
    ["a bad address", { restrict: { allowedIPs: ["300.1.1.1"] } }],
  ])("is refused before anything exists: %s", async (_what, change) => {
    await using world = await sub2apiWorld("0.1.179");
    await expect(world.gateway.create(draftOf(change))).rejects.toMatchObject({ code: "fix-spec" });
    expect(world.emulator.ledger.created()).toEqual([]);
  });
});
