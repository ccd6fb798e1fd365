import { describe, expect, it } from "@jest/globals";
import { Environment } from "@marcbachmann/cel-js";
import fc from "fast-check";
import { parseDuration } from "../../../core/time.ts";
import { celCompare } from "../../../operator/resources/rules.ts";

const environment = new Environment().registerVariable("a", "string").registerVariable("b", "string");
const less = environment.parse(celCompare("a", "<", "b"));
const part = (units: readonly string[]) =>
  fc.tuple(fc.nat(99_999), fc.constantFrom(...units)).map((pair) => pair.join(""));
const plain = fc.oneof(
  fc.array(part(["s", "m", "h"]), { minLength: 1, maxLength: 4 }).map((parts) => parts.join("")),
  part(["d"]),
  fc.nat(9_999).map((weeks) => `${weeks}w`),
);
const mixed = fc.tuple(part(["d", "w"]), part(["h", "ms", "m"])).map((parts) => parts.join(""));

describe("the comparison of durations in CEL", () => {
  it("agrees with core wherever CEL can read both", () => {
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        expect(less({ a, b })).toBe(parseDuration(a)! < parseDuration(b)!);
      }),
      { numRuns: 2_000 },
    );
  });

  it("refuses nothing that it cannot read, and leaves it to the operator", () => {
    fc.assert(
      fc.property(mixed, plain, (a, b) => {
        expect(less({ a, b })).toBe(true);
        expect(less({ a: b, b: a })).toBe(true);
      }),
    );
  });
});
