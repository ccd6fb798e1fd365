/**
 * A value of Terraform's type system as this library hands it over. Objects and maps are records without a prototype, so
 * that any key is safe; lists, sets and tuples are arrays. A number is a JavaScript number where that is exact, else a
 * bigint, else {@link ExactNumber}.
 */
export type Value = null | string | boolean | number | bigint | ExactNumber | Unknown | Dynamic | ValueList | ValueMap;
export type ValueList = readonly Value[];
export interface ValueMap {
  readonly [key: string]: Value;
}

/** A value that will be known after apply. `refinement`, if there is one, goes back as it came. */
export class Unknown {
  readonly refinement: Uint8Array | undefined;

  constructor(refinement?: Uint8Array) {
    this.refinement = refinement;
  }

  toString(): string {
    return "(known after apply)";
  }
}

/** The plain unknown. */
export const unknown: Unknown = new Unknown();

/** A number that neither a JavaScript number nor a bigint holds exactly, in decimal: `0.1234567890123456789`. */
export class ExactNumber {
  readonly decimal: string;

  constructor(decimal: string) {
    this.decimal = decimal;
  }

  toString(): string {
    return this.decimal;
  }
}

/** A value whose type came with it, where the schema says `dynamic`. */
export class Dynamic {
  readonly type: Type;
  readonly value: Value;

  constructor(type: Type, value: Value) {
    this.type = type;
    this.value = value;
  }
}

/** A type of Terraform's type system, in the JSON form that schemas carry. */
export type Type =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list" | "set" | "map", Type]
  | readonly ["object", Readonly<Record<string, Type>>]
  | readonly ["object", Readonly<Record<string, Type>>, readonly string[]]
  | readonly ["tuple", readonly Type[]];

export function isUnknown(value: Value | undefined): value is Unknown {
  return value instanceof Unknown;
}

/** Whether nothing in it, however deep, is unknown. */
export function isWhollyKnown(value: Value): boolean {
  if (value === null || typeof value !== "object") return true;
  if (value instanceof Unknown) return false;
  if (value instanceof ExactNumber) return true;
  if (value instanceof Dynamic) return isWhollyKnown(value.value);
  const inner: readonly Value[] = Array.isArray(value) ? value : Object.values(value as ValueMap);
  return inner.every(isWhollyKnown);
}
