import { isGone } from "./advance.ts";
import { isConsoleDisabled, secretIsRight } from "./delivered.ts";
import { currentOf, type KeyRecord, unfinishedOf } from "./ledger.ts";
import { formatDuration, formatInstant } from "./time.ts";
import { factsOf, type Turn } from "./turn.ts";
import type { Condition } from "./world.ts";

interface Verdict {
  readonly status: boolean;
  readonly reason: string;
  readonly message: string;
  /** Waiting will not help; somebody has to change something. */
  readonly stalled?: boolean;
  /** It is as it should be, although no working key is held. */
  readonly settled?: boolean;
}

/** What people and tools read: kstatus's Ready, Reconciling and Stalled, and two of our own. */
export function conditionsOf(turn: Turn): readonly Condition[] {
  const ready = readiness(turn);
  const unfinished = unfinishedOf(turn.ledger);
  const current = currentOf(turn.ledger);
  const working =
    !turn.want.suspended && !ready.stalled && (unfinished !== undefined || !(ready.status || ready.settled));
  const inUse = overstaying(turn);
  return [
    { type: "Ready", status: ready.status, reason: ready.reason, message: ready.message },
    {
      type: "Reconciling",
      status: working,
      reason: working ? (unfinished?.state ?? ready.reason) : "Settled",
      message: working ? describe(unfinished, ready.message) : "Nothing is under way.",
    },
    {
      type: "Stalled",
      status: ready.stalled === true,
      reason: ready.stalled ? ready.reason : "Working",
      message: ready.stalled ? ready.message : "Nobody has to do anything.",
    },
    {
      type: "Rotating",
      status: unfinished !== undefined && current !== undefined,
      reason: unfinished && current ? unfinished.reason : "Idle",
      message: unfinished && current ? describe(unfinished, "") : "No rotation is under way.",
    },
    {
      type: "PreviousKeyInUse",
      status: inUse !== undefined,
      reason: inUse ? "StillInUse" : "None",
      message: inUse ?? "No old key is in use beyond its overlap.",
    },
  ];
}

function readiness(turn: Turn): Verdict {
  const { want, have, ledger, now } = turn;
  const current = currentOf(ledger);
  if (want.deletion) return { status: false, reason: "Deleting", message: "The keys are being revoked." };
  if (want.refusal) {
    const made =
      ledger.keys.length > 0 ? " Nothing is issued; older keys are left as they are." : " Nothing has been issued.";
    const kept = current ? " The key in the Secret is left as it is." : made;
    return { status: false, stalled: true, reason: want.refusal.reason, message: want.refusal.message + kept };
  }
  if (have.secret.kind === "foreign") {
    return { status: false, stalled: true, reason: "SecretConflict", message: have.secret.message };
  }
  if (!current) return notDelivered(turn);
  if (!want.enabled)
    return {
      status: false,
      settled: current.switchedOff === true,
      reason: "Disabled",
      message: "spec.enabled is false; the key is switched off.",
    };
  if (isConsoleDisabled(turn, current)) {
    return {
      status: false,
      stalled: true,
      reason: "DisabledInConsole",
      message:
        `Somebody switched key ${current.name} off in the gateway's console; that is respected. Switch it on there, or ` +
        "annotate this resource with tokapi.dev/rotate=Compromised for a new key.",
    };
  }
  const expiresAt = want.restrictions?.expiresAt;
  if (expiresAt !== undefined && now >= expiresAt) {
    return {
      status: false,
      stalled: true,
      reason: "Expired",
      message: `spec.expiresAt (${formatInstant(expiresAt)}) has passed.`,
    };
  }
  if (isGone(factsOf(turn, current)))
    return { status: false, reason: "KeyLost", message: `Key ${current.name} is gone at the gateway.` };
  if (!secretIsRight(turn, current) && have.secret.kind !== "unobserved") {
    return {
      status: false,
      reason: "SecretLost",
      message: "The Secret does not hold the key as delivered; it is being put right.",
    };
  }
  if (want.suspended) {
    return {
      status: true,
      reason: "Suspended",
      message: "The Secret holds a working key; spec.suspend stops all changes.",
    };
  }
  return {
    status: true,
    reason: "Delivered",
    message: `The Secret holds key ${current.name}, revision ${current.revision}.`,
  };
}

function notDelivered(turn: Turn): Verdict {
  const { want, have, ledger } = turn;
  if (want.suspended)
    return { status: false, reason: "Suspended", message: "spec.suspend is true; nothing is issued." };
  if (want.gateway.kind === "not-ready") {
    return { status: false, reason: want.gateway.reason, message: want.gateway.message };
  }
  if (!want.enabled) {
    return { status: false, settled: true, reason: "Disabled", message: "spec.enabled is false; no key is issued." };
  }
  if (have.adoptable.kind === "refused" && ledger.keys.length === 0) {
    return { status: false, stalled: true, reason: "AdoptionRefused", message: have.adoptable.message };
  }
  const unfinished = unfinishedOf(ledger);
  if (unfinished?.reason === "Adopted" && factsOf(turn, unfinished).text === "lost") {
    const message = `The gateway does not show the text of key ${unfinished.name} again, so it cannot be delivered.`;
    return { status: false, stalled: true, reason: "AdoptionRefused", message };
  }
  return {
    status: false,
    reason: unfinished?.state ?? "Pending",
    message: describe(
      unfinished,
      ledger.keys.some(isDelivered)
        ? "The key is gone at the gateway; the next one is about to be made."
        : "The key has not been issued yet.",
    ),
  };
}

function isDelivered(record: KeyRecord): boolean {
  return record.deliveredAt !== undefined;
}

const steps: Readonly<Record<string, string>> = {
  Planned: "is about to be issued",
  Issued: "exists; the data plane is asked whether it works",
  Verified: "works; it is about to be delivered",
};

function describe(record: KeyRecord | undefined, otherwise: string): string {
  return record ? `Key ${record.name} ${steps[record.state]} (${record.reason}).` : otherwise;
}

function overstaying(turn: Turn): string | undefined {
  const { overlap, maxOverlap } = turn.want.rotation;
  const late = turn.ledger.keys.find((record) => {
    const { lastUse } = factsOf(turn, record);
    const inUse = lastUse !== undefined && (!lastUse.known || lastUse.usedAt !== undefined);
    return record.state === "Retiring" && inUse && turn.now >= (record.retiringSince ?? turn.now) + overlap;
  });
  if (!late) return undefined;
  const used =
    late.lastUsedAt === undefined ? "in use as far as is known" : `last used ${formatInstant(late.lastUsedAt)}`;
  const overdue = turn.now >= (late.retiringSince ?? turn.now) + maxOverlap;
  const then = overdue
    ? `It is past maxOverlap (${formatDuration(maxOverlap)}); find who uses it.`
    : "It is kept until it is idle.";
  return `Old key ${late.name} is ${used}. ${then}`;
}
