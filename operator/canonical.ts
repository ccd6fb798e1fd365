/** JSON in which two equal values are the same text, whatever the order in which their fields were written. */
export function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  let text = "";
  const fields = value as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(fields).sort())
    if (fields[name] !== undefined)
      text += `${text === "" ? "" : ","}${JSON.stringify(name)}:${canonical(fields[name])}`;
  return `{${text}}`;
}
