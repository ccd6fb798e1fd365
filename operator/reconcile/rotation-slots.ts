import { currentOf, unfinishedOf } from "../../core/ledger.ts";
import { type Instant, second } from "../../core/time.ts";
import type { Decision, Want } from "../../core/world.ts";
import type { KnownGateway } from "../gateways/known-gateway.ts";

/** How long a key that finds no place waits before it asks again. */
const askAgain = 5 * second;

/**
 * Keeps to `maxConcurrentRotations` of each gateway. Only rotations on schedule need a place; new keys and requests never
 * wait. Asking and settling belong to one decision, without waiting in between, or two keys may take the last place.
 */
export class RotationSlots {
  readonly #byGateway = new Map<string, Set<string>>();

  /** What a key may not do yet, as part of what is wanted. */
  postpone(ref: string, gateway: KnownGateway | undefined, now: Instant): Pick<Want, "postponedTo"> {
    const most = gateway?.maxConcurrentRotations;
    if (!gateway || most === undefined) return {};
    const taken = this.#byGateway.get(gateway.title);
    return !taken || taken.has(ref) || taken.size < most ? {} : { postponedTo: now + askAgain };
  }

  /** Takes or gives back the key's place, by what was decided for it. */
  settle(ref: string, gateway: KnownGateway | undefined, { ledger, actions }: Decision): void {
    if (!gateway) return;
    const planned = actions.some((action) => action.do === "plan" && action.reason === "Scheduled");
    const underWay = unfinishedOf(ledger)?.reason === "Scheduled" && currentOf(ledger) !== undefined;
    if (!planned && !underWay) return void this.#byGateway.get(gateway.title)?.delete(ref);
    const taken = this.#byGateway.get(gateway.title) ?? new Set();
    this.#byGateway.set(gateway.title, taken.add(ref));
  }

  /** The key is gone. */
  free(ref: string): void {
    for (const taken of this.#byGateway.values()) taken.delete(ref);
  }
}
