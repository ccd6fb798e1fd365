import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { emptyLedger, type KeyRecord, type Ledger } from "../../../core/ledger.ts";
import { ledgerFromStatus, ledgerToStatus } from "../../../operator/resources/ledger-status.ts";
import { tokApiKeyStatusSchema } from "../../../operator/resources/status.ts";

// Up to the year 9999, the last that RFC 3339 can write.
const instant = fc.integer({ min: 0, max: 253_402_300_799_999 });
const record: fc.Arbitrary<KeyRecord> = fc.record(
  {
    revision: fc.integer({ min: 1, max: 1_000_000 }),
    name: fc.string({ minLength: 1, maxLength: 30 }),
    state: fc.constantFrom("Planned", "Issued", "Verified", "Current", "Retiring", "Disabled", "Revoked"),
    reason: fc.constantFrom(
      "Created",
      "Adopted",
      "Recovered",
      "Scheduled",
      "Requested",
      "Compromised",
      "SecretLost",
      "KeyLost",
    ),
    plannedAt: instant,
    id: fc.string({ minLength: 1 }),
    issuedAt: instant,
    verifiedAt: instant,
    deliveredAt: instant,
    retiringSince: instant,
    disabledAt: instant,
    revokedAt: instant,
    lastUsedAt: instant,
    spent: fc.double({ min: 0, max: 1e6, noNaN: true, noDefaultInfinity: true }).map((spent) => spent + 0),
    rolledOut: fc.boolean(),
    switchedOff: fc.boolean(),
    request: fc.string(),
    setbacks: fc.nat(),
  },
  { requiredKeys: ["revision", "name", "state", "reason", "plannedAt"] },
);
const ledger: fc.Arbitrary<Ledger> = fc
  .tuple(
    fc.uniqueArray(record, { selector: (each) => each.revision, maxLength: 6 }),
    fc.nat(1_000),
    fc.option(fc.record({ spent: fc.integer({ min: 0, max: 1e6 }), at: instant }), { nil: undefined }),
  )
  .map(([records, more, carried]) => {
    const keys = records.toSorted((a, b) => a.revision - b.revision);
    return { keys, lastRevision: (keys.at(-1)?.revision ?? 0) + more, ...(carried ? { carried } : {}) };
  });

describe("a ledger in status", () => {
  it("comes back without loss, through JSON and the schema", () => {
    fc.assert(
      fc.property(ledger, (given) => {
        const read = tokApiKeyStatusSchema.parse(JSON.parse(JSON.stringify(ledgerToStatus(given))));
        expect(ledgerFromStatus(read)).toEqual(given);
      }),
    );
  });

  it("is written again as it was read", () => {
    fc.assert(
      fc.property(ledger, (given) => {
        const written = ledgerToStatus(given);
        expect(ledgerToStatus(ledgerFromStatus(written))).toEqual(written);
      }),
    );
  });

  it("is empty where nothing was written yet", () => {
    expect(ledgerFromStatus({})).toEqual(emptyLedger);
  });

  it("never counts back below a listed revision", () => {
    const [key] = ledgerToStatus({
      keys: [{ revision: 4, name: "n", state: "Current", reason: "Created", plannedAt: 0 }],
      lastRevision: 4,
    }).keys;
    expect(ledgerFromStatus({ keys: [key!], lastRevision: 2 }).lastRevision).toBe(4);
  });

  it("writes times as RFC 3339 in UTC", () => {
    const { keys, quota } = ledgerToStatus({
      keys: [{ revision: 1, name: "n", state: "Issued", reason: "Created", plannedAt: 0, issuedAt: 1_500 }],
      lastRevision: 1,
      carried: { spent: 2.5, at: 60_000 },
    });
    expect(keys[0]).toMatchObject({ plannedAt: "1970-01-01T00:00:00Z", issuedAt: "1970-01-01T00:00:01.500Z" });
    expect(quota).toEqual({ carried: 2.5, carriedAt: "1970-01-01T00:01:00Z" });
  });
});
