import { lateCreate } from "./advance.ts";
import type { KeyRecord } from "./ledger.ts";
import { type Instant, second } from "./time.ts";
import { act, callable, factsOf, nothing, type Step, type Turn, wake } from "./turn.ts";
import type { Want } from "./world.ts";

type Deletion = NonNullable<Want["deletion"]>;

/** The resource is being deleted: revoke every key it ever made, look for strays, then let go. */
export function remove(turn: Turn, deletion: Deletion): Step {
  if (!turn.have.finalizer) return nothing;
  const alive = turn.ledger.keys.filter((record) => record.id !== undefined && record.state !== "Revoked");
  if (deletion.abandon || deletion.policy === "Retain") return act({ do: "removeFinalizer", leaves: alive.map(label) });
  if (!callable(turn)) return nothing;
  if (alive.length > 0) return act(...alive.map((record) => ({ do: "revoke" as const, revision: record.revision })));
  const survivors = turn.ledger.keys.filter((record) => factsOf(turn, record).probe?.verdict === "accepted");
  if (survivors.length > 0)
    return act(...survivors.map((record) => ({ do: "revoke" as const, revision: record.revision })));
  const unproven = turn.ledger.keys.filter((record) => {
    const { text, probe } = factsOf(turn, record);
    return record.id !== undefined && text === "held" && !probe;
  });
  if (unproven.length > 0)
    return act(...unproven.map((record) => ({ do: "prove" as const, revision: record.revision })));
  return sweep(turn, deletion);
}

/** Nothing of ours may be left, and a create that was under way has had time to land. */
function sweep(turn: Turn, deletion: Deletion): Step {
  const { strays } = turn.have;
  const from = Math.max(deletion.since, ...turn.ledger.keys.map((record) => mayLandUntil(record, deletion.since)));
  if (strays.kind === "observed" && strays.keys.length > 0) {
    return act(...strays.keys.map((key) => ({ do: "revokeStray" as const, id: key.id })));
  }
  if (strays.kind === "observed" && strays.at >= from) return act({ do: "removeFinalizer", leaves: [] });
  if (turn.now >= from && (strays.kind === "unobserved" || turn.now >= strays.at + second)) return act({ do: "list" });
  return wake(Math.max(from, strays.kind === "observed" ? strays.at + second : from));
}

/** How long a create for this record may still make a key: one that was sent more than once may have an attempt on its way. */
function mayLandUntil({ id, reason, issuedAt, sole }: KeyRecord, since: Instant): Instant {
  if (id === undefined || issuedAt === undefined) return since + lateCreate;
  return sole || reason === "Adopted" ? 0 : issuedAt + lateCreate;
}

function label(record: KeyRecord): string {
  return `${record.name} (id ${record.id})`;
}
