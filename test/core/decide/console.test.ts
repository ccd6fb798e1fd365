import { describe, expect, it } from "@jest/globals";
import { decide } from "../../../core/decide.ts";
import { hour, minute, second } from "../../../core/time.ts";
import type { KeyFacts } from "../../../core/world.ts";
import {
  condition,
  does,
  have,
  held,
  ledger,
  missing,
  now,
  present,
  probed,
  record,
  restrictions,
  secretWith,
  states,
  theAction,
  want,
} from "../builders.ts";

const current = ledger(record(1, "Current"));
const see = (facts: Partial<KeyFacts>) => have(current, secretWith(1), { 1: facts });

describe("somebody disabled the key in the console", () => {
  const off = see({ ...held, ...present(1, { enabled: false, usable: "disabled" }) });

  it("that is respected, and not undone", () => {
    expect(does(want(), off)).toEqual([]);
  });

  it("is said in a condition, with what can be done", () => {
    const ready = condition(decide(want(), off, now), "Ready");
    expect(ready).toMatchObject({ status: false, reason: "DisabledInConsole" });
    expect(ready.message).toContain("tokapi.dev/rotate=Compromised");
    expect(condition(decide(want(), off, now), "Stalled").status).toBe(true);
  });

  it("is no reason to rotate on schedule: the leak would come back", () => {
    expect(does(want({}, { every: "2m", overlap: "1m" }), off)).toEqual([]);
  });

  it("gives way to a request for a new key", () => {
    expect(does(want({ rotate: { reason: "Compromised", id: "1" } }), off)).toContain("plan r2 Compromised");
  });

  it("is not overwritten by drift", () => {
    const edited = present(1, { enabled: false, restrictions: { ...restrictions, models: [] } });
    expect(does(want(), see({ ...held, ...edited }))).toEqual([]);
  });
});

describe("somebody deleted the key in the console", () => {
  const gone = { ...held, ...missing(10 * second, 2), ...probed("rejected") };

  it("one listing without it proves nothing", () => {
    const decision = decide(want(), see({ ...held, ...missing(0, 1, false) }), now);
    expect(states(decision)).toEqual(["r1 Current"]);
    expect(decision.wakeAt).toBe(now + 10 * second);
  });

  it("it is looked for directly, some time later", () => {
    expect(does(want(), see({ ...held, ...missing(0, 1, false) }), now + 10 * second)).toEqual(["inspect r1"]);
    expect(does(want(), see({ ...held, ...missing(hour, 9, false) }), now + second)).toEqual(["inspect r1"]);
  });

  it("and the data plane is asked before it counts as lost", () => {
    expect(does(want(), see({ ...held, ...missing(10 * second, 2) }))).toEqual(["probe r1"]);
    expect(does(want(), see(missing(10 * second, 2)))).toEqual(["recall r1"]);
  });

  it("a key that the data plane accepts is not lost, whatever the control plane says", () => {
    const decision = decide(want(), see({ ...held, ...missing(hour, 9), ...probed("accepted") }), now);
    expect(states(decision)).toEqual(["r1 Current"]);
    expect(decision.wakeAt).toBe(now + minute);
  });

  it("a new one is issued when both agree", () => {
    const decision = decide(want(), see(gone), now);
    expect(states(decision)).toEqual(["r1 Revoked"]);
    expect(does(want(), see(gone), now + second)).toEqual(["plan r2 KeyLost"]);
  });

  it("with back-off when it happens to young keys again and again", () => {
    const young = ledger(record(3, "Current", { plannedAt: now - minute, setbacks: 6 }));
    const decision = decide(want(), have(young, secretWith(3), { 3: gone }), now);
    expect(decision.ledger.keys[0]!.setbacks).toBe(7);
    expect(decision.wakeAt).toBeGreaterThan(now + 50 * second);
  });
});

describe("somebody edited the key in the console", () => {
  it.each([
    ["its routes", { models: ["gpt-5", "o9-pro"] }],
    ["its group", { group: "default" }],
    ["its addresses", { allowedIPs: ["0.0.0.0/0"] }],
    ["its expiry", { expiresAt: now + 1000 * hour }],
    ["its quota", { quota: { amount: 5000 } }],
  ])("%s are put back", (_what, change) => {
    const facts = { ...held, ...present(1, { restrictions: { ...restrictions, ...change } }) };
    expect(decide(want(), see(facts), now).actions).toEqual([{ do: "update", revision: 1, restrictions }]);
  });

  it("an old key that still works is put back too", () => {
    const keys = ledger(record(1, "Retiring", { retiringSince: now }), record(2, "Current", { deliveredAt: now }));
    const edited = present(1, { restrictions: { ...restrictions, models: ["gpt-5", "o9-pro"] } });
    expect(does(want(), have(keys, secretWith(2), { 1: edited, 2: present(2) }))).toEqual(["update r1"]);
  });

  it("nothing is touched while the declaration is refused, or what is declared cannot be resolved", () => {
    const edited = see({ ...held, ...present(1, { restrictions: { ...restrictions, models: [] } }) });
    expect(does(want({ refusal: { reason: "ModelUnknown", message: "no" } }), edited)).toEqual([]);
    expect(does(want({ restrictions: undefined }), edited)).toEqual([]);
  });

  it("an edited declaration reaches the key in place", () => {
    const wider = { ...restrictions, models: ["gpt-5", "gpt-5-mini"] };
    const decision = decide(want({ restrictions: wider }), see({ ...held, ...present(1) }), now);
    expect(theAction(decision, "update").restrictions).toEqual(wider);
  });
});

describe("enabled: false", () => {
  const off = want({ enabled: false });

  it("switches every key off that still works, old ones too", () => {
    const keys = ledger(record(1, "Retiring"), record(2, "Current"));
    expect(does(off, have(keys, secretWith(2), { 1: present(1), 2: present(2) }))).toEqual([
      "disable r1",
      "disable r2",
    ]);
  });

  it("is put back when somebody switches the key on in the console", () => {
    const switched = ledger(record(1, "Current", { switchedOff: true }));
    expect(does(off, have(switched, secretWith(1), { 1: present(1) }))).toEqual(["disable r1"]);
    expect(does(off, have(switched, secretWith(1), { 1: present(1, { enabled: false }) }))).toEqual([]);
    expect(does(off, have(switched, secretWith(1)))).toEqual(["inspect r1"]);
  });

  it("is undone by enabled: true, and only what we switched off ourselves is", () => {
    const switched = ledger(record(1, "Current", { switchedOff: true }));
    const shown = { 1: present(1, { enabled: false }) };
    expect(does(want(), have(switched, secretWith(1), shown))).toEqual(["enable r1"]);
    expect(does(want(), have(current, secretWith(1), shown))).toEqual([]);
  });
});
