import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type DocumentOptions, parse, type SchemaOptions, stringify, type ToStringOptions } from "yaml";
import { readYaml, YamlRefused } from "../../../../provider/resources/kube/yaml.ts";

const settings = { seed: 7, numRuns: 400, endOnFailure: true };

/** Texts that YAML has ways of its own for. */
const anyText = fc.oneof(
  fc.string({ unit: "grapheme-ascii", maxLength: 30 }),
  fc.string({ unit: fc.constantFrom("a", " ", "\n", ":", "#", "-", "'", '"', "\\", "é", "\t"), maxLength: 12 }),
  fc.base64String({ minLength: 60, maxLength: 200 }),
  fc.constantFrom(
    "",
    "null",
    "~",
    "true",
    "no",
    "12",
    "1.5",
    "0x1f",
    "- a",
    "a: b",
    "2027-01-01",
    "{}",
    "long ".repeat(40),
  ),
);
/** The library itself writes such a text plainly, which is no YAML. */
const text = anyText.filter((each) => !/^[:?-]\s|:\s*\n/.test(each));
const parts = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: "small", withCrossShrink: true }, tie("leaf"), tie("list"), tie("mapping")),
  leaf: fc.oneof(text, fc.boolean(), fc.integer(), fc.constant(null)),
  list: fc.array(tie("any"), { maxLength: 4 }),
  mapping: fc.dictionary(
    text.filter((key) => key !== "" && key.length < 60 && key !== "<<"),
    tie("any"),
    { maxKeys: 4 },
  ),
}));
/** A file is no scalar. */
const value = fc.oneof(parts.mapping, parts.list);
const style = fc.record<DocumentOptions & SchemaOptions & ToStringOptions>({
  collectionStyle: fc.constantFrom("any", "flow"),
  defaultStringType: fc.constantFrom("PLAIN", "QUOTE_SINGLE", "QUOTE_DOUBLE", "BLOCK_LITERAL", "BLOCK_FOLDED"),
  defaultKeyType: fc.constantFrom("PLAIN", "QUOTE_SINGLE", "QUOTE_DOUBLE"),
  indent: fc.constantFrom(2, 3, 4),
  indentSeq: fc.boolean(),
  lineWidth: fc.constantFrom(0, 80),
  directives: fc.constantFrom(true, null),
});

const plain = (found: unknown) => JSON.parse(JSON.stringify(found));
/** Aliases and complex keys are no part of a kubeconfig. */
const written = (given: unknown, how: object) =>
  stringify(given, { ...how, aliasDuplicateObjects: false, simpleKeys: true });

describe("a kubeconfig's YAML", () => {
  it("is read as the library reads it, in every style that it can be written in", () => {
    fc.assert(
      fc.property(value, style, (given, how) => {
        let source: string;
        try {
          source = written(given, how);
        } catch {
          return;
        }
        expect(plain(readYaml(source))).toEqual(plain(parse(source)));
      }),
      settings,
    );
  });

  it("is read as the library reads it where somebody has changed a character, or is refused", () => {
    const insert = fc.constantFrom(
      "",
      " ",
      "\n",
      ":",
      ": ",
      "- ",
      "#",
      " #",
      "'",
      '"',
      "{",
      "]",
      ",",
      "|",
      "&a ",
      "\t",
    );
    fc.assert(
      fc.property(value, style, fc.nat(), fc.nat(2), insert, (given, how, place, cut, put) => {
        let source: string;
        try {
          source = written(given, how);
        } catch {
          return;
        }
        const from = place % (source.length + 1);
        const changed = source.slice(0, from) + put + source.slice(from + cut);
        let ours: unknown;
        let theirs: unknown;
        try {
          ours = readYaml(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(YamlRefused);
          return;
        }
        try {
          theirs = parse(changed, { logLevel: "error" });
        } catch {
          // What the library refuses may be read: it is stricter about indentation inside of brackets and quotations.
          return;
        }
        expect(plain(ours)).toEqual(plain(theirs));
      }),
      { ...settings, numRuns: 1_500 },
    );
  });

  it.each([
    ["an anchor", "users: &all\n- name: a\n", "line 1: anchors"],
    ["a tag", "a: !!binary aGk=\n", "line 1: anchors"],
    ["a tab", "a:\n\tb: c\n", "line 2: is indented with a tab"],
    ["a second document", "a: 1\n---\nb: 2\n", "line 2: a second document"],
    ["a key that is there twice", "a: 1\na: 2\n", "line 2: a key is there twice"],
    ["a value without a key", "a: 1\nsecret-token\n", "line 2: is no key"],
    ["a bracket without an end", "a: [1, 2\n", "a bracket has no end"],
    ["a quotation without an end", 'a: "secret-token\n', "line 1: a quotation has no end"],
  ])("%s is refused with its line, and without its text", (_, source, message) => {
    let refused: unknown;
    try {
      readYaml(source);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(YamlRefused);
    expect(String(refused)).toContain(message);
    expect(String(refused)).not.toContain("secret-token");
  });

  it("is read in time that grows with its length", () => {
    const started = performance.now();
    readYaml(`${"a: ".repeat(1)}${"x ".repeat(200_000)}\n`);
    expect(() => readYaml("[".repeat(3_000))).toThrow(YamlRefused);
    readYaml(`users:\n${"- name: a\n  user:\n    token: b\n".repeat(3_000)}`);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
