import { isGone, isProvenDead } from "./advance.ts";
import { secretIsRight } from "./delivered.ts";
import { currentOf, type KeyRecord } from "./ledger.ts";
import type { RemoteKey } from "./restrictions.ts";
import { type Instant, minute, second } from "./time.ts";
import { act, callable, factsOf, nothing, type ReadyGateway, type Step, type Turn, together, wake } from "./turn.ts";

/** Takes every old key one step further towards its proven death, and never a step too early. */
export function retireOld(turn: Turn): Step {
  const gateway = callable(turn);
  if (!gateway) return nothing;
  return together([
    ...turn.ledger.keys.map((record) => {
      switch (record.state) {
        case "Retiring":
          return retire(turn, record, gateway);
        case "Disabled":
          return remove(turn, record);
        case "Revoked":
          return prove(turn, record, gateway);
        default:
          return nothing;
      }
    }),
    revokeDoubles(turn),
  ]);
}

function retire(turn: Turn, record: KeyRecord, gateway: ReadyGateway): Step {
  // Never delivered: nobody can hold it.
  if (record.deliveredAt === undefined) return act({ do: "revoke", revision: record.revision });
  const current = successor(turn);
  if (!current || !turn.want.enabled || turn.want.restore === record.revision) return nothing;
  const hurried = isCompromised(turn, record);
  const over = hurried || isOver(turn, record, current, gateway);
  if (over !== true) return over;
  // The Secret must not go on showing a key that is about to die.
  const { secret } = turn.have;
  if (secret.kind === "present" && secret.previous === record.revision && factsOf(turn, current).text !== "lost") {
    if (factsOf(turn, current).text === "unknown") return act({ do: "recall", revision: current.revision });
    return act({ do: "deliver", revision: current.revision });
  }
  const soak = hurried ? 0 : turn.want.rotation.disableBeforeDelete;
  // What seems to be gone before its time is looked for first. After it, we may have revoked it ourselves and died.
  if (soak > 0) return isAbsent(turn, record) ? nothing : act({ do: "disable", revision: record.revision });
  return readLast(turn, record) ?? act({ do: "revoke", revision: record.revision });
}

/** The key that has taken over for certain: verified, and held by the Secret as it is now, written as declared. */
function successor(turn: Turn): KeyRecord | undefined {
  const current = currentOf(turn.ledger);
  return current?.verifiedAt !== undefined && secretIsRight(turn, current) ? current : undefined;
}

/** Since when the Secret holds the successor: if somebody had put an older one back, applications have read that again. */
function takenOverAt({ have, now }: Turn, current: KeyRecord): Instant {
  const written = have.secret.kind === "present" ? have.secret.deliveredAt : undefined;
  return Math.max(current.deliveredAt ?? now, written ?? 0);
}

/** A revision made because its predecessors were compromised has been delivered. */
function isCompromised(turn: Turn, record: KeyRecord): boolean {
  return turn.ledger.keys.some(
    (other) => other.revision > record.revision && other.reason === "Compromised" && other.deliveredAt !== undefined,
  );
}

/** Whether the old key's time is over: overlap, rollouts, idleness. If not, what to do or wait for meanwhile. */
function isOver(turn: Turn, record: KeyRecord, current: KeyRecord, gateway: ReadyGateway): true | Step {
  const { want, now } = turn;
  const { overlap, retireWhenIdleFor, maxOverlap, atMaxOverlap } = want.rotation;
  const since = Math.max(record.retiringSince ?? now, takenOverAt(turn, current));
  const ends = since + overlap;
  if (now < ends) return wake(ends);
  const last = since + maxOverlap;
  if (atMaxOverlap === "Revoke" && now >= last) return true;
  const atLast = atMaxOverlap === "Revoke" ? wake(last) : nothing;
  if (want.restarts && current.revision > 1 && !current.rolledOut) return atLast;
  if (!gateway.lastUse || retireWhenIdleFor === 0) return true;
  const idle = isIdle(turn, record, ends);
  return idle === true ? true : together([idle, atLast]);
}

/** Whether the gateway has seen no use for long enough, by an answer that is younger than that itself. */
function isIdle(turn: Turn, record: KeyRecord, from: Instant): true | Step {
  const { retireWhenIdleFor } = turn.want.rotation;
  // Nobody uses a key that is gone, and nobody can be asked about it.
  if (isAbsent(turn, record)) return isGone(factsOf(turn, record)) ? true : nothing;
  const inspect = act({ do: "inspect", revision: record.revision });
  const { lastUse } = factsOf(turn, record);
  const freshUntil = lastUse ? lastUse.at + Math.max(retireWhenIdleFor, minute) : 0;
  if (!lastUse || lastUse.at < from || turn.now >= freshUntil) return inspect;
  const quietAt = lastUse.known ? (lastUse.usedAt ?? 0) + retireWhenIdleFor : Number.POSITIVE_INFINITY;
  if (lastUse.at >= quietAt) return true;
  const look = Math.min(Math.max(quietAt, lastUse.at + second), freshUntil);
  return turn.now >= look ? inspect : wake(look);
}

function remove(turn: Turn, record: KeyRecord): Step {
  if (turn.want.restore === record.revision)
    return turn.want.enabled ? act({ do: "enable", revision: record.revision }) : nothing;
  if (!successor(turn)) return nothing;
  const ends = (record.disabledAt ?? turn.now) + turn.want.rotation.disableBeforeDelete;
  if (turn.now < ends && !isCompromised(turn, record)) return wake(ends);
  return readLast(turn, record) ?? act({ do: "revoke", revision: record.revision });
}

function isAbsent(turn: Turn, record: KeyRecord): boolean {
  return factsOf(turn, record).remote.kind === "absent";
}

/**
 * The last look before a key goes, when the gateway forgets what it has spent: somebody may have switched a disabled one on
 * again. That it is not there any more is an answer too.
 */
function readLast(turn: Turn, record: KeyRecord): Step | undefined {
  if (record.state !== "Disabled" && !turn.want.restrictions?.quota) return undefined;
  const { lastUse, remote } = factsOf(turn, record);
  const lookedAt = remote.kind === "absent" ? (remote.direct ? remote.at : undefined) : lastUse?.at;
  const seen = lookedAt !== undefined && turn.now - lookedAt < second;
  return seen ? undefined : act({ do: "inspect", revision: record.revision });
}

function prove(turn: Turn, record: KeyRecord, gateway: ReadyGateway): Step {
  const facts = factsOf(turn, record);
  if (isProvenDead(record, facts, gateway.deathProof)) return nothing;
  if (facts.text === "unknown") return act({ do: "recall", revision: record.revision });
  const { probe } = facts;
  if (probe?.verdict === "accepted") return act({ do: "revoke", revision: record.revision });
  if (!probe) return act({ do: "prove", revision: record.revision });
  // Sparse: refused calls count against our address.
  const next = probe.at + (gateway.deathProof > 0 ? minute : 10 * second);
  return turn.now >= next ? act({ do: "prove", revision: record.revision }) : wake(next);
}

/**
 * A create whose answer was lost may have made two keys of one name. The one that is in no record was never delivered;
 * nor was one whose text was lost before it came to us. */
function revokeDoubles(turn: Turn): Step {
  const { strays, secret } = turn.have;
  if (strays.kind !== "observed" || secret.kind === "unobserved" || secret.kind === "foreign") return nothing;
  return together(
    strays.keys.map((key) => {
      const record = turn.ledger.keys.find(({ name, id, state }) => {
        return name === key.name && (id === undefined ? state === "Revoked" : id !== key.id);
      });
      if (!record || (secret.kind === "present" && secret.keyId === key.id)) return nothing;
      return revokeDouble(turn, key, record);
    }),
  );
}

/** A double that is older than the plan comes from a status that was lost; it may be in use like any old key. */
function revokeDouble(turn: Turn, { id, createdAt }: RemoteKey, record: KeyRecord): Step {
  const inUse = createdAt !== undefined && createdAt < record.plannedAt - minute;
  const current = successor(turn);
  if (inUse && !current) return nothing;
  const over = current ? takenOverAt(turn, current) + turn.want.rotation.overlap : turn.now;
  return inUse && turn.now < over ? wake(over) : act({ do: "revokeStray", id });
}
