import { describe, expect, it } from "@jest/globals";
import { createLedger, type Ledger } from "../../emulator/ledger.ts";

function withKeys(...names: string[]): Ledger {
  const ledger = createLedger();
  for (const [index, name] of names.entries()) {
    ledger.keyCreated({ id: String(index + 1), name, owner: "ops", text: `sk-${index + 1}`, at: index });
  }
  return ledger;
}

const ids = (keys: { id: string }[]) => keys.map(({ id }) => id);

describe("the ledger", () => {
  it("tells live keys from disabled and deleted ones, and forgets none", () => {
    const ledger = withKeys("a", "b", "c");
    ledger.keyEnabled("2", false, 10);
    ledger.keyDeleted("3", 11);
    expect(ids(ledger.live())).toEqual(["1"]);
    expect(ids(ledger.existing())).toEqual(["1", "2"]);
    expect(ids(ledger.created())).toEqual(["1", "2", "3"]);
    expect(ledger.byId("3")).toMatchObject({ state: "deleted", deletedAt: 11 });
    ledger.keyEnabled("2", true, 12);
    ledger.keyEnabled("3", true, 13);
    expect(ids(ledger.live())).toEqual(["1", "2"]);
  });

  it("finds all keys that bear a name, and a key by its text", () => {
    const ledger = withKeys("twin", "twin", "other");
    ledger.keyRenamed("3", "twin", 5);
    expect(ids(ledger.byName("twin"))).toEqual(["1", "2", "3"]);
    expect(ledger.byText("sk-2")?.id).toBe("2");
  });

  it("counts what each key was used for, also after its death", () => {
    const ledger = withKeys("a");
    const route = "GET /v1/models";
    ledger.dataRequest({ route, status: 200, keyId: "1", outcome: "accepted", at: 5 });
    ledger.keyDeleted("1", 6);
    ledger.dataRequest({ route, status: 401, keyId: "1", outcome: "rejected", at: 7 });
    ledger.dataRequest({ route, status: 401, keyId: null, outcome: "rejected", at: 8 });
    expect(ledger.byId("1")).toMatchObject({ calls: 1, lastCallAt: 5, rejectedCalls: 1, lastRejectedAt: 7 });
    expect(ledger.snapshot(false)).toMatchObject({ data: { accepted: 1, rejected: 2, other: 0 }, dataUnknownKey: 1 });
  });

  it("keeps the newest events in order and says how many it dropped", () => {
    const ledger = createLedger(3);
    for (let at = 1; at <= 5; at += 1) ledger.note("state", `event ${at}`, at);
    expect(ledger.events().map(({ seq, what }) => [seq, what])).toEqual([
      [3, "event 3"],
      [4, "event 4"],
      [5, "event 5"],
    ]);
    expect(ledger.snapshot(true).droppedEvents).toBe(2);
  });
});
