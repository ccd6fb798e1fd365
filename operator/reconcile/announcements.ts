import type { Outcome } from "../../core/learn.ts";
import { currentOf, type Ledger } from "../../core/ledger.ts";
import type { Action, Decision } from "../../core/world.ts";
import type { KeyTurn } from "./context.ts";

/** Says what an action has brought about, in an event. */
export function announceAction(turn: KeyTurn, action: Action, outcome: Outcome): void {
  const note = noteOf(turn, action, outcome);
  if (note) turn.announcer.announce(turn.resource, note.type ?? "Normal", note.reason, note.text);
}

interface Note {
  readonly type?: "Warning";
  readonly reason: string;
  readonly text: string;
}

function noteOf(turn: KeyTurn, action: Action, outcome: Outcome): Note | undefined {
  const record =
    "revision" in action ? turn.memory.ledger.keys.find((entry) => entry.revision === action.revision) : undefined;
  const key = record ? `Key ${record.name}${record.id === undefined ? "" : ` (id ${record.id})`}` : "";
  switch (action.do) {
    case "plan":
      return { reason: "Planned", text: `${key} is to be issued: ${action.reason}.` };
    case "issue":
      if (outcome.kind === "unissuable")
        return { type: "Warning", reason: "Unissuable", text: `${key} cannot be issued; another one is made.` };
      return { reason: "Issued", text: `${key} exists at ${turn.known?.title}.` };
    case "probe":
      if (outcome.kind !== "verdict" || outcome.verdict === "unknown") return undefined;
      return outcome.verdict === "accepted"
        ? { reason: "Verified", text: `${key} is accepted by the data plane.` }
        : {
            type: "Warning",
            reason: "ProbeRejected",
            text: `${key} is refused by the data plane; it is asked again before anything is concluded.`,
          };
    case "deliver":
      return turn.memory.foreign
        ? undefined
        : { reason: "Delivered", text: `The Secret holds ${key.replace("Key", "key")}.` };
    case "restart":
      return outcome.kind === "rollout" && outcome.done
        ? { reason: "RolledOut", text: `The workloads run with ${key.replace("Key", "key")}.` }
        : undefined;
    case "update":
      return { reason: "Updated", text: `${key} was put to what is declared.` };
    case "enable":
      return { reason: "Enabled", text: `${key} is switched on.` };
    case "disable":
      return {
        reason: "Disabled",
        text: `${key} is switched off; annotate tokapi.dev/restore=${record?.revision} to bring it back.`,
      };
    case "revoke":
      return { reason: "Revoked", text: `${key} is deleted at the gateway.` };
    case "revokeStray":
      return {
        type: "Warning",
        reason: "StrayRevoked",
        text: `A key of ours that nobody holds (id ${action.id}) is deleted at the gateway.`,
      };
    case "prove":
      return outcome.kind === "verdict" && outcome.verdict === "accepted"
        ? {
            type: "Warning",
            reason: "StillAlive",
            text: `${key} was deleted and is accepted all the same; it is revoked again.`,
          }
        : undefined;
    default:
      return undefined;
  }
}

/** Says what was only observed: keys that have become current or were lost, and conditions that need somebody. */
export function announceConditions(turn: KeyTurn, before: Ledger, decision: Decision): void {
  const { announcer, resource, meter } = turn;
  const was = currentOf(before);
  const is = currentOf(decision.ledger);
  if (is && is.revision !== was?.revision && is.deliveredAt !== undefined && is.reason !== "Recovered") {
    meter.rotation(is.reason, (is.deliveredAt - is.plannedAt) / 1000);
  }
  for (const record of decision.ledger.keys) {
    const old = before.keys.find((entry) => entry.revision === record.revision);
    if (record.state === "Revoked" && old && old.state !== "Revoked" && record.id !== undefined) {
      announcer.announce(
        resource,
        "Warning",
        "KeyLost",
        `Key ${record.name} is gone at the gateway, and not by our hand.`,
      );
    }
  }
  const stored = new Map((resource.status?.conditions ?? []).map((condition) => [condition.type, condition]));
  for (const { type, status, reason, message } of decision.conditions) {
    const troubling = (type === "Stalled" || type === "PreviousKeyInUse") && status;
    if (troubling && stored.get(type)?.reason !== reason) announcer.announce(resource, "Warning", reason, message);
  }
}
