import { parseRemoteName } from "../../../core/names.ts";
import { second } from "../../../core/time.ts";
import { rotations } from "./declaration.ts";
import type { ModelKey } from "./gateway-model.ts";
import type { Rules } from "./rules.ts";
import type { ModelSecret, World } from "./world.ts";

/** The operator's clock may be wrong by so much, so waits are judged with this tolerance. */
const tolerance = 25 * second;

/**
 * Rule 5: whether the operator may switch off or delete this key now, judged by the world as it really is. Overlap,
 * idleness, rollouts and the soak are counted here once more, from what really happened.
 */
export function mayEnd(world: World, rules: Rules, verb: "disable" | "revoke" | "revokeStray", key: ModelKey): void {
  const { declaration, annotations, now, secret } = world;
  const what = `${verb === "disable" ? "disables" : "revokes"} ${world.label(key.text)}`;
  if (annotations.deletedAt !== undefined) {
    if (declaration.policy === "Retain") rules.breach(`${what}, although the keys are to be retained`);
    return;
  }
  if (verb === "disable" && !declaration.enabled) return;
  const left = world.leftSecretAt.get(key.text);
  if (left === undefined) {
    if (key.foreign) rules.breach(`${what}, which it was only asked to adopt and never delivered`);
    if (verb === "revoke" && isWanted(world, key)) rules.breach(`${what}, which works and could be delivered`);
    return;
  }
  if (key.deleted) return;
  const rotation = rotations[declaration.rotation];
  if (secret?.text === key.text) rules.breach(`${what} while the Secret holds it`);
  if (secret?.previous?.text === key.text && world.gateway.works(key, now)) {
    rules.breach(`${what} while the Secret shows it as the previous key`);
  }
  const successor = successorIn(world, secret);
  if (!successor) rules.breach(`${what} while the Secret holds no verified successor`);
  if (verb === "revokeStray" && world.statusWasLost) return;
  if (world.compromisedAt !== undefined && key.createdAt <= world.compromisedAt) return;
  // Whoever puts an old Secret back also puts back when it was delivered, so the longest overlap may seem to be over.
  const past = world.tampered || now - left >= rotation.maxOverlap - tolerance;
  const forced = rotation.atMaxOverlap === "Revoke" && past;
  if (world.gateway.works(key, now)) {
    if (now - left < rotation.overlap - tolerance && secret?.by === "operator") {
      rules.breach(`${what} only ${Math.round((now - left) / second)} s after the Secret held it last`);
    }
    // Without a status nobody knows who uses what; only the overlap is kept then.
    if (!forced && !world.statusWasLost) stillNeeded(world, rules, what, key);
    if (
      verb !== "disable" &&
      rotation.disableBeforeDelete > 0 &&
      key.endedBy !== "console" &&
      key.endedBy !== "unknown"
    ) {
      rules.breach(`${what} without having disabled it first`);
    }
    holdersSafe(world, rules, what, key, forced);
  }
}

/**
 * The newest key, the only one of its name, not delivered yet: it works, its text can be had, and a working key in the
 * Secret shows that it is no fault of this key if the gateway refuses it.
 */
function isWanted(world: World, key: ModelKey): boolean {
  const twin = world.gateway.living().some((other) => other !== key && other.name === key.name);
  if (twin || parseRemoteName(key.name)?.revision !== world.status.lastRevision) return false;
  const witness = world.secret?.intact && world.keyOf(world.secret.text);
  if (!witness || !world.gateway.works(witness, world.now)) return false;
  const text = world.gateway.keyText === "revealable" || [...world.pending.values()].includes(key.text);
  return text && world.gateway.works(key, world.now) && !world.statusWasLost && !world.clockWasSetBack;
}

function successorIn(world: World, secret: ModelSecret | undefined): ModelKey | undefined {
  if (!secret || world.foreignSecret || !secret.intact || !world.accepted.has(secret.text)) return undefined;
  return world.keyOf(secret.text);
}

function stillNeeded(world: World, rules: Rules, what: string, key: ModelKey): void {
  const { declaration, now } = world;
  const { retireWhenIdleFor } = rotations[declaration.rotation];
  if (declaration.lastUse && retireWhenIdleFor > 0) {
    const used = world.lastUseOf(key);
    // What was seen may be as old as the idle time itself; only a consumer that began since can have been missed.
    if (used !== undefined && now - used < retireWhenIdleFor - tolerance) {
      rules.breach(`${what}, which was used ${Math.round((now - used) / second)} s ago`);
    }
  }
  const waits = world.consumers.find(
    ({ holds, reads, clings }) => holds === key.text && reads.by === "restart" && !clings,
  );
  if (declaration.restarts && waits && !world.tampered) rules.breach(`${what} before ${waits.name} was restarted`);
}

function holdersSafe(world: World, rules: Rules, what: string, key: ModelKey, forced: boolean): void {
  if (forced || world.statusWasLost) return;
  const holder = world.holders(key.text).find(({ clings }) => !clings);
  if (holder && !world.tampered) rules.breach(`${what} while ${holder.name} uses it`);
}
