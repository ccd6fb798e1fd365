import { formatDuration, formatInstant } from "../../../core/time.ts";
import type { Declaration } from "./declaration.ts";
import type { Line } from "./world.ts";

const mostLines = 160;

/** A failed history as people read it: what was declared, then what happened when, and who did it. */
export function story(declaration: Declaration, order: string, lines: readonly Line[], breach: string): string {
  const start = lines[0]?.at ?? 0;
  const shortened = withoutRepeats(lines);
  const told = shortened.slice(-mostLines);
  const left = shortened.length - told.length;
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

/** Long stretches of the same one to four lines are told once. */
function withoutRepeats(lines: readonly Line[]): readonly Line[] {
  const told: Line[] = [];
  for (let index = 0; index < lines.length; ) {
    const skip = [1, 2, 3, 4].map((length) => repeats(lines, index, length)).find(({ times }) => times > 3);
    if (!skip) {
      told.push(lines[index++]!);
      continue;
    }
    told.push(...lines.slice(index, index + skip.length));
    index += skip.length * skip.times;
    told.push({ at: lines[index - 1]!.at, who: "…", what: `and so on, ${skip.times} times in all` });
  }
  return told;
}

function repeats(lines: readonly Line[], from: number, length: number): { length: number; times: number } {
  let at = from + length;
  while (at < lines.length && lines[at]!.what === lines[at - length]!.what) at++;
  return { length, times: Math.floor((at - from) / length) };
}
