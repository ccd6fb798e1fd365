import * as z from "zod/mini";
import type { Instant } from "../../../core/time.ts";

/** What is kept beside the state; never a secret. */
export interface Notes {
  /** USD that keys which are gone have spent of the declared budget, and since when the last of them is gone. */
  readonly carried?: { readonly spent: number; readonly at: Instant };
  /** USD of the budget that is not for the current key, as of the last refresh. */
  readonly others?: number;
  /** What the last refresh found to be due. Decided there because a plan is made twice and must come out the same. */
  readonly due?: {
    readonly rotate: boolean;
    /** Somebody has deleted the current key. */
    readonly lost?: boolean;
    readonly retire: readonly string[];
  };
  /** A plan to replace an object tells the plan of its successor which one. */
  readonly replaces?: { readonly id: string };
}

const schema = z.object({
  carried: z.optional(z.object({ spent: z.number(), at: z.number() })),
  others: z.optional(z.number()),
  due: z.optional(z.object({ rotate: z.boolean(), lost: z.optional(z.boolean()), retire: z.array(z.string()) })),
  replaces: z.optional(z.object({ id: z.string() })),
});

/** Reads notes. What an unknown version wrote is forgotten: they only save work. */
export function readNotes(bytes: Uint8Array | undefined): Notes {
  if (bytes === undefined || bytes.length === 0) return {};
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(bytes).toString("utf8")));
    return parsed.success ? (parsed.data as Notes) : {};
  } catch {
    return {};
  }
}

/**
 * No bytes where there is nothing to note: the client compares whole states after every change, so each byte costs. Not
 * undefined, for that would leave the notes as they were: what was due would be due for ever.
 */
export function writeNotes({ others, due, ...rest }: Notes): Uint8Array {
  const nothingDue = due === undefined || (!due.rotate && !due.lost && due.retire.length === 0);
  const notes: Notes = { ...rest, ...(others ? { others } : {}), ...(nothingDue ? {} : { due }) };
  return Object.keys(notes).length === 0 ? new Uint8Array() : Buffer.from(JSON.stringify(notes));
}
