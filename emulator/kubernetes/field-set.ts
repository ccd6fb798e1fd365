import { type Fields, isFields } from "./json.ts";

/**
 * A set of field paths as managedFields writes them (FieldsV1): a tree whose node is in the set when it has no
 * children or holds ".".
 */
export interface FieldSet {
  member: boolean;
  readonly children: Map<string, FieldSet>;
}

export function emptySet(): FieldSet {
  return { member: false, children: new Map() };
}

/** `elements` in the notation of FieldsV1: `f:name`, `k:{"name":"x"}`, `v:"x"`. */
export function addPath(set: FieldSet, elements: readonly string[]): void {
  let node = set;
  for (const element of elements) {
    let child = node.children.get(element);
    if (!child) {
      child = emptySet();
      node.children.set(element, child);
    }
    node = child;
  }
  node.member = true;
}

export function isEmptySet(set: FieldSet): boolean {
  if (set.member) return false;
  for (const child of set.children.values()) if (!isEmptySet(child)) return false;
  return true;
}

export function setFromFields(fields: Fields): FieldSet {
  const set = emptySet();
  for (const [element, below] of Object.entries(fields)) {
    if (element === ".") {
      set.member = true;
      continue;
    }
    const child = setFromFields(isFields(below) ? below : {});
    if (!isFields(below) || Object.keys(below).length === 0) child.member = true;
    set.children.set(element, child);
  }
  return set;
}

export function setToFields(set: FieldSet): Fields {
  const fields: Fields = {};
  for (const element of [...set.children.keys()].sort()) {
    const child = set.children.get(element)!;
    if (isEmptySet(child)) continue;
    const below = setToFields(child);
    const bare = Object.keys(below).length === 0;
    fields[element] = child.member && !bare ? { ".": {}, ...below } : below;
  }
  return fields;
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, b, (inA, inB) => inA || inB);
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, b, (inA, inB) => inA && inB);
}

export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, b, (inA, inB) => inA && !inB);
}

function combine(
  a: FieldSet | undefined,
  b: FieldSet | undefined,
  keep: (a: boolean, b: boolean) => boolean,
): FieldSet {
  const result = emptySet();
  result.member = keep(a?.member ?? false, b?.member ?? false);
  for (const element of new Set([...(a?.children.keys() ?? []), ...(b?.children.keys() ?? [])])) {
    const child = combine(a?.children.get(element), b?.children.get(element), keep);
    if (child.member || child.children.size > 0) result.children.set(element, child);
  }
  return result;
}

/** Every path in the set, in order. */
export function paths(set: FieldSet, above: readonly string[] = []): string[][] {
  const found: string[][] = set.member && above.length > 0 ? [[...above]] : [];
  for (const element of [...set.children.keys()].sort()) {
    found.push(...paths(set.children.get(element)!, [...above, element]));
  }
  return found;
}

/** A path as messages write it: `.spec.containers[name="a"].image`. */
export function pathText(elements: readonly string[]): string {
  return elements.map(elementText).join("");
}

function elementText(element: string): string {
  const body = element.slice(2);
  if (element.startsWith("f:")) return `.${body}`;
  if (element.startsWith("k:")) {
    const key = JSON.parse(body) as Fields;
    const parts = Object.keys(key).map((name) => `${name}=${JSON.stringify(key[name])}`);
    return `[${parts.join(",")}]`;
  }
  if (element.startsWith("v:")) return `[=${body}]`;
  return `[${body}]`;
}
