import type { Path } from "../diagnostics.ts";
import type { Value } from "../value.ts";
import { Dynamic, ExactNumber, isUnknown } from "../value.ts";

/** A value that is not of its type. The path says where in it. */
export class MismatchError extends Error {
  readonly path: Path;

  constructor(message: string, path: Path = []) {
    super(message);
    this.name = "MismatchError";
    this.path = path;
  }
}

/** Runs `work` on a part of a value, so that what goes wrong there says where. */
export function within<T>(step: Path[number], work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof MismatchError) throw new MismatchError(error.message, [step, ...error.path]);
    throw error;
  }
}

/** What kind of value this is, in a word and without its content, which may be a secret. */
export function kindOf(value: Value | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (isUnknown(value)) return "an unknown value";
  if (value instanceof ExactNumber || typeof value === "number" || typeof value === "bigint") return "a number";
  if (value instanceof Dynamic) return "a value of dynamic type";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
