import { formatDuration, formatInstant } from "../../../core/time.ts";
import type { Declaration } from "./declaration.ts";
import type { Line } from "./world.ts";

const mostLines = 160;

/** A failed history as people read it: what was declared, then what happened when, and who did it. */
export function story(declaration: Declaration, order: string, lines: readonly Line[], breach: string): string {
  const start = lines[0]?.at ?? 0;
  const told = lines.slice(-mostLines);
  const left = lines.length - told.length;
  const body = told.map(
    ({ at, who, what }) => `  ${`+${formatDuration(at - start)}`.padEnd(18)} ${who.padEnd(10)} ${what}`,
  );
  return [
    `The rule that broke: ${breach}`,
    `Declared: ${JSON.stringify(declaration)}`,
    `Actions of one decision are carried out in ${order} order. It begins at ${formatInstant(start)}.`,
    ...(left > 0 ? [`  … ${left} lines before`] : []),
    ...body,
  ].join("\n");
}
