import * as z from "zod/mini";
import { DiagnosticsError } from "../../protocol/diagnostics.ts";

const schema = z.object({ id: z.string(), name: z.string(), lifetime: z.number() });
/** What is remembered of an open key; never its text. */
export type RunKeyNotes = z.infer<typeof schema>;

export function writeRunKeyNotes(notes: RunKeyNotes): Uint8Array {
  return Buffer.from(JSON.stringify(notes));
}

/** Throws diagnostics for what this provider has not written. */
export function readRunKeyNotes(bytes: Uint8Array | undefined): RunKeyNotes {
  try {
    return schema.parse(JSON.parse(Buffer.from(bytes ?? []).toString("utf8")));
  } catch {
    const detail = "Its notes are not what was written when it was opened. It ends with its lifetime.";
    throw new DiagnosticsError([{ severity: "error", summary: "The key of this run is not known any more", detail }]);
  }
}
