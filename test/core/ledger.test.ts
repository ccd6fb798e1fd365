import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  addRecord,
  currentOf,
  emptyLedger,
  isUnfinished,
  type KeyRecord,
  type KeyState,
  unfinishedOf,
  withRecord,
} from "../../core/ledger.ts";

function record(revision: number, state: KeyState): KeyRecord {
  return { revision, name: `n.r${revision}`, state, reason: "Created", plannedAt: revision };
}

describe("the ledger", () => {
  it("keeps its records by revision, whatever order they come in, and never forgets the highest", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1 }), (revisions) => {
        const ledger = revisions.reduce((sum, revision) => addRecord(sum, record(revision, "Planned")), emptyLedger);
        expect(ledger.keys.map((key) => key.revision)).toEqual([...revisions].sort((a, b) => a - b));
        expect(ledger.lastRevision).toBe(Math.max(...revisions));
      }),
    );
  });

  it("does not lower its highest revision when an older one is added back", () => {
    expect(addRecord({ keys: [], lastRevision: 9 }, record(3, "Retiring")).lastRevision).toBe(9);
  });

  it("changes one record and leaves the given ledger as it was", () => {
    const before = addRecord(addRecord(emptyLedger, record(1, "Current")), record(2, "Planned"));
    const after = withRecord(before, 2, { state: "Issued", id: "17" });
    expect(after.keys.map((key) => key.state)).toEqual(["Current", "Issued"]);
    expect(after.keys[0]).toBe(before.keys[0]);
    expect(before.keys[1]!.state).toBe("Planned");
  });

  it("is unchanged by a change to a revision that it does not have", () => {
    const ledger = addRecord(emptyLedger, record(1, "Current"));
    expect(withRecord(ledger, 8, { state: "Revoked" })).toEqual(ledger);
  });

  it.each<[KeyState, boolean]>([
    ["Planned", true],
    ["Issued", true],
    ["Verified", true],
    ["Current", false],
    ["Retiring", false],
    ["Disabled", false],
    ["Revoked", false],
  ])("counts a %s key as unfinished: %s", (state, unfinished) => {
    expect(isUnfinished(record(1, state))).toBe(unfinished);
  });

  it("knows the key in the Secret and the key on its way", () => {
    const ledger = [record(1, "Retiring"), record(2, "Current"), record(3, "Verified")].reduce(addRecord, emptyLedger);
    expect(currentOf(ledger)?.revision).toBe(2);
    expect(unfinishedOf(ledger)?.revision).toBe(3);
    expect(currentOf(emptyLedger)).toBeUndefined();
    expect(unfinishedOf(emptyLedger)).toBeUndefined();
  });
});
