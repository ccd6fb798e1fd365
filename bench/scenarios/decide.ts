import { decide } from "../../core/decide.ts";
import type { Ledger } from "../../core/ledger.ts";
import { ownerMarker, remoteName } from "../../core/names.ts";
import { resolveRotation } from "../../core/policy.ts";
import { day, hour } from "../../core/time.ts";
import type { Have, Want } from "../../core/world.ts";
import { median, round } from "../rows.ts";
import type { Scenario } from "../scenario.ts";

const now = Date.UTC(2026, 0, 15);
const marker = ownerMarker("cluster", "uid");
const content = "0123456789abcdef";
const restrictions = { group: "default", models: ["gpt-4o-mini"], allowedIPs: [] };
const calls = 20_000;
const rounds = 9;

/** The pure rules alone: a key at rest, and one in the middle of a rotation. */
export const decisions: Scenario = {
  name: "decide",
  about: "one decision",
  async run() {
    const [rest, busy] = [time(want, atRest), time(want, rotating)];
    const note = `median of ${rounds} × ${calls} calls; in the middle of a rotation ${round(busy)}`;
    return [{ scenario: "decide", value: rest, unit: "µs per call", target: ["<=", 50], note }];
  },
};

function time(wanted: Want, have: Have): number {
  const each: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const cpu = process.cpuUsage();
    for (let call = 0; call < calls; call++) decide(wanted, have, now + call);
    const { user, system } = process.cpuUsage(cpu);
    each.push((user + system) / calls);
  }
  return median(each);
}

const want: Want = {
  name: "prod-api-server",
  marker,
  restrictions,
  enabled: true,
  rotation: resolveRotation({ every: "720h", overlap: "1h" }, now).rotation,
  previousKey: false,
  content,
  restarts: false,
  suspended: false,
  gateway: { kind: "ready", keyText: "revealable", lastUse: true, deathProof: 0 },
};

const current = {
  revision: 7,
  name: remoteName(want.name, marker, 7),
  state: "Current",
  reason: "Scheduled",
  id: "42",
  plannedAt: now - day,
  issuedAt: now - day,
  verifiedAt: now - day,
  deliveredAt: now - day,
} as const;

const seen = (id: string, revision: number) =>
  ({
    text: "held",
    stored: false,
    remote: {
      kind: "present",
      at: now - hour,
      key: {
        id,
        name: remoteName(want.name, marker, revision),
        enabled: true,
        usable: "yes",
        restrictions,
        spent: 0,
      },
    },
    probe: { verdict: "accepted", since: now - hour, at: now - hour, looks: 1 },
  }) as const;

const base = {
  finalizer: true,
  strays: { kind: "observed", at: now - hour, keys: [] },
  adoptable: { kind: "unobserved" },
  secret: {
    kind: "present",
    intact: true,
    revision: 7,
    keyId: "42",
    content,
    deliveredAt: now - day,
  },
} as const;

const settled: Ledger = { keys: [current], lastRevision: 7 };

const atRest: Have = { ...base, ledger: settled, facts: new Map([[7, seen("42", 7)]]) };

const rotating: Have = {
  ...base,
  ledger: {
    keys: [
      {
        ...current,
        revision: 6,
        name: remoteName(want.name, marker, 6),
        id: "41",
        state: "Retiring",
        retiringSince: now - hour,
      },
      current,
    ],
    lastRevision: 7,
  },
  facts: new Map([
    [6, seen("41", 6)],
    [7, seen("42", 7)],
  ]),
};
