import { describe, expect, it } from "@jest/globals";
import { decide } from "../../core/decide.ts";
import { emptyLedger } from "../../core/ledger.ts";
import { condition, have, held, ledger, now, present, record, secretWith, want } from "./builders.ts";

const off = (switchedOff: boolean) =>
  have(ledger(record(1, "Current", { switchedOff })), secretWith(1), {
    1: { ...held, ...present(1, { enabled: !switchedOff }) },
  });

describe("a key that is declared off", () => {
  it("is at rest once it is switched off, so that health checks do not wait for ever", () => {
    const decision = decide(want({ enabled: false }), off(true), now);
    expect(decision.actions).toEqual([]);
    expect(condition(decision, "Ready")).toMatchObject({ status: false, reason: "Disabled" });
    expect(condition(decision, "Reconciling")).toMatchObject({ status: false, reason: "Settled" });
  });

  it("is under way until it is switched off", () => {
    const decision = decide(want({ enabled: false }), off(false), now);
    expect(condition(decision, "Reconciling").status).toBe(true);
  });

  it("is at rest when there was no key yet", () => {
    const decision = decide(want({ enabled: false }), have(emptyLedger), now);
    expect(condition(decision, "Reconciling").status).toBe(false);
  });
});
