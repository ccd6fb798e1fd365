import { quotaPeriod } from "../../../core/budget.ts";
import type { QuotaReset } from "../../../core/key.ts";
import type { RemoteKey } from "../../../core/restrictions.ts";
import type { Instant } from "../../../core/time.ts";
import type { Notes } from "./notes.ts";

/** USD of the declared budget that keys other than the current one have spent: those that retire, and those that are gone. */
export function spentByOthers(
  retiring: readonly (RemoteKey | undefined)[],
  { carried }: Notes,
  reset: QuotaReset | undefined,
  now: Instant,
): number {
  const living = retiring.reduce((sum, key) => sum + (key?.spent ?? 0), 0);
  if (!carried || (reset && now - carried.at >= quotaPeriod[reset])) return living;
  return living + carried.spent;
}

/** The notes after a key of the budget is gone for good. */
export function carry(notes: Notes, spent: number, now: Instant): Notes {
  return spent > 0 ? { ...notes, carried: { spent: (notes.carried?.spent ?? 0) + spent, at: now } } : notes;
}
