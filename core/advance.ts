import { addRecord, currentOf, isUnfinished, type KeyRecord, type Ledger, withRecord } from "./ledger.ts";
import { parseRemoteName, remoteName } from "./names.ts";
import { hour, type Instant, type Milliseconds, minute, second } from "./time.ts";
import { type Have, type KeyFacts, noFacts, type Want } from "./world.ts";

/** A key that a list does not show must be missed twice, so far apart, before it counts as deleted. */
export const secondLook: Milliseconds = 10 * second;
/** A fresh key that the data plane refuses must be refused so often before it counts as bad. */
export const rejections = 3;
/** How long after its call a create may still land; a deletion does not end before. */
export const lateCreate: Milliseconds = minute;

/**
 * The ledger after what was observed: moves every record to the state that the Secret, the gateway and the data plane
 * show, takes in keys of ours that no record knows, and lets go of those that are proven dead. Calls nothing.
 */
export function advance(want: Want, have: Have, now: Instant): Ledger {
  let ledger = recoverFromSecret(have.ledger, want, have);
  if (!want.deletion) ledger = takeInStrays(ledger, want, have, now);
  for (const { revision } of ledger.keys) {
    const record = ledger.keys.find((entry) => entry.revision === revision)!;
    const facts = have.facts.get(revision) ?? noFacts;
    ledger = withRecord(ledger, revision, { ...seen(record, facts), ...moved(record, facts, ledger, have, now) });
  }
  return forget(settleRequests(ledger, want), want, have, now);
}

/** The Secret is the commit record: whatever it holds, unharmed, has been delivered, even if status never heard of it. */
function recoverFromSecret(ledger: Ledger, want: Want, have: Have): Ledger {
  const { secret } = have;
  if (secret.kind !== "present" || !secret.intact || secret.revision === undefined || secret.keyId === undefined)
    return ledger;
  const { revision, keyId: id } = secret;
  const record = ledger.keys.find((entry) => entry.revision === revision);
  if (record ? !isUnfinished(record) : currentOf(ledger) !== undefined || revision < ledger.lastRevision) return ledger;
  const deliveredAt = secret.deliveredAt ?? record?.plannedAt ?? 0;
  const held: KeyRecord = {
    ...(record ?? {
      revision,
      name: remoteName(want.name, want.marker, revision),
      reason: "Recovered",
      plannedAt: deliveredAt,
    }),
    id,
    state: "Current",
    issuedAt: record?.issuedAt ?? deliveredAt,
    verifiedAt: record?.verifiedAt ?? deliveredAt,
    deliveredAt,
  };
  const before = currentOf(ledger);
  const others = { ...ledger, keys: ledger.keys.filter((entry) => entry.revision !== revision) };
  const next = addRecord(others, held);
  return before ? withRecord(next, before.revision, { state: "Retiring", retiringSince: deliveredAt }) : next;
}

/**
 * Keys of ours whose revision is in no record come from a status that was lost. Nobody knows who uses them, so they are
 * treated like delivered ones. The Secret must have been looked at first, or its own key would be taken for a stray.
 */
function takeInStrays(ledger: Ledger, want: Want, have: Have, now: Instant): Ledger {
  if (have.strays.kind !== "observed" || have.secret.kind === "unobserved") return ledger;
  let next = ledger;
  for (const key of have.strays.keys) {
    const parsed = parseRemoteName(key.name);
    if (!parsed || parsed.marker !== want.marker) continue;
    const { revision } = parsed;
    if (next.keys.some((record) => record.revision === revision)) continue;
    next = addRecord(next, {
      revision,
      name: key.name,
      id: key.id,
      state: "Retiring",
      reason: "Recovered",
      plannedAt: key.createdAt ?? now,
      issuedAt: key.createdAt ?? now,
      deliveredAt: now,
      retiringSince: now,
    });
  }
  return next;
}

function seen(record: KeyRecord, facts: KeyFacts): Partial<KeyRecord> {
  const spent = facts.remote.kind === "present" ? facts.remote.key.spent : undefined;
  const usedAt = facts.lastUse?.usedAt;
  return {
    ...(spent === undefined || spent === record.spent ? {} : { spent }),
    ...(usedAt === undefined || usedAt <= (record.lastUsedAt ?? 0) ? {} : { lastUsedAt: usedAt }),
  };
}

function moved(record: KeyRecord, facts: KeyFacts, ledger: Ledger, have: Have, now: Instant): Partial<KeyRecord> {
  const setback = { setbacks: (record.setbacks ?? 0) + 1 };
  if (record.state === "Revoked") return {};
  if (record.id !== undefined && isLost(facts)) {
    const young = now - record.plannedAt < hour;
    return { state: "Revoked", revokedAt: now, ...(young || isUnfinished(record) ? setback : {}) };
  }
  switch (record.state) {
    case "Planned":
      if (facts.unissuable) return { state: "Revoked", revokedAt: now, ...setback };
      return record.id === undefined ? {} : { state: "Issued", issuedAt: record.issuedAt ?? now };
    case "Issued":
      // A key that somebody else made is never thrown away because we cannot use it.
      if (record.reason !== "Adopted" && (facts.text === "lost" || isRejected(record, facts, ledger, have))) {
        return { state: "Retiring", retiringSince: now, ...setback };
      }
      return facts.probe?.verdict === "accepted" ? { state: "Verified", verifiedAt: facts.probe.at } : {};
    case "Verified":
      return facts.text === "lost" ? { state: "Retiring", retiringSince: now, ...setback } : {};
    case "Retiring":
      if (facts.remote.kind !== "present" || facts.remote.key.enabled) return {};
      return { state: "Disabled", disabledAt: facts.remote.at };
    case "Disabled":
      // Somebody switched it on again in the console: they need it, so its overlap begins anew.
      if (facts.remote.kind !== "present" || !facts.remote.key.enabled) return {};
      return { state: "Retiring", retiringSince: now };
    default:
      return {};
  }
}

/** Missing in two looks that lie apart, one of them at this very key. */
export function isGone({ remote }: KeyFacts): boolean {
  return remote.kind === "absent" && remote.direct && remote.looks >= 2 && remote.at - remote.since >= secondLook;
}

/** Gone, and the data plane agrees, where it can be asked: a listing that is empty by mistake must not cost a working key. */
export function isLost(facts: KeyFacts): boolean {
  if (facts.remote.kind !== "absent" || !isGone(facts)) return false;
  return facts.text === "lost" || (facts.probe?.verdict === "rejected" && facts.probe.at >= facts.remote.since);
}

/**
 * Refused often enough, and not because the gateway refuses everything: both kinds answer 401 while their database is
 * down, so the key in the Secret must have been accepted meanwhile, where its text can be had.
 */
function isRejected(record: KeyRecord, facts: KeyFacts, ledger: Ledger, have: Have): boolean {
  const probe = facts.probe;
  if (probe?.verdict !== "rejected" || probe.looks < rejections || probe.at - probe.since < secondLook) return false;
  const current = currentOf(ledger);
  if (!current || current.revision === record.revision) return true;
  const beside = have.facts.get(current.revision) ?? noFacts;
  if (beside.text === "lost" || isOver(beside)) return true;
  return beside.probe?.verdict === "accepted" && beside.probe.at >= probe.since;
}

/** Switched off or expired: the data plane refuses it with good reason. One without money left is still a good key. */
export function isOver({ remote }: KeyFacts): boolean {
  return remote.kind === "present" && ["disabled", "expired"].includes(remote.key.usable);
}

/** Once the annotation is gone, the same value may ask again. */
function settleRequests(ledger: Ledger, want: Want): Ledger {
  if (want.rotate || !ledger.keys.some((record) => record.request !== undefined)) return ledger;
  const keys = ledger.keys.map((record) => {
    const { request: _, ...rest } = record;
    return rest;
  });
  return { ...ledger, keys };
}

/** A key whose death is proven leaves; what it has spent stays. The newest record stays until it has a successor. */
function forget(ledger: Ledger, want: Want, have: Have, now: Instant): Ledger {
  const proof = want.gateway.kind === "ready" ? want.gateway.deathProof : undefined;
  const dead = ledger.keys.filter((record) => {
    if (record.state !== "Revoked") return false;
    const newest = record.revision === ledger.lastRevision;
    if (newest && !(record.reason === "Recovered" && currentOf(ledger))) return false;
    return isProvenDead(record, have.facts.get(record.revision) ?? noFacts, proof);
  });
  if (dead.length === 0) return ledger;
  const spent = dead.reduce((sum, record) => sum + (record.spent ?? 0), ledger.carried?.spent ?? 0);
  const keys = ledger.keys.filter((record) => !dead.includes(record));
  return { ...ledger, keys, ...(spent > 0 ? { carried: { spent, at: now } } : {}) };
}

/**
 * Deleted, and the data plane has refused it for as long as this server needs to be believed. A key without an id was
 * never issued; one whose text is lost cannot be asked about, and the gateway's own word must do.
 */
export function isProvenDead(record: KeyRecord, facts: KeyFacts, proof: Milliseconds | undefined): boolean {
  if (record.id === undefined || facts.text === "lost") return true;
  const { probe } = facts;
  if (proof === undefined || probe?.verdict !== "rejected" || record.revokedAt === undefined) return false;
  return probe.at >= record.revokedAt && probe.at - Math.max(probe.since, record.revokedAt) >= proof;
}
