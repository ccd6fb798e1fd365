import { listItems } from "./compare.ts";
import type { FieldSet } from "./field-set.ts";
import { type Fields, isFields } from "./json.ts";
import { type Schema, shapeOf } from "./schema.ts";

/** Lays an applied configuration over the live object: what the configuration says wins, the rest stays. */
export function mergeApplied(schema: Schema | undefined, live: unknown, config: unknown): unknown {
  if (config === undefined) return live;
  if (live === undefined || live === null) return config;
  const shape = shapeOf(schema, config);
  if (shape.form === "map" && !shape.atomic && isFields(live) && isFields(config)) {
    const merged: Fields = { ...live };
    for (const [name, value] of Object.entries(config))
      merged[name] = mergeApplied(shape.field(name), live[name], value);
    return merged;
  }
  if (shape.form === "list" && shape.kind !== "atomic" && Array.isArray(live) && Array.isArray(config)) {
    const { kind, keys, item } = shape;
    return mergeItems(listItems(live, kind, keys, item), listItems(config, kind, keys, item), (a, b) =>
      mergeApplied(item, a, b),
    );
  }
  return config;
}

type Item = { element: string; value: unknown };

/**
 * The configuration decides the order of its own items; items of others keep their place before the next item that
 * both know.
 */
function mergeItems(live: Item[], config: Item[], merge: (a: unknown, b: unknown) => unknown): unknown[] {
  const liveBy = new Map(live.map((item) => [item.element, item.value]));
  const configBy = new Map(config.map((item) => [item.element, item.value]));
  const shared = config.map((item) => item.element).filter((element) => liveBy.has(element));
  const done = new Set<string>();
  const out: unknown[] = [];
  let l = 0;
  let c = 0;
  const take = (item: Item): void => {
    done.add(item.element);
    out.push(merge(liveBy.get(item.element), item.value));
    c += 1;
    if (shared[0] === item.element) shared.shift();
  };
  while (l < live.length || c < config.length) {
    const mine = live[l];
    const theirs = config[c];
    if (mine && theirs) {
      if (mine.element === theirs.element) {
        take(theirs);
        l += 1;
        continue;
      }
      if (configBy.has(mine.element) && shared.length > 0 && shared[0] !== mine.element) {
        l += 1;
        continue;
      }
    }
    if (mine) {
      if (!configBy.has(mine.element)) {
        out.push(mine.value);
        l += 1;
        continue;
      }
      if (done.has(mine.element)) l += 1;
    }
    if (theirs) take(theirs);
  }
  return out;
}

/**
 * Removes what the same manager applied before, applies no longer, and nobody else claims.
 * `last`: its former claims; `claimed`: everybody's claims now, its own included.
 */
export function pruneDropped(
  schema: Schema | undefined,
  value: unknown,
  last: FieldSet,
  claimed: FieldSet | undefined,
): unknown {
  const shape = shapeOf(schema, value);
  if (shape.form === "map" && !shape.atomic && isFields(value)) {
    const kept: Fields = {};
    for (const [name, child] of Object.entries(value)) {
      const before = last.children.get(`f:${name}`);
      const now = claimed?.children.get(`f:${name}`);
      if (!before) {
        kept[name] = child;
        continue;
      }
      const declared = shape.declared(name);
      if (holds(before, declared) && !(now && holds(now, declared))) continue;
      const rest = pruneDropped(shape.field(name), child, before, now);
      if (rest !== undefined) kept[name] = rest;
    }
    return hollowed(value, kept) ? undefined : kept;
  }
  if (shape.form === "list" && shape.kind !== "atomic" && Array.isArray(value)) {
    const kept: unknown[] = [];
    for (const item of listItems(value, shape.kind, shape.keys, shape.item)) {
      const before = last.children.get(item.element);
      const now = claimed?.children.get(item.element);
      if (!before) kept.push(item.value);
      else if (!before.member || now?.member) {
        const rest = pruneDropped(shape.item, item.value, before, now);
        if (rest !== undefined) kept.push(rest);
      }
    }
    return value.length > 0 && kept.length === 0 ? undefined : kept;
  }
  return value;
}

/** A declared field is also held by who holds something below it. */
function holds(set: FieldSet, declared: boolean): boolean {
  return set.member || (declared && set.children.size > 0);
}

function hollowed(before: Fields, after: Fields): boolean {
  return Object.keys(before).length > 0 && Object.keys(after).length === 0;
}
