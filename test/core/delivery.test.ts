import { describe, expect, it } from "@jest/globals";
import { decide } from "../../core/decide.ts";
import type { KeyState } from "../../core/ledger.ts";
import { hour } from "../../core/time.ts";
import { type KeyFacts, type SecretView, unobserved, type Want } from "../../core/world.ts";
import { does, have, held, ledger, lost, now, present, record, secretWith, states, want } from "./builders.ts";

const both = want({ previousKey: true });
const away = { kind: "not-ready" as const, reason: "Unreachable", message: "no route" };
const verified = ledger(record(1, "Current"), record(2, "Verified"));
const current = ledger(record(1, "Current"));
const delivers = (wanted: Want, keys = verified, facts: Record<number, Partial<KeyFacts>> = { 1: held, 2: held }) =>
  does(wanted, have(keys, secretWith(1), facts));

describe("a verified key", () => {
  it("is delivered even while the gateway is away: the Secret is in the cluster", () => {
    expect(delivers(want({ gateway: away }))).toEqual(["deliver r2"]);
  });

  it("is asked for its text first where this process does not have it, if the gateway may be called", () => {
    expect(delivers(want(), verified, { 1: held })).toEqual(["recall r2"]);
    expect(delivers(want({ gateway: away }), verified, { 1: held })).toEqual([]);
  });

  it.each<[string, Partial<Want>]>([
    ["the declaration is refused", { refusal: { reason: "ModelUnknown", message: "no" } }],
    ["it is suspended", { suspended: true }],
    ["the shape of the Secret cannot be said yet", { content: undefined }],
  ])("is not delivered while %s", (_what, change) => {
    expect(delivers(want(change))).toEqual([]);
  });

  it("is not delivered while somebody keeps it switched off in the console", () => {
    expect(delivers(want(), verified, { 1: held, 2: { ...held, ...present(2, { enabled: false }) } })).toEqual([]);
  });

  it("is not delivered while we keep it switched off ourselves", () => {
    const off = ledger(record(1, "Current"), record(2, "Verified", { switchedOff: true }));
    expect(delivers(want({ enabled: false }), off)).not.toContain("deliver r2");
  });

  it.each<[string, SecretView]>([
    ["was not looked at", unobserved],
    ["belongs to somebody else", { kind: "foreign", message: "not ours" }],
  ])("is not delivered into a Secret that %s", (_what, secret) => {
    expect(does(want(), have(verified, secret, { 1: held, 2: held }))).toEqual([]);
  });

  it("goes into the Secret at once, instead of the older key that somebody removed from it", () => {
    expect(does(want(), have(verified, { kind: "absent" }, { 1: held, 2: held }))).toEqual(["deliver r2"]);
  });

  it("stays verified until the Secret is seen to hold it", () => {
    expect(states(decide(want(), have(verified, secretWith(1), { 1: held, 2: held }), now))).toEqual([
      ...["r1 Current", "r2 Verified"],
    ]);
  });
});

describe("the previous key beside it", () => {
  it("is the one that was current until now", () => {
    expect(delivers(both)).toEqual(["deliver r2 and r1"]);
    expect(delivers(want())).toEqual(["deliver r2"]);
  });

  it("is the youngest of several that still work", () => {
    const keys = ledger(record(1, "Retiring"), record(2, "Current"), record(3, "Verified"));
    const facts = { 1: held, 2: held, 3: held };
    expect(does(both, have(keys, secretWith(2), facts))).toContain("deliver r3 and r2");
  });

  it.each<[KeyState, Partial<KeyFacts>]>([
    ["Disabled", { ...held, ...present(1, { enabled: false }) }],
    ["Revoked", held],
  ])("is never one that is %s", (state, facts) => {
    const keys = ledger(record(1, state, { disabledAt: now }), record(2, "Current"));
    expect(does(both, have(keys, { kind: "absent" }, { 1: facts, 2: held }))).toContain("deliver r2");
  });

  it("is never one that nobody was ever given", () => {
    const { deliveredAt: _, ...never } = record(1, "Retiring");
    expect(does(both, have(ledger(never, record(2, "Current")), { kind: "absent" }, { 1: held, 2: held }))).toContain(
      "deliver r2",
    );
  });

  it("is left out rather than waited for where its text is lost", () => {
    expect(delivers(both, verified, { 1: lost, 2: held })).toEqual(["deliver r2"]);
  });

  it("is taken out of the Secret when it was deleted meanwhile", () => {
    const keys = ledger(record(1, "Revoked"), record(2, "Current"));
    const shown = secretWith(2, { previous: 1 });
    expect(does(both, have(keys, shown, { 1: held, 2: held }))).toContain("deliver r2");
  });

  it("stays in the Secret as long as it works, even past its overlap", () => {
    const old = record(1, "Retiring", { retiringSince: now - 9 * hour });
    const keys = ledger(old, record(2, "Current", { deliveredAt: now - 9 * hour }));
    const busy = { ...held, ...present(1), lastUse: { at: now, known: true, usedAt: now } };
    expect(does(both, have(keys, secretWith(2, { previous: 1 }), { 1: busy, 2: held }))).toEqual([]);
  });
});

describe("a Secret that is not as declared", () => {
  it.each<[string, SecretView]>([
    ["is gone", { kind: "absent" }],
    ["was edited", secretWith(1, { intact: false })],
    ["names another id", secretWith(1, { keyId: "99" })],
    ["holds another revision", secretWith(9)],
    ["follows an older template", secretWith(1, { content: "before" })],
  ])("and %s is written again, without any call to the gateway", (_what, secret) => {
    expect(does(want({ gateway: away }), have(current, secret, { 1: held }))).toEqual(["deliver r1"]);
  });

  it("is not written while the declaration is refused: nothing that works is touched", () => {
    const refused = want({ refusal: { reason: "ModelUnknown", message: "no" } });
    expect(does(refused, have(current, secretWith(1, { content: "before" }), { 1: held }))).toEqual([]);
  });

  it("is replaced by a new key only when the text of this one is lost for certain", () => {
    expect(does(want(), have(current, { kind: "absent" }, {}))).toEqual(["recall r1"]);
    expect(does(want(), have(current, { kind: "absent" }, { 1: lost }))).toEqual(["plan r2 SecretLost"]);
  });

  it("holds no old key up for ever: an old one is retired only once it is right again", () => {
    const since = now - 2 * hour;
    const keys = ledger(record(1, "Retiring", { retiringSince: since }), record(2, "Current", { deliveredAt: since }));
    const idle = { ...held, ...present(1), lastUse: { at: now, known: true } };
    const asked = (secret: SecretView) => does(want(), have(keys, secret, { 1: idle, 2: held }));
    expect(asked(secretWith(2, { deliveredAt: since, content: "before" }))).toEqual(["deliver r2"]);
    expect(asked(secretWith(2, { deliveredAt: since }))).toEqual(["disable r1"]);
  });
});

describe("a Secret whose shape cannot be said", () => {
  const unsaid = want({ content: undefined });

  it("is right as it is, whatever template it follows", () => {
    const had = have(current, secretWith(1, { content: "before" }), { 1: held });
    const { actions, conditions } = decide(unsaid, had, now);
    expect(actions).toEqual([]);
    expect(conditions[0]).toMatchObject({ status: true, reason: "Delivered" });
  });

  it.each<[string, SecretView]>([
    ["is gone", { kind: "absent" }],
    ["was edited", secretWith(1, { intact: false })],
  ])("is not written though it %s, and the condition says so", (_what, secret) => {
    const { actions, conditions } = decide(unsaid, have(current, secret, { 1: held }), now);
    expect(actions).toEqual([]);
    expect(conditions[0]).toMatchObject({ status: false, reason: "SecretLost" });
  });
});
