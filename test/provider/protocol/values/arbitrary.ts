// Types and values of Terraform's type system, for properties.
import fc from "fast-check";
import { Dynamic, ExactNumber, type Type, Unknown, unknown, type Value } from "../../../../provider/protocol/index.ts";

const name = fc.oneof(fc.stringMatching(/^[a-z_]{1,8}$/), fc.constantFrom("__proto__", "constructor", "toString"));

export const anyType: fc.Arbitrary<Type> = fc.letrec<{ type: Type }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<Type>("string", "number", "bool", "dynamic"),
    fc.tuple(fc.constantFrom("list" as const, "set" as const, "map" as const), tie("type")),
    fc.tuple(fc.constant("object" as const), fc.dictionary(name, tie("type"), { maxKeys: 4, noNullPrototype: false })),
    fc.tuple(fc.constant("tuple" as const), fc.array(tie("type"), { maxLength: 3 })),
  ),
})).type;

const anyNumber: fc.Arbitrary<Value> = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }).map((value) => (Number.isSafeInteger(Number(value)) ? 1 : value)),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value)),
  fc.stringMatching(/^[1-9]\d{0,3}\.\d{19}[1-9]$/).map((decimal) => new ExactNumber(decimal)),
);

/** A value of the type, as the library hands it over. */
export function anyValueOf(type: Type): fc.Arbitrary<Value> {
  const known = knownValueOf(type);
  const refined = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((body) => new Unknown(Buffer.from(body)));
  const unknowns = type === "dynamic" ? fc.constant(unknown) : fc.oneof(fc.constant(unknown), refined);
  return fc.oneof(
    { weight: 8, arbitrary: known },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: unknowns },
  );
}

function knownValueOf(type: Type): fc.Arbitrary<Value> {
  if (type === "string") return fc.string({ unit: "grapheme", maxLength: 40 });
  if (type === "number") return anyNumber;
  if (type === "bool") return fc.boolean();
  if (type === "dynamic") {
    const inner = fc.constantFrom<Type>("string", "bool", ["list", "number"], ["object", { a: "string" }]);
    return inner.chain((own) => anyValueOf(own).map((value) => new Dynamic(own, value)));
  }
  if (type[0] === "list" || type[0] === "set") return fc.array(anyValueOf(type[1]), { maxLength: 20 });
  if (type[0] === "tuple") return fc.tuple(...type[1].map(anyValueOf));
  if (type[0] === "map") {
    return fc.array(fc.tuple(fc.oneof(name, fc.string()), anyValueOf(type[1])), { maxLength: 18 }).map(record);
  }
  const attributes = Object.entries(type[1]).map(([key, inner]) =>
    anyValueOf(inner).map((value) => [key, value] as const),
  );
  return fc.tuple(...attributes).map(record);
}

function record(pairs: readonly (readonly [string, Value])[]): Value {
  const values: Record<string, Value> = Object.create(null);
  for (const [key, value] of pairs) values[key] = value;
  return values;
}
