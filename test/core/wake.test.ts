import { describe, expect, it } from "@jest/globals";
import { decide } from "../../core/decide.ts";
import { emptyLedger } from "../../core/ledger.ts";
import { day, hour, minute, second } from "../../core/time.ts";
import type { Have, Want } from "../../core/world.ts";
import {
  gateway,
  have,
  held,
  ledger,
  lost,
  missing,
  now,
  present,
  probed,
  record,
  remote,
  restrictions,
  secretWith,
  used,
  verbs,
  want,
} from "./builders.ts";

const working = (revision: number) => ({ ...held, ...present(revision) });
const fresh = { plannedAt: now, issuedAt: now, deliveredAt: now };
const justDelivered = ledger(record(1, "Retiring", { retiringSince: now }), record(2, "Current", fresh));
const longAgo = now - 2 * hour;
const delivered = ledger(
  record(1, "Retiring", { retiringSince: longAgo }),
  record(2, "Current", { deliveredAt: longAgo }),
);
const secretNow = secretWith(2, { deliveredAt: now });
const secretThen = secretWith(2, { deliveredAt: longAgo });
const busy = { ...working(1), ...used(second) };
const deleting = (since: number) => want({ deletion: { policy: "Revoke", since, abandon: false } });
const old330 = want({ gateway: gateway({ deathProof: 350 * second }) });
const revoked = ledger(record(1, "Revoked", { revokedAt: now - minute }), record(2, "Current"));
const soaking = ledger(record(1, "Disabled", { disabledAt: now - hour }), record(2, "Current"));
const rolling = ledger(record(1, "Retiring", { retiringSince: now }), record(2, "Current", { ...fresh }));
const daily = (amount: number) => ({ ...restrictions, quota: { amount, reset: "Daily" as const } });

/** Every state in which time alone brings on the next action: what is waited for, the question, how long, the action. */
const waits: readonly [string, Want, Have, number, string][] = [
  [
    "the second look at the answer of the data plane",
    ...[want(), have(ledger(record(1, "Issued")), undefined, { 1: { ...held, ...probed("unknown") } })],
    ...[2 * second, "probe r1"],
  ],
  [
    "the sixth look at the answer of the data plane",
    ...[want(), have(ledger(record(1, "Issued")), undefined, { 1: { ...held, ...probed("unknown", { looks: 6 }) } })],
    ...[30 * second, "probe r1"],
  ],
  ["the end of a back-off", want(), have(emptyLedger, undefined, {}, { notBefore: now + 7 }), 7, "plan r1 Created"],
  [
    "the end of the overlap, to ask for the last use",
    ...[want(), have(justDelivered, secretNow, { 1: working(1), 2: working(2) }), hour, "inspect r1"],
  ],
  [
    "the end of the overlap where idleness is not asked for",
    want({}, { retireWhenIdleFor: "0s", overlap: "5m" }),
    ...[have(justDelivered, secretNow, { 1: working(1), 2: working(2) }), 5 * minute, "disable r1"],
  ],
  [
    "an old key to have been idle for long enough",
    ...[want(), have(delivered, secretThen, { 1: busy, 2: working(2) }), 15 * minute - second, "inspect r1"],
  ],
  [
    "maxOverlap where it ends an old key",
    want({}, { maxOverlap: "2h5m", atMaxOverlap: "Revoke", retireWhenIdleFor: "3h" }),
    ...[have(delivered, secretThen, { 1: busy, 2: working(2) }), 5 * minute, "disable r1"],
  ],
  [
    "the end of the soak, to look a last time",
    want(),
    have(soaking, secretWith(2), { 1: { ...held, ...present(1, { enabled: false }) }, 2: working(2) }),
    ...[23 * hour, "inspect r1"],
  ],
  [
    "the next proof of a death that takes long",
    ...[old330, have(revoked, secretWith(2), { 1: { ...held, ...probed("rejected") }, 2: working(2) })],
    ...[minute, "prove r1"],
  ],
  [
    "the next proof of a death where one refusal is enough",
    ...[want(), have(revoked, secretWith(2), { 1: { ...held, ...probed("unknown") }, 2: working(2) })],
    ...[10 * second, "prove r1"],
  ],
  [
    "the second look at a key that is missing",
    ...[want(), have(ledger(record(1, "Current")), secretWith(1), { 1: { ...held, ...missing(0, 1) } })],
    ...[10 * second, "inspect r1"],
  ],
  [
    "the next look at a key that one plane misses and the other accepts",
    want(),
    have(ledger(record(1, "Current")), secretWith(1), { 1: { ...held, ...missing(hour, 9), ...probed("accepted") } }),
    ...[minute, "inspect r1"],
  ],
  [
    "the next look at a rollout that has just begun",
    want({ restarts: true }),
    have(rolling, secretNow, { 1: working(1), 2: { ...working(2), rollout: { at: now, done: false } } }),
    ...[2 * second, "restart r2"],
  ],
  [
    "a create that was under way when the resource was deleted",
    ...[deleting(now), have(ledger(record(1, "Planned")), undefined, {}), minute, "list"],
  ],
  [
    "a window to open for a rotation that is due",
    want({}, { every: "2m", overlap: "1m", window: { schedule: "0 22 * * *", duration: "4h" } }),
    ...[have(ledger(record(1, "Current")), secretWith(1), { 1: working(1) }), 14 * hour, "plan r2 Scheduled"],
  ],
  [
    "its turn among the gateway's keys",
    want({ postponedTo: now + 9 * second }, { every: "2m", overlap: "1m" }),
    ...[have(ledger(record(1, "Current")), secretWith(1), { 1: working(1) }), 9 * second, "plan r2 Scheduled"],
  ],
  [
    "the spending of an old key to be a whole period ago",
    want({ restrictions: daily(100) }),
    have(ledger(record(1, "Disabled", { spent: 30, disabledAt: now }), record(2, "Current")), secretWith(2), {
      ...{ 1: { ...held, ...present(1, { enabled: false, spent: 30 }) } },
      ...{ 2: { ...held, ...present(2, { restrictions: daily(70) }) } },
    }),
    ...[day, "update r2"],
  ],
  [
    "the overlap of a double that is older than its plan",
    want(),
    have(
      ledger(record(1, "Current", fresh)),
      secretWith(1, { deliveredAt: now }),
      { 1: working(1) },
      { strays: { kind: "observed", at: now, keys: [remote(1, { id: "twin", createdAt: now - day })] } },
    ),
    ...[hour, "revokeStray twin"],
  ],
] as [string, Want, Have, number, string][];

describe("a decision that waits", () => {
  it.each(waits)("wakes for %s, then and not before", (_what, wanted, had, length, action) => {
    const asked = decide(wanted, had, now);
    expect(asked.wakeAt).toBe(now + length);
    expect(verbs(asked)).not.toContain(action);
    expect(verbs(decide(wanted, had, now + length - 1))).toEqual(verbs(asked));
    expect(verbs(decide(wanted, had, now + length))).toContain(action);
  });

  it.each(waits)("asks for the same time whenever it is asked while it waits for %s", (_what, wanted, had, length) => {
    expect(decide(wanted, had, now + Math.floor(length / 2)).wakeAt).toBe(now + length);
  });
});

describe("a decision that does not wait for time", () => {
  const settled = have(ledger(record(1, "Current")), secretWith(1), { 1: working(1) });

  it.each<[string, Want, Have]>([
    ["everything is as declared", want(), settled],
    ["it is suspended", want({ suspended: true }, { every: "2m", overlap: "1m" }), settled],
    ["the declaration is refused", want({ refusal: { reason: "X", message: "x" } }), have(emptyLedger)],
    ["the gateway is away", want({ gateway: { kind: "not-ready", reason: "X", message: "x" } }), have(emptyLedger)],
    [
      "an adopted text is lost",
      want(),
      have(ledger(record(1, "Issued", { reason: "Adopted" })), undefined, { 1: lost }),
    ],
  ])("gives no time when %s: only what is observed can change it", (_what, wanted, had) => {
    const { actions, wakeAt } = decide(wanted, had, now);
    expect([actions, wakeAt]).toEqual([[], undefined]);
  });

  it("tells the next rotation even while it is suspended, and keeps silent about it when deleted", () => {
    const rotating = { every: "30d" };
    expect(decide(want({ suspended: true }, rotating), settled, now).nextRotationAt).toBeDefined();
    const deleted = { ...deleting(now), rotation: want({}, rotating).rotation };
    expect(decide(deleted, settled, now).nextRotationAt).toBeUndefined();
  });
});
