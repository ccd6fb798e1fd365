import type { Action } from "../../../core/world.ts";

/**
 * What can go wrong with one action: the process dies before it, after its effect but before its answer is noted, or after
 * both; the call fails; its answer is lost; a create lands later, or twice; a write finds that somebody else was faster;
 * the data plane falls silent, or refuses everything, for a while.
 */
export type Fault =
  | "crashBefore"
  | "crashAtEffect"
  | "crashAfter"
  | "fail"
  | "loseAnswer"
  | "lateCreate"
  | "doubleCreate"
  | "conflict"
  | "silence"
  | "refusal";

export const allFaults: readonly Fault[] = [
  "crashBefore",
  "crashAtEffect",
  "crashAfter",
  "fail",
  "loseAnswer",
  "lateCreate",
  "doubleCreate",
  "conflict",
  "silence",
  "refusal",
];

const callsGateway: ReadonlySet<Action["do"]> = new Set([
  ...(["issue", "recall", "update", "enable", "disable", "revoke", "inspect", "list", "revokeStray"] as const),
]);

function fits(fault: Fault, verb: Action["do"]): boolean {
  if (fault === "lateCreate" || fault === "doubleCreate") return verb === "issue";
  if (fault === "conflict") return verb === "plan";
  if (fault === "silence" || fault === "refusal") return verb === "probe";
  if (fault === "fail" || fault === "loseAnswer") return callsGateway.has(verb);
  return true;
}

/** Faults that wait for their moment. */
export class Faults {
  #armed: { readonly fault: Fault; skips: number }[] = [];

  /** Lets the fault strike at the action after the next `skips` that it fits. */
  arm(fault: Fault, skips: number): void {
    this.#armed.push({ fault, skips });
  }

  /** The fault that strikes this action, if any. */
  strike(verb: Action["do"]): Fault | undefined {
    for (const [index, armed] of this.#armed.entries()) {
      if (!fits(armed.fault, verb)) continue;
      if (armed.skips > 0) {
        armed.skips--;
        continue;
      }
      this.#armed.splice(index, 1);
      return armed.fault;
    }
    return undefined;
  }

  clear(): void {
    this.#armed = [];
  }
}
