/** A dollar amount as a decimal(20,8) column keeps it. */
export function toColumn(usd: number): number {
  return Number(usd.toFixed(8));
}

/** Whether the column can hold it at all. */
export function fitsColumn(usd: number): boolean {
  return Math.abs(usd) < 1e12;
}

/** A sum without the dust of binary fractions. */
export function tidy(usd: number): number {
  return Number(usd.toFixed(10));
}
