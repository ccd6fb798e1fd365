import { addPath, emptySet, type FieldSet } from "./field-set.ts";
import { equalJson, isFields, sortedJson } from "./json.ts";
import { itemKey, type Schema, shapeOf } from "./schema.ts";

/** What changed between two objects, as paths. */
export interface Comparison {
  added: FieldSet;
  modified: FieldSet;
  removed: FieldSet;
}

/** An item of a granular list: how managedFields names it, and its value. */
export interface ListItem {
  element: string;
  value: unknown;
}

/** Names the items of a set or list map; items without their keys are named by position. */
export function listItems(
  list: readonly unknown[],
  kind: "set" | "map",
  keys: readonly string[],
  item: Schema,
): ListItem[] {
  return list.map((value, index) => {
    if (kind === "set") return { element: `v:${sortedJson(value)}`, value };
    const key = itemKey(value, keys, item);
    return { element: key ? `k:${sortedJson(key)}` : `i:${index}`, value };
  });
}

/** Compares as the rules of field ownership do: atomic parts count as one, absence is not emptiness. */
export function compare(schema: Schema, left: unknown, right: unknown): Comparison {
  const result: Comparison = { added: emptySet(), modified: emptySet(), removed: emptySet() };
  walk(result, schema, left, right, []);
  return result;
}

function walk(into: Comparison, schema: Schema | undefined, left: unknown, right: unknown, path: string[]): void {
  if (left === undefined && right === undefined) return;
  const mark = (): void => {
    if (left === undefined) addPath(into.added, path);
    else if (right === undefined) addPath(into.removed, path);
  };
  const leaf = (): void => {
    mark();
    if (left !== undefined && right !== undefined && !equalJson(left, right)) addPath(into.modified, path);
  };
  const shape = shapeOf(schema, right ?? left);
  const other = left ?? right;
  if (shape.form === "list" && Array.isArray(other)) {
    if (shape.kind === "atomic" || (isEmpty(left) && isEmpty(right))) {
      leaf();
      return;
    }
    const before = indexed(listItems(asList(left), shape.kind, shape.keys, shape.item));
    const after = indexed(listItems(asList(right), shape.kind, shape.keys, shape.item));
    for (const element of new Set([...before.keys(), ...after.keys()])) {
      walk(into, shape.item, before.get(element), after.get(element), [...path, element]);
    }
    if (path.length > 0) mark();
    return;
  }
  if (shape.form === "map" && isFields(other)) {
    if (shape.atomic || (isEmpty(left) && isEmpty(right))) {
      leaf();
      return;
    }
    const before = isFields(left) ? left : {};
    const after = isFields(right) ? right : {};
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      walk(into, shape.field(name), before[name], after[name], [...path, `f:${name}`]);
    }
    if (path.length > 0) mark();
    return;
  }
  leaf();
}

/** Every field that an applied configuration claims. */
export function claimedFields(schema: Schema, config: unknown): FieldSet {
  const set = emptySet();
  claim(set, schema, config, []);
  return set;
}

function claim(set: FieldSet, schema: Schema | undefined, value: unknown, path: string[]): void {
  const shape = shapeOf(schema, value);
  if (shape.form === "list" && Array.isArray(value)) {
    if (shape.kind === "atomic") {
      addPath(set, path);
      return;
    }
    for (const item of listItems(value, shape.kind, shape.keys, shape.item)) {
      const below = [...path, item.element];
      claim(set, shape.item, item.value, below);
      addPath(set, below);
    }
    return;
  }
  if (shape.form === "map" && isFields(value)) {
    if (shape.atomic) {
      addPath(set, path);
      return;
    }
    for (const [name, child] of Object.entries(value)) {
      const below = [...path, `f:${name}`];
      claim(set, shape.field(name), child, below);
      const hollow = child === null || (isFields(child) && Object.keys(child).length === 0);
      if (hollow || !shape.declared(name)) addPath(set, below);
    }
    return;
  }
  addPath(set, path);
}

function indexed(items: ListItem[]): Map<string, unknown> {
  return new Map(items.map((item) => [item.element, item.value]));
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isFields(value) && Object.keys(value).length === 0;
}
