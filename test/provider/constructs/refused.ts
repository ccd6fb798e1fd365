import type { App } from "cdktf";
import { synthesized } from "./synthesized.ts";

/** What synth refuses: one line for each declaration. Empty when it refuses nothing. */
export function refused(declare: (app: App) => void): readonly string[] {
  try {
    synthesized(declare);
    return [];
  } catch (error) {
    const [, list] = /refused:\n((?: {4}.*\n?)+)/.exec((error as Error).message) ?? [];
    if (list === undefined) throw error;
    return list
      .trimEnd()
      .split("\n")
      .map((line) => line.trim());
  }
}
