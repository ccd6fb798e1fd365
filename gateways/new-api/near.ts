/** The names most like the wanted one, best first, for messages such as "did you mean". */
function nearMatches(wanted: string, names: Iterable<string>, most = 3): string[] {
  const limit = Math.max(2, Math.floor(wanted.length / 3));
  return [...names]
    .map((name) => ({ name, distance: distance(wanted.toLowerCase(), name.toLowerCase(), limit) }))
    .filter(({ name, distance }) => distance <= limit || name.toLowerCase().startsWith(wanted.toLowerCase()))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

/** "did you mean" with the near names; empty text if there are none. */
export function didYouMean(wanted: string, names: Iterable<string>): string {
  const near = nearMatches(wanted, names);
  return near.length === 0 ? "" : ` Did you mean ${near.map((name) => `"${name}"`).join(" or ")}?`;
}

/** Levenshtein's distance, or something above `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(change, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}
