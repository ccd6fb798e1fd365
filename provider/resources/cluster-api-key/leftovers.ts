import type { Path } from "../../protocol/diagnostics.ts";
import type { Call } from "../../protocol/provider.ts";
import type { Value, ValueMap } from "../../protocol/value.ts";
import { specFrom } from "./crd-object.ts";

/**
 * What is no longer declared goes with an apply, unless somebody else owns it too, as after an import. Then it stays, and
 * the user is told.
 */
export function reportLeftovers(before: Value, declared: Value, live: object, call: Call): void {
  for (const path of leftovers(before, declared, specFrom(live), ["spec"])) {
    call.report({
      severity: "warning",
      summary: "A field stays as it is",
      detail: `${path.join(".")} is not declared any more, but another manager has set it too, so it stays in the cluster. Remove it there, for example with kubectl edit.`,
      path,
    });
  }
}

function leftovers(before: Value, declared: Value, live: Value, path: Path): readonly Path[] {
  if (before === null || live === null) return [];
  if (declared === null) return [path];
  if ([before, declared, live].some((each) => typeof each !== "object" || Array.isArray(each))) return [];
  const [was, is, found] = [before, declared, live] as [ValueMap, ValueMap, ValueMap];
  return Object.keys(was).flatMap((name) =>
    leftovers(was[name] ?? null, is[name] ?? null, found[name] ?? null, [...path, name]),
  );
}
