import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Dynamic, ExactNumber, type Type, type Value } from "../../../../provider/protocol/index.ts";
import { fromJson, parseJson } from "../../../../provider/protocol/values/json.ts";
import { MismatchError } from "../../../../provider/protocol/values/mismatch.ts";
import { MalformedError } from "../../../../provider/protocol/wire/bytes.ts";
import { anyType } from "./arbitrary.ts";

const parse = (text: string) => parseJson(Buffer.from(text));

describe("stored JSON", () => {
  it("keeps every digit", () => {
    expect(parse("[12345678901234567890, 9007199254740993, 0.12345678901234567890123, 0.1, 1e2, -0.5]")).toEqual([
      12345678901234567890n,
      9007199254740993n,
      new ExactNumber("0.12345678901234567890123"),
      0.1,
      100,
      -0.5,
    ]);
  });

  it("has objects on which no key is special", () => {
    const parsed = parse('{"__proto__": {"a": 1}, "constructor": null}') as Readonly<Record<string, Value>>;
    expect(Object.keys(parsed)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(parsed)).toBeNull();
  });

  it.each<[string, Type, Value]>([
    ['"x"', "string", "x"],
    ['"12345678901234567890"', "number", 12345678901234567890n],
    ['{"type":["list","number"],"value":[1]}', "dynamic", new Dynamic(["list", "number"], [1])],
    ['[["a"],[]]', ["list", ["set", "string"]], [["a"], []]],
    ["[1,true]", ["tuple", ["number", "bool"]], [1, true]],
    ['{"k":null}', ["map", "string"], { k: null }],
    ['{"a":"x"}', ["object", { a: "string", b: "string" }], { a: "x", b: null }],
  ])("%s becomes a value of its type", (text, type, value) => {
    expect(fromJson(parse(text), type)).toEqual(value);
  });

  it.each<[string, Type]>([
    ["5", "string"],
    ['{"surplus":1}', ["object", {}]],
    ["[1]", ["tuple", []]],
    ['{"value":1}', "dynamic"],
  ])("%s is refused where it does not fit", (text, type) => {
    expect(() => fromJson(parse(text), type)).toThrow(MismatchError);
  });

  it("of any kind ends in a value or a refusal", () => {
    const text = fc.oneof(
      fc.json(),
      fc.string(),
      fc.json().map((json) => json.slice(1)),
      fc.constant("[".repeat(100_000) + "]".repeat(100_000)),
    );
    fc.assert(
      fc.property(text, anyType, (json, type) => {
        try {
          fromJson(parse(json), type);
        } catch (error) {
          if (!(error instanceof MalformedError || error instanceof MismatchError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});
