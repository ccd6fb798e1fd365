import { equalJson, type Fields, isFields } from "./json.ts";
import { resolve, type Schema } from "./schema.ts";
import { badRequest } from "./status.ts";

/** Strategic merge patch of a built-in kind: lists with a merge key merge item by item. */
export function strategicPatch(schema: Schema, target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) throw badRequest("error decoding patch: a strategic merge patch is an object");
  return mergeMap(schema, isFields(target) ? target : {}, patch);
}

function mergeMap(declared: Schema | undefined, target: Fields, patch: Fields): Fields | undefined {
  if (patch.$patch === "delete") return undefined;
  const schema = declared ? resolve(declared) : {};
  if (patch.$patch === "replace") return withoutDirectives(patch) as Fields;
  const result: Fields = { ...target };
  const kept = patch.$retainKeys;
  if (Array.isArray(kept)) for (const name of Object.keys(result)) if (!kept.includes(name)) delete result[name];
  for (const [name, value] of Object.entries(patch)) {
    if (name === "$patch" || name === "$retainKeys" || name.startsWith("$setElementOrder/")) continue;
    if (name.startsWith("$deleteFromPrimitiveList/")) {
      const field = name.slice("$deleteFromPrimitiveList/".length);
      const gone = Array.isArray(value) ? value : [];
      if (Array.isArray(result[field])) result[field] = result[field].filter((item) => !gone.includes(item));
      continue;
    }
    const extra = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
    const below = schema.properties?.[name] ?? extra;
    if (value === null) delete result[name];
    else {
      const merged = mergeValue(below, result[name], value, patch[`$setElementOrder/${name}`]);
      if (merged === undefined) delete result[name];
      else result[name] = merged;
    }
  }
  for (const [name, order] of Object.entries(patch)) {
    const field = name.startsWith("$setElementOrder/") ? name.slice("$setElementOrder/".length) : undefined;
    if (field === undefined || field in patch || !Array.isArray(order) || !Array.isArray(result[field])) continue;
    result[field] = inOrder(result[field], order, result[field], keyNameOf(schema.properties?.[field]));
  }
  return result;
}

function mergeValue(declared: Schema | undefined, target: unknown, patch: unknown, order: unknown): unknown {
  if (isFields(patch)) return mergeMap(declared, isFields(target) ? target : {}, patch);
  if (!Array.isArray(patch)) return patch;
  const strategy = declared?.["x-kubernetes-patch-strategy"] ?? "";
  if (!strategy.includes("merge")) return withoutDirectives(patch);
  const keyName = keyNameOf(declared);
  const items = declared ? resolve(declared).items : undefined;
  const merged = keyName
    ? mergeKeyed(items, Array.isArray(target) ? target : [], patch, keyName)
    : [...(Array.isArray(target) ? target : []), ...patch].filter(
        (item, index, all) => all.findIndex((other) => equalJson(other, item)) === index,
      );
  return inOrder(merged, Array.isArray(order) ? order : patch, Array.isArray(target) ? target : [], keyName);
}

function keyNameOf(declared: Schema | undefined): string | undefined {
  return declared?.["x-kubernetes-patch-merge-key"];
}

function mergeKeyed(items: Schema | undefined, target: unknown[], patch: unknown[], keyName: string): unknown[] {
  if (patch.some((item) => isFields(item) && item.$patch === "replace")) {
    return patch
      .filter((item) => !(isFields(item) && item.$patch === "replace" && Object.keys(item).length === 1))
      .map(withoutDirectives);
  }
  const result = [...target];
  for (const item of patch) {
    if (!isFields(item) || item[keyName] === undefined) {
      throw badRequest(`map: ${JSON.stringify(item)} does not contain declared merge key: ${keyName}`);
    }
    const at = result.findIndex((one) => isFields(one) && equalJson(one[keyName], item[keyName]));
    if (item.$patch === "delete") {
      if (at >= 0) result.splice(at, 1);
    } else if (at >= 0) result[at] = mergeMap(items, result[at] as Fields, item);
    else result.push(withoutDirectives(item));
  }
  return result;
}

/**
 * Items that the order names come in that order; others keep their place before the next named item that the live list
 * also has, else they go to the end.
 */
function inOrder(merged: unknown[], order: unknown[], live: unknown[], keyName: string | undefined): unknown[] {
  const keyOf = (item: unknown): unknown => (keyName && isFields(item) ? item[keyName] : item);
  const at = (list: unknown[], item: unknown): number => list.findIndex((one) => equalJson(keyOf(one), keyOf(item)));
  const named = merged.filter((item) => at(order, item) >= 0).sort((a, b) => at(order, a) - at(order, b));
  const others = merged.filter((item) => at(order, item) < 0);
  const result: unknown[] = [];
  while (named.length > 0 && others.length > 0) {
    const other = at(live, others[0]);
    const next = at(live, named[0]);
    result.push(other >= 0 && next >= 0 && other < next ? others.shift() : named.shift());
  }
  return [...result, ...named, ...others];
}

function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives);
  if (!isFields(value)) return value;
  const entries = Object.entries(value).filter(([name, child]) => !name.startsWith("$") && child !== null);
  return Object.fromEntries(entries.map(([name, child]) => [name, withoutDirectives(child)]));
}
