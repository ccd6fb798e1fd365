import { describe, expect, it } from "@jest/globals";
import { mismatch } from "./match.ts";

describe("what is expected of a value", () => {
  it.each<[unknown, unknown]>([
    [1, 1],
    [undefined, null],
    [{ a: 1, b: 2 }, { a: 1 }],
    [
      [1, { b: 2, c: 3 }],
      [1, { b: 2 }],
    ],
    ["anything", "*"],
    [false, "*"],
    ["sk-12", "/^sk-[0-9]+$/"],
  ])("%j is as %j asks", (actual, expected) => expect(mismatch(actual, expected)).toBeUndefined());

  it.each<[unknown, unknown, string]>([
    [1, 2, "it is 1, not 2"],
    [1, null, "it is 1, not null"],
    [null, "*", "it is null"],
    [[1, 2], [1], "it is [1,2], not [1]"],
    [{ a: { b: [1, 2] } }, { a: { b: [1, 3] } }, "it.a.b[1] is 2, not 3"],
    [{}, { a: 1 }, "it.a is null, not 1"],
    ["x", "/y/", 'it is "x", which does not match /y/'],
  ])("%j is not as %j asks, which is said", (actual, expected, said) => expect(mismatch(actual, expected)).toBe(said));
});
