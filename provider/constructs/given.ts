/** The values that are set. */
export function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const set: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) if (value !== undefined) set[name] = value;
  return set as { [K in keyof T]: Exclude<T[K], undefined> };
}
