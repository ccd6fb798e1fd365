/** What a plain scalar means in YAML's core schema. */
export function plainValue(text: string): unknown {
  if (/^(|~|null|Null|NULL)$/.test(text)) return null;
  if (/^(true|True|TRUE)$/.test(text)) return true;
  if (/^(false|False|FALSE)$/.test(text)) return false;
  if (/^[-+]?[0-9]+$/.test(text) || /^0(o[0-7]+|x[0-9a-fA-F]+)$/.test(text)) return Number(text);
  return /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(text) ? Number(text) : text;
}

const escapes: Readonly<Record<string, string>> = {
  0: "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
};

/** The text between double quotes; undefined where it holds an escape that there is not. */
export function doubleQuoted(raw: string): string | undefined {
  let known = true;
  // An escaped line break takes the next line's indentation with it, so escapes and breaks are read in one go.
  const text = raw.replace(
    /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\n(?:[ \t]*\n)*[ \t]*|[\s\S])|[ \t]*\n((?:[ \t]*\n)*)[ \t]*/g,
    (all, escaped: string | undefined, breaks: string | undefined) => {
      if (escaped === undefined) return breakText(breaks!);
      if (/^[xuU]./.test(escaped)) return codePoint(Number.parseInt(escaped.slice(1), 16));
      if (/^\n[ \t]*$/.test(escaped)) return "";
      known &&= escaped in escapes;
      return escapes[escaped] ?? all;
    },
  );
  return known ? text : undefined;
}

/** The text between single quotes. */
export function singleQuoted(raw: string): string {
  return raw.replaceAll("''", "'").replace(/[ \t]*\n((?:[ \t]*\n)*)[ \t]*/g, (_, breaks: string) => breakText(breaks));
}

/** What a line break in a scalar means: a space, unless empty lines follow: then those are breaks. */
export function breakText(emptyLines: string): string {
  return "\n".repeat(emptyLines.split("\n").length - 1) || " ";
}

function codePoint(code: number): string {
  return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
}

/** The text of a block scalar, of its lines without their indentation. `chomp` is `-`, `+` or nothing. */
export function blockText(lines: readonly string[], style: string, chomp: string): string {
  const last = lines.findLastIndex((line) => line !== "");
  const body = lines.slice(0, last + 1);
  const text = style === "|" ? body.join("\n") : foldLines(body);
  if (chomp === "-") return text;
  const trailing = lines.length - body.length;
  if (chomp === "+") return text + "\n".repeat(trailing + (body.length > 0 ? 1 : 0));
  return body.length > 0 ? `${text}\n` : "";
}

function foldLines(lines: readonly string[]): string {
  let text = "";
  let breaks = 0;
  let before: string | undefined;
  for (const line of lines) {
    if (line === "") {
      breaks += 1;
      continue;
    }
    // Lines that are indented further keep their breaks, on both sides.
    const kept = /^[ \t]/.test(line) || (before !== undefined && /^[ \t]/.test(before));
    if (before === undefined) text = "\n".repeat(breaks);
    else text += kept ? "\n".repeat(breaks + 1) : breaks > 0 ? "\n".repeat(breaks) : " ";
    text += line;
    before = line;
    breaks = 0;
  }
  return text;
}
