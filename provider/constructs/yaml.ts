/**
 * Plain data as YAML, the same bytes for the same data: in the order that is given, two blanks for each level, texts in
 * double quotes wherever a reader could take them for anything else.
 */
export function toYaml(value: unknown): string {
  return `${block(value, "").replace(/^\n/, "")}\n`;
}

/** A value below its key, or after the dash of a list: on the same line if it is small, else on lines of its own. */
function block(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return " []";
    return value.map((item) => `\n${indent}-${entry(item, `${indent}  `)}`).join("");
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0) return " {}";
    return entries.map(([key, each]) => `\n${indent}${text(key)}:${block(each, `${indent}  `)}`).join("");
  }
  return ` ${typeof value === "string" ? text(value) : String(value)}`;
}

/** The first field of an object stands behind the dash. */
function entry(item: unknown, indent: string): string {
  return block(item, indent).replace(new RegExp(`^\n${indent}`), " ");
}

/** Words that some readers of YAML take for something else than a text: YAML 1.1 has numbers that begin with their exponent. */
const words = /^(y|n|yes|no|on|off|true|false|null|nan|inf|e[-+]?[0-9]+)$/i;

function text(value: string): string {
  const plain = /^[A-Za-z][-A-Za-z0-9_./]*$/.test(value) && !words.test(value);
  return plain ? value : JSON.stringify(value);
}
