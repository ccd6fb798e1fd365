import { type KeySpec, keySchema } from "../../core/key.ts";
import type { Diagnostic, Path } from "../protocol/diagnostics.ts";
import { ExactNumber, isUnknown, type Value, type ValueMap } from "../protocol/value.ts";
import { attributePath } from "./attribute-path.ts";
import { coreNames, keyAttributes } from "./key-attributes.gen.ts";

/** A declared key as far as it is known. */
export interface DeclaredKey {
  /** Undefined while anything in it is unknown, or where it is refused. */
  readonly spec: KeySpec | undefined;
  /** What is wrong with what is known. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads what is declared of a key, and checks it by core's schema. What is not known yet is not complained about. */
export function declaredKey(config: ValueMap): DeclaredKey {
  const unknowns: string[] = [];
  const declared = Object.fromEntries(
    Object.keys(keyAttributes).flatMap((name) => {
      const value = inCore(config[name] ?? null, [coreName(name)], unknowns);
      return value === undefined ? [] : [[coreName(name), value]];
    }),
  );
  const parsed = keySchema.safeParse(declared);
  if (parsed.success) return { spec: unknowns.length > 0 ? undefined : parsed.data, diagnostics: [] };
  const diagnostics = parsed.error.issues
    .filter((issue) => !unknowns.some((path) => path === issue.path.join("/")))
    .map((issue) => refusal(attributePath(issue.path), issue.message));
  return { spec: undefined, diagnostics };
}

/** One refused attribute. */
export function refusal(path: Path, detail: string): Diagnostic {
  const last = path.filter((step) => typeof step === "string").at(-1);
  return { severity: "error", summary: `The attribute ${String(last)} is refused`, detail, path };
}

/** A value of Terraform as plain data in core's names. Null and unknown are undefined; where the unknown ones are is noted. */
function inCore(value: Value, path: readonly string[], unknowns: string[]): unknown {
  if (isUnknown(value)) {
    unknowns.push(path.join("/"));
    return undefined;
  }
  if (value === null) return undefined;
  if (typeof value === "bigint" || value instanceof ExactNumber) return Number(value.toString());
  if (Array.isArray(value)) {
    return (value as readonly Value[]).map((each, index) => inCore(each, [...path, String(index)], unknowns));
  }
  if (typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value as ValueMap).flatMap(([name, each]) => {
      const inner = inCore(each, [...path, coreName(name)], unknowns);
      return inner === undefined ? [] : [[coreName(name), inner]];
    }),
  );
}

function coreName(name: string): string {
  return coreNames[name] ?? name;
}
