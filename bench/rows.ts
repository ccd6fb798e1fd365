import { loadavg } from "node:os";

/** A bound that a figure must keep. */
export type Target = readonly ["<=" | ">=" | "==", number];

/** One figure. */
export interface Row {
  readonly scenario: string;
  readonly value: number;
  readonly unit: string;
  /** Undefined: only told, because it explains another figure. */
  readonly target?: Target;
  /** What stands behind the figure: sizes, floors, spread. */
  readonly note?: string;
}

export function isMet({ value, target }: Row): boolean {
  if (!target) return true;
  const [relation, bound] = target;
  if (relation === "==") return value === bound;
  return relation === "<=" ? value <= bound : value >= bound;
}

/** The line of `--json`. */
export function jsonLine(row: Row): string {
  const { scenario, unit, target } = row;
  return JSON.stringify({
    scenario,
    value: round(row.value),
    unit,
    target: target ? target.join(" ") : null,
    ok: isMet(row),
  });
}

/** The rows as a Markdown table, so that a document can hold what the command printed. */
export function table(rows: readonly Row[]): string {
  const words = { "<=": "≤", ">=": "≥", "==": "=" } as const;
  const cells = rows.map((row) => [
    row.scenario,
    `${round(row.value)} ${row.unit}`,
    row.target ? `${words[row.target[0]]} ${row.target[1]}` : "",
    row.target ? (isMet(row) ? "yes" : "**no**") : "",
    row.note ?? "",
  ]);
  const head = ["scenario", "value", "target", "met", "what stands behind it"];
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((line) => line[column]!.length)));
  const line = (parts: readonly string[]) => `| ${parts.map((part, at) => part.padEnd(widths[at]!)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...cells.map(line)].join("\n");
}

export function round(value: number): number {
  return Number(value.toPrecision(3));
}

/** How busy the machine is, over the last minute; figures of a busy machine are worse than the program. */
export function load(): string {
  return loadavg()[0]!.toFixed(1);
}

/** The value below which this part of all values lies. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
