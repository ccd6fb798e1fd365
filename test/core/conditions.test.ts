import { describe, expect, it } from "@jest/globals";
import { decide } from "../../core/decide.ts";
import { emptyLedger, type Ledger } from "../../core/ledger.ts";
import { hour, second } from "../../core/time.ts";
import { type Have, type KeyFacts, type SecretView, unobserved, type Want } from "../../core/world.ts";
import {
  condition,
  have,
  held,
  ledger,
  lost,
  missing,
  nameOf,
  now,
  present,
  probed,
  record,
  remote,
  restrictions,
  secretWith,
  want,
} from "./builders.ts";

const away = { kind: "not-ready" as const, reason: "Unreachable", message: "http://gateway:3000 does not answer." };
const refusal = { reason: "ModelUnknown", message: "spec.routes[0].models: the group has no gpt-9." };
const one = ledger(record(1, "Current"));
const working = { ...held, ...present(1) };

const ready = (wanted: Want, had: Have) => condition(decide(wanted, had, now), "Ready");

/** One thing that may be the matter with a resource. */
interface Matter {
  readonly reason: string;
  readonly want?: Partial<Want>;
  readonly secret?: SecretView;
  readonly facts?: Partial<KeyFacts>;
  readonly adoptable?: Have["adoptable"];
}

/** What may be the matter once a key was delivered, what matters most first. */
const delivered: readonly Matter[] = [
  { reason: "Deleting", want: { deletion: { policy: "Revoke", since: now, abandon: false } } },
  { reason: "ModelUnknown", want: { refusal } },
  { reason: "SecretConflict", secret: { kind: "foreign", message: "Secret prod/api-key belongs to somebody else." } },
  { reason: "Disabled", want: { enabled: false } },
  { reason: "DisabledInConsole", facts: { ...held, ...present(1, { enabled: false }) } },
  { reason: "Expired", want: { restrictions: { ...restrictions, expiresAt: now } } },
  { reason: "KeyLost", facts: { ...held, ...missing(10 * second, 2) } },
  { reason: "SecretLost", secret: { kind: "absent" } },
  { reason: "Suspended", want: { suspended: true } },
];

/** What may be the matter before the first delivery, what matters most first. */
const undelivered: readonly Matter[] = [
  { reason: "Suspended", want: { suspended: true } },
  { reason: "Unreachable", want: { gateway: away } },
  { reason: "Disabled", want: { enabled: false } },
  { reason: "AdoptionRefused", adoptable: { kind: "refused", message: "two keys are named legacy: 7, 9." } },
];

function apply(keys: Ledger, secret: SecretView, facts: Partial<KeyFacts>, less: Matter, more: Matter = less) {
  const adoptable = more.adoptable ?? less.adoptable;
  const wanted = want({ ...less.want, ...more.want });
  const seen = more.secret ?? less.secret ?? secret;
  const known = { 1: more.facts ?? less.facts ?? facts };
  return ready(wanted, have(keys, seen, known, adoptable ? { adoptable } : {}));
}

/** Every two that can be the matter at once. */
function pairs(matters: readonly Matter[]): [string, string, Matter, Matter][] {
  return matters.flatMap((first, index) =>
    matters
      .slice(index + 1)
      .filter((second) => !(first.facts && second.facts) && !(first.secret && second.secret))
      .map((second): [string, string, Matter, Matter] => [first.reason, second.reason, first, second]),
  );
}

describe("Ready of a key that was delivered", () => {
  it("is true and names the key and its revision", () => {
    expect(ready(want(), have(one, secretWith(1), { 1: working }))).toEqual({
      type: "Ready",
      status: true,
      reason: "Delivered",
      message: `The Secret holds key ${nameOf(1)}, revision 1.`,
    });
  });

  it.each(delivered.map((matter) => [matter.reason, matter] as const))("gives %s by itself", (reason, matter) => {
    const { status, reason: given } = apply(one, secretWith(1), working, matter);
    expect([given, status]).toEqual([reason, reason === "Suspended"]);
  });

  it.each(pairs(delivered))("gives %s before %s", (reason, _less, first, second) => {
    expect(apply(one, secretWith(1), working, second, first).reason).toBe(reason);
  });

  it("stays true while the gateway cannot be reached: the key in the Secret works as before", () => {
    expect(ready(want({ gateway: away }), have(one, secretWith(1), { 1: held }))).toMatchObject({ status: true });
  });

  it("stays true in a back-off after failures", () => {
    const paused = have(one, secretWith(1), { 1: working }, { notBefore: now + second });
    expect(ready(want(), paused).reason).toBe("Delivered");
  });

  it("stays true while the Secret has not been looked at: that is no loss", () => {
    expect(ready(want(), have(one, unobserved, { 1: working })).reason).toBe("Delivered");
  });

  it("stays true while a listing alone misses the key", () => {
    expect(ready(want(), have(one, secretWith(1), { 1: missing(hour, 9, false) })).reason).toBe("Delivered");
  });

  it("stays true for an exhausted key: money is no fault of the key", () => {
    const empty = { ...held, ...present(1, { usable: "exhausted" }) };
    expect(ready(want(), have(one, secretWith(1), { 1: empty })).status).toBe(true);
  });

  it("stays true until the very moment that spec.expiresAt names", () => {
    const ending = want({ restrictions: { ...restrictions, expiresAt: now + 1 } });
    expect(ready(ending, have(one, secretWith(1), { 1: held })).reason).toBe("Delivered");
  });

  it("stays true while its successor is on its way", () => {
    const keys = ledger(record(1, "Current"), record(2, "Issued"));
    expect(ready(want(), have(keys, secretWith(1), { 1: working, 2: held })).reason).toBe("Delivered");
  });

  it.each([
    ["was edited", secretWith(1, { intact: false })],
    ["holds another id", secretWith(1, { keyId: "99" })],
    ["is shaped as declared before", secretWith(1, { content: "before" })],
  ])("is false with SecretLost when the Secret %s", (_what, secret) => {
    expect(ready(want(), have(one, secret, { 1: working })).reason).toBe("SecretLost");
  });

  it("is not false for a key that we switched off ourselves and that is being switched on again", () => {
    const off = ledger(record(1, "Current", { switchedOff: true }));
    const shown = { ...held, ...present(1, { enabled: false }) };
    expect(ready(want(), have(off, secretWith(1), { 1: shown })).reason).not.toBe("DisabledInConsole");
  });

  it("says after a refusal that the key in the Secret is left alone", () => {
    const { message } = ready(want({ refusal }), have(one, secretWith(1), { 1: working }));
    expect(message).toBe(`${refusal.message} The key in the Secret is left as it is.`);
  });

  it("gives the foreign Secret's own message", () => {
    const message = "Secret prod/api-key belongs to helm.";
    expect(ready(want(), have(one, { kind: "foreign", message })).message).toBe(message);
  });

  it.each([
    ["the key and the annotation that replaces it", 4, [nameOf(1), "tokapi.dev/rotate=Compromised"]],
    ["the field and the time that have ended it", 5, ["spec.expiresAt", "2027-01-15T08:00:00Z"]],
    ["the field that switched it off", 3, ["spec.enabled"]],
    ["the key that is gone", 6, [nameOf(1)]],
    ["the field that holds everything up", 8, ["spec.suspend"]],
  ])("names %s", (_what, index, words) => {
    const { message } = apply(one, secretWith(1), working, delivered[index]!);
    for (const word of words) expect(message).toContain(word);
  });
});

describe("Ready of a key that was never delivered", () => {
  const nothing = { kind: "absent" as const };

  it.each(undelivered.map((matter) => [matter.reason, matter] as const))("gives %s by itself", (reason, matter) => {
    expect(apply(emptyLedger, nothing, {}, matter)).toMatchObject({ status: false, reason });
  });

  it.each(pairs(undelivered))("gives %s before %s", (reason, _less, first, second) => {
    expect(apply(emptyLedger, nothing, {}, second, first).reason).toBe(reason);
  });

  it("is Pending before anything has begun", () => {
    expect(ready(want(), have(emptyLedger))).toEqual({
      ...{ type: "Ready", status: false, reason: "Pending" },
      message: "The key has not been issued yet.",
    });
  });

  it.each([
    ["Planned", "is about to be issued", {}],
    ["Issued", "the data plane is asked whether it works", { ...held, ...probed("unknown") }],
    ["Verified", "it is about to be delivered", held],
  ] as const)("tells how far a %s key has come, and why it is made", (state, progress, facts) => {
    const { status, reason, message } = ready(want(), have(ledger(record(1, state)), nothing, { 1: facts }));
    expect([status, reason]).toEqual([false, state]);
    expect(message).toContain(nameOf(1));
    expect(message).toContain(progress);
    expect(message).toContain("(Created)");
  });

  it("says after a refusal that nothing has been issued", () => {
    expect(ready(want({ refusal }), have(emptyLedger)).message).toBe(`${refusal.message} Nothing has been issued.`);
  });

  it("passes on what the gateway's own condition says", () => {
    expect(ready(want({ gateway: away }), have(emptyLedger)).message).toBe(away.message);
  });

  it("names the field that keeps a key from being issued", () => {
    expect(ready(want({ enabled: false }), have(emptyLedger)).message).toContain("spec.enabled");
    expect(ready(want({ suspended: true }), have(emptyLedger)).message).toContain("spec.suspend");
  });

  it("refuses an adoption whose text the gateway will not show, and names the key", () => {
    const adopted = ledger(record(1, "Issued", { reason: "Adopted", name: "legacy" }));
    const verdict = ready(want({ adopt: { name: "legacy" } }), have(adopted, nothing, { 1: lost }));
    expect(verdict.reason).toBe("AdoptionRefused");
    expect(verdict.message).toContain("key legacy");
  });

  it("forgets a refused adoption once there is a key of our own", () => {
    const refused = { adoptable: { kind: "refused" as const, message: "two of that name" } };
    expect(ready(want(), have(ledger(record(1, "Planned")), nothing, {}, refused)).reason).toBe("Planned");
  });

  it("is not taken for adopted because a found key is at hand", () => {
    const found = { adoptable: { kind: "found" as const, key: remote(1) } };
    expect(ready(want({ adopt: { id: "7" } }), have(emptyLedger, nothing, {}, found)).reason).toBe("Pending");
  });
});
