import { blockText, breakText, doubleQuoted, plainValue, singleQuoted } from "./yaml-scalars.ts";

/** A file that this reader does not take. Says where, and never what is there. */
export class YamlRefused extends Error {
  constructor(line: number, why: string) {
    super(`line ${line}: ${why}`);
    this.name = "YamlRefused";
  }
}

// The first character of a plain scalar, and the rest of a plain key.
const plainStart = "(?:[^\\s,[\\]{}#&*!|>'\"%@`?:-]|[?:-](?=\\S))";
const plainKey = new RegExp(`${plainStart}(?:[^\\n:#]|:(?=\\S)|(?<=\\S)#)*?(?=[ \\t]*:(?:\\s|$))`, "y");
const plainLine = new RegExp(`${plainStart}(?:[^\\n:#]|:(?=\\S)|(?<=[^\\s])#)*`, "y");
const furtherLine = /(?:[^\s#:]|:(?=\S))(?:[^\n:#]|:(?=\S)|(?<=\S)#)*/y;
const plainInFlow = /(?:[^\s,[\]{}#&*!|>'"%@`?:-]|[?:-](?=[^\s,[\]{}]))(?:[^\n,[\]{}:#]|:(?=[^\s,[\]{}])|(?<=\S)#)*/y;
// A plain scalar goes on over line breaks.
const flowBreak = /[ \t]*\n((?:[ \t]*\n)*)[ \t]*(?=[^\s,[\]{}#:]|:[^\s,[\]{}])/y;
const furtherInFlow = /(?:[^\n,[\]{}:#]|:(?=[^\s,[\]{}])|(?<=\S)#)*/y;
const blockHeader = /([|>])([1-9]?)([-+]?)([1-9]?)[ \t]*(?:#[^\n]*)?(?:\n|$)/y;

const spaces = (line: string) => /^ */.exec(line)![0].length;

/**
 * Reads the YAML that kubeconfigs are written in: mappings, sequences and scalars in every style, JSON included. Anchors,
 * tags, complex keys and several documents are refused. A whole library is three times the size of all that uses it here.
 */
export function readYaml(text: string): unknown {
  const source = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  let at = 0;

  const refuse = (why: string): never => {
    throw new YamlRefused(source.slice(0, at).split("\n").length, why);
  };
  const column = () => at - (source.lastIndexOf("\n", at - 1) + 1);
  const match = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(source) ?? undefined;
    if (found) at = pattern.lastIndex;
    return found;
  };
  /** Goes to the next thing that is neither space nor comment; answers its column, or -1 at the end. */
  const next = (): number => {
    match(/[ \t]*(?:(?<![^\s])#[^\n]*)?(?:\n[ \t]*(?:#[^\n]*)?)*/y);
    if (at >= source.length) return -1;
    const start = column();
    if (source.slice(at - start, at).includes("\t") && /^[ \t]*$/.test(source.slice(at - start, at)))
      refuse("is indented with a tab");
    if (start === 0 && /^(---|\.\.\.)(\s|$)/.test(source.slice(at, at + 4))) return -1;
    return start;
  };
  const isDash = () => /^-(\s|$)/.test(source.slice(at, at + 2));
  const endOfLine = () => {
    if (!match(/[ \t]*(?:(?<=\s)#[^\n]*)?(?=\n|$)/y)) refuse("something follows where the line should end");
  };

  const quoted = (): string => {
    const found = match(/"([^"\\]*(?:\\[\s\S][^"\\]*)*)"|'([^']*(?:''[^']*)*)'/y) ?? refuse("a quotation has no end");
    if (found[2] !== undefined) return singleQuoted(found[2]);
    return doubleQuoted(found[1]!) ?? refuse("an escape in a quotation is unknown");
  };

  /** A key and its colon, if there is one. */
  const key = (): string | undefined => {
    const start = at;
    const bare = !/["']/.test(source[at]!);
    const name = bare ? match(plainKey)?.[0] : quoted();
    if (name !== undefined && !source.slice(start, at).includes("\n") && match(/[ \t]*:(?=\s|$)/y)) {
      if (bare && typeof plainValue(name) !== "string") refuse("a key is no text");
      return name;
    }
    at = start;
    return undefined;
  };

  const put = (mapping: Record<string, unknown>, name: string, value: unknown) => {
    if (name in mapping) refuse("a key is there twice");
    mapping[name] = value;
  };

  const flow = (): unknown => {
    const space = () => {
      match(/(?:\s|(?<=\s)#[^\n]*)*/y);
      if (at >= source.length) refuse("a bracket has no end");
    };
    const opened = source[at];
    if (opened === '"' || opened === "'") return quoted();
    if (opened !== "[" && opened !== "{") {
      const words = [match(plainInFlow)?.[0].trimEnd() ?? refuse("is written in a way that is not read here")];
      for (let breaks = match(flowBreak); breaks; breaks = match(flowBreak))
        words.push(breakText(breaks[1]!), match(furtherInFlow)?.[0].trimEnd() ?? "");
      return words.length === 1 ? plainValue(words[0]!) : words.join("");
    }
    at += 1;
    const list: unknown[] = [];
    const mapping: Record<string, unknown> = Object.create(null);
    const end = opened === "[" ? "]" : "}";
    for (space(); source[at] !== end; space()) {
      const bare = !/["']/.test(source[at]!);
      const first = flow();
      space();
      if (opened === "[") {
        if (source[at] === ":") refuse("a list holds a key without braces");
        list.push(first);
      } else {
        if (typeof first !== "string") refuse("a key is no text");
        const colon = source[at] === ":" && (!bare || /^:[\s,[\]{}"']/.test(source.slice(at, at + 2)));
        if (colon) at += 1;
        space();
        put(mapping, first as string, colon && source[at] !== "," && source[at] !== end ? flow() : null);
        space();
      }
      if (source[at] === ",") at += 1;
      else if (source[at] !== end) refuse("a comma or a bracket is missing");
    }
    at += 1;
    return opened === "[" ? list : mapping;
  };

  const block = (parent: number): string => {
    const [, style, before, chomp, after] = match(blockHeader) ?? refuse("the head of a block of text is unknown");
    const rest = source.slice(at).split("\n");
    const told = before || after;
    const end = rest.findIndex((line) => /[^ ]/.test(line));
    const first = spaces(rest[end] ?? "");
    // Where there is no text at all, the longest of the empty lines says how far it would be indented.
    const found = first > parent ? first : Math.max(0, ...rest.slice(0, end < 0 ? undefined : end).map(spaces));
    const indent = Math.max(parent + 1, told ? Math.max(parent, 0) + Number(told) : found);
    const lines: string[] = [];
    for (const line of rest) {
      if (/[^ ]/.test(line) && spaces(line) < indent) break;
      at += line.length + 1;
      lines.push(line.slice(indent));
    }
    at = Math.min(at, source.length);
    // What follows the last line break is no line.
    if (at === source.length && lines.at(-1) === "") lines.pop();
    return blockText(lines, style!, chomp!);
  };

  const plain = (parent: number): unknown => {
    const words = [match(plainLine)?.[0].trimEnd() ?? refuse("is written in a way that is not read here")];
    for (;;) {
      const start = at;
      const breaks = match(/[ \t]*\n((?:[ \t]*\n)*)[ \t]*/y);
      const goesOn = breaks && column() > parent && !/^(---|\.\.\.)(\s|$)/.test(source.slice(at, at + 4));
      const more = goesOn ? match(furtherLine) : undefined;
      if (!more) {
        at = start;
        break;
      }
      words.push(breakText(breaks![1]!), more[0].trimEnd());
    }
    endOfLine();
    return words.length === 1 ? plainValue(words[0]!) : words.join("");
  };

  /** The value at the cursor, of something that stands at the column `parent`. */
  const node = (parent: number, sameLine: boolean): unknown => {
    const start = source[at]!;
    if (/[&*!?%@`]/.test(start) && !/^\?\S/.test(source.slice(at, at + 2)))
      refuse("anchors, tags and complex keys are not read here");
    if (start === "|" || start === ">") return block(parent);
    if (isDash()) return sameLine ? refuse("a list begins on the line of its key") : sequence(column());
    const before = at;
    if (!sameLine && key() !== undefined) {
      at = before;
      return mapping(column());
    }
    if (!/["'[{]/.test(start)) return plain(parent);
    const value = flow();
    endOfLine();
    return value;
  };

  const nested = (parent: number, listBeside: boolean): unknown => {
    if (match(/[ \t]*(?=[^\s#])/y)) return node(parent, listBeside);
    const found = next();
    if (found > parent) return node(parent, false);
    // A list may stand at the column of the key that it belongs to.
    return listBeside && found === parent && isDash() ? sequence(parent) : null;
  };

  const sequence = (own: number): unknown[] => {
    const list: unknown[] = [];
    let found = own;
    while (found === own && isDash()) {
      at += 1;
      list.push(nested(own, false));
      found = next();
    }
    if (found > own) refuse("is indented like nothing above it");
    return list;
  };

  const mapping = (own: number): Record<string, unknown> => {
    const entries: Record<string, unknown> = Object.create(null);
    let found = own;
    while (found === own && !isDash()) {
      const name = key() ?? refuse("is no key with a colon after it");
      put(entries, name, nested(own, true));
      found = next();
    }
    if (found > own) refuse("is indented like nothing above it");
    return entries;
  };

  next();
  if (column() === 0 && match(/---(?=\s|$)/y)) next();
  const value = at >= source.length || next() < 0 ? null : node(-1, false);
  if (next() >= 0) refuse("is indented like nothing above it");
  if (match(/\.\.\.(?=\s|$)/y)) next();
  if (at < source.length) refuse("a second document begins; one is read");
  return value;
}
