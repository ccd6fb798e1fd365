import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { found, type Lab, openLab, thing } from "./lab.ts";

/** What a person writes, and what must be in the state file of it, as text: parsing it would round. */
const cases: readonly (readonly [what: string, body: string, ...stored: readonly string[]])[] = [
  ["nothing at all", "", '"text": null', '"repeated": []', '"single": null'],
  ["an empty text", 'text = ""', '"text": ""'],
  ["text of all kinds", 'text = "ä€𝄞\\n\\t\\"\\\\ $${x} \\u0000"', "ä€𝄞"],
  ["true and false", "flag = false", '"flag": false'],
  ["zero", "number = 0", '"number": 0'],
  ["a decimal that no float holds", "number = 0.1", '"number": 0.1'],
  ["a negative half", "number = -0.5", '"number": -0.5'],
  ["2^53 + 1", "number = 9007199254740993", '"number": 9007199254740993'],
  ["the largest int64", "number = 9223372036854775807", '"number": 9223372036854775807'],
  ["the largest uint64", "number = 18446744073709551615", '"number": 18446744073709551615'],
  ["beyond uint64", "number = 12345678901234567890123", '"number": 12345678901234567890123'],
  ["a long decimal", "number = 0.12345678901234567890123", '"number": 0.12345678901234567890123'],
  ["a power of ten", "number = 1e30", '"number": 1000000000000000000000000000000'],
  ["a tiny number", "number = 1e-9", '"number": 0.000000001'],
  ["an empty list, set and map", "texts = []\nnumbers = []\nlabels = {}", '"texts": []', '"labels": {}'],
  ["a null in a list", "texts = [null]", '"texts": ['],
  [
    "keys that are special in JavaScript",
    'labels = { "__proto__" = "a", constructor = "b", "" = "c" }',
    '"__proto__": "a"',
  ],
  ["a set of numbers of all kinds", "numbers = [3, 0.1, 12345678901234567890123, 3]", "12345678901234567890123"],
  ["an object", 'object = { a = "x", n = null }', '"n": null'],
  ["a tuple", 'tuple = ["x", 2]', '"tuple": ['],
  ["collections in collections", 'matrix = [{ a = ["x", "y"], b = [] }, {}]', '"matrix": ['],
  [
    "nested attributes",
    'one = { name = "a" }\nmany = [{ name = "b" }, {}]\nnamed = { k = { name = "c" } }',
    '"name": "b"',
  ],
  ["a set of nested attributes", 'some = [{ name = "a" }, { name = "b" }]', '"some": ['],
  ["empty nested collections", "many = []\nsome = []\nnamed = {}", '"many": []'],
  [
    "blocks",
    'single {\n name = "a"\n}\nrepeated {\n name = "b"\n inner {}\n}\nrepeated {}\nunordered {\n name = "c"\n}',
    '"inner": [',
  ],
  ["a dynamic text", 'anything = "x"', '"type": "string"'],
  ["a dynamic number", "anything = 9007199254740993", "9007199254740993"],
  ["a dynamic object", 'anything = { a = [1, "b", null, true], "__proto__" = {} }', '"__proto__"'],
  ["a sensitive text", 'secret = sensitive("hush")', '"secret": "hush"'],
];

const all = cases.map(([, body], index) => thing(body, `case${index}`)).join("");

describe.each(found)("values with $tool $version", (program) => {
  let lab: Lab;
  let stored: Map<string, string>;
  beforeAll(async () => {
    lab = await openLab(program);
    await lab.apply(all);
    const state = await readFile(join(lab.workspace.work, "terraform.tfstate"), "utf8");
    stored = new Map(
      state.split('"mode": "managed"').map((part) => [/"name": "(\w+)"/.exec(part)?.[1] ?? "", part] as const),
    );
  });
  afterAll(async () => lab[Symbol.asyncDispose]());

  it.each(cases.map(([what, , ...texts], index) => ({ what, texts, name: `case${index}` })))(
    "keeps $what as it was written",
    ({ name, texts }) => {
      for (const text of texts) expect(stored.get(name)).toContain(text);
    },
  );

  it("plans nothing for any of them afterwards", async () => {
    await lab.workspace.succeed(["plan", "-out=tfplan"]);
    const { resource_changes: changes = [] } = await lab.workspace.planJson();
    expect(changes).toHaveLength(cases.length);
    expect(changes.filter(({ change }) => change.actions.join() !== "no-op")).toEqual([]);
  });

  it("takes 8 MB of text", async () => {
    await lab.workspace.write({ "big.txt": "12345678".repeat(1024 * 1024) });
    await lab.apply(thing('text = file("big.txt")'));
    expect(String((await lab.thing()).text)).toHaveLength(8 * 1024 * 1024);
    expect(await lab.planCode()).toBe(0);
  }, 120_000);
});
