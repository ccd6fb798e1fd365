import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { canonical } from "../../operator/canonical.ts";

it("canonical JSON says what JSON says, and nothing of the order of fields", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  const given = { b: [1, { d: undefined, c: "ü" }], a: null };
  expect(canonical(given)).toBe('{"a":null,"b":[1,{"c":"ü"}]}');
  expect(canonical({ a: given.a, b: given.b })).toBe(canonical(given));
});
