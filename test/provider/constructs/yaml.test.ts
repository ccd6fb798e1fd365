import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { parse } from "yaml";
import { toYaml } from "../../../provider/constructs/yaml.ts";

const data = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "yes",
      "No",
      "on",
      "~",
      "null",
      "1e3",
      "0x1f",
      "1_000",
      "-",
      "a: b",
      "#",
      "a #b",
      "*a",
      "&a",
      "!a",
      "|",
      "12:30",
      "=",
      "<<",
    ),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
    fc.integer(),
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => key !== "__proto__"),
      tie("value"),
      { maxKeys: 4 },
    ),
  ),
})).value;

describe("a YAML document", () => {
  it.each(["1.1", "1.2"] as const)("is read back as what was written, by the rules of YAML %s", (version) => {
    const object = fc.dictionary(fc.constantFrom("a", "y", "no", "1", "a b", "é"), data);
    fc.assert(
      fc.property(object, (value) => {
        expect(parse(toYaml(value), { version, merge: false })).toEqual({ ...value });
      }),
      { numRuns: 300 },
    );
  });

  it("quotes an exponent without a number, which readers of YAML 1.1 take for one", () => {
    const value = { e1: "E0", list: ["e-5", "e+5"] };
    expect(parse(toYaml(value), { version: "1.1" })).toEqual(value);
  });

  it("is laid out as people lay it out", () => {
    const value = {
      kind: "A",
      list: [{ a: 1, b: ["x", "1"] }, [true], []],
      none: {},
      url: "https://a",
      path: "a/b-c.d",
    };
    expect(toYaml(value)).toBe(`kind: A
list:
  - a: 1
    b:
      - x
      - "1"
  - - true
  - []
none: {}
url: "https://a"
path: a/b-c.d
`);
  });
});
