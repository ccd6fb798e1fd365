import { describe, expect, it } from "@jest/globals";
import { toy } from "../../../examples/terraform-provider-toy/toy.ts";
import { type Provider, type Schema, schemaProblems } from "../../../provider/protocol/index.ts";

function withResource(schema: Schema): Provider<undefined> {
  return {
    name: "bad",
    version: "1.0.0",
    schema: { attributes: {} },
    configure: () => undefined,
    resources: {
      bad_thing: {
        schema,
        read: async (_client, stored) => stored,
        plan: async (_client, { proposed }) => ({ planned: proposed }),
        apply: async (_client, { planned }) => ({ state: planned }),
      },
    },
  };
}

it("the example's schemas are sound", () => {
  expect(schemaProblems(toy)).toEqual([]);
});

describe("a schema is refused", () => {
  it.each<[string, Schema]>([
    ["x: must be required, optional or computed", { attributes: { x: { type: "string" } } }],
    ["x: is required, so", { attributes: { x: { type: "string", required: true, computed: true } } }],
    ["count: is a word of the language", { attributes: { count: { type: "number", optional: true } } }],
    ["Bad: names are of a-z", { attributes: { Bad: { type: "string", optional: true } } }],
    ["version -1 is none", { version: -1, attributes: {} }],
    [
      "x: is write-only, so",
      { attributes: { x: { type: "string", optional: true, computed: true, writeOnly: true } } },
    ],
    ["x: is a set of dynamic", { attributes: { x: { type: ["set", "dynamic"], optional: true } } }],
    [
      "s.x: is in a set, where nothing can be write-only",
      {
        attributes: {
          s: {
            optional: true,
            nested: { nesting: "set", attributes: { x: { type: "string", optional: true, writeOnly: true } } },
          },
        },
      },
    ],
    [
      "x: is both an attribute and a block",
      {
        attributes: { x: { type: "string", optional: true } },
        blocks: { x: { nesting: "list", schema: { attributes: {} } } },
      },
    ],
    [
      "x: a repeated block with a dynamic attribute",
      {
        attributes: {},
        blocks: { x: { nesting: "list", schema: { attributes: { y: { type: "dynamic", optional: true } } } } },
      },
    ],
    [
      "x: minItems is more",
      { attributes: {}, blocks: { x: { nesting: "set", minItems: 2, maxItems: 1, schema: { attributes: {} } } } },
    ],
    [
      "x: a single block",
      { attributes: {}, blocks: { x: { nesting: "single", minItems: 2, schema: { attributes: {} } } } },
    ],
  ])("%s", (message, schema) => {
    expect(schemaProblems(withResource(schema))).toEqual([expect.stringContaining(message)]);
  });
});

it("other parts are refused for what only they cannot have", () => {
  const problems = schemaProblems({
    ...withResource({ attributes: {} }),
    schema: { attributes: { alias: { type: "string", optional: true, writeOnly: true } } },
    listResources: { bad_thing: { schema: { attributes: {} }, async *list() {} } },
    dataSources: { other_thing: { schema: { attributes: {} }, read: async (_client, config) => config } },
    actions: { bad_act: { schema: { attributes: { x: { type: "string", computed: true } } }, invoke: async () => {} } },
    functions: {
      f: {
        summary: "",
        parameters: [
          { name: "a", type: "string" },
          { name: "a", type: "string" },
          { name: "1", type: "string" },
        ],
        returns: "string",
        call: () => "",
      },
    },
  });
  expect(problems).toEqual([
    "provider.alias: is a word of the language",
    "provider.alias: only resources have write-only attributes",
    "other_thing: types of this provider begin with bad_",
    "action bad_act.x: an action has no results, so nothing is computed",
    "list resource bad_thing: needs a resource of that name with an identity",
    'function f: "1" is no parameter name',
    "function f: two parameters have the same name",
  ]);
});
