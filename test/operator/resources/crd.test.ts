import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { customResourceDefinition, objectSchema } from "../../../operator/resources/crd.ts";
import { crds } from "../../../operator/resources/generate.ts";
import { kinds } from "../../../operator/resources/kinds.ts";
import { structuralSchema } from "../../../operator/resources/structural-schema.ts";
import { generated } from "../../../scripts/generate.ts";
import { nodes } from "./schema-nodes.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const everyNode = kinds.flatMap((kind) =>
  [...nodes(objectSchema(kind))].map(({ path, node }) => ({ path: `${kind.kind} ${path}`, node })),
);

describe("the CRDs", () => {
  it.each([...generated()])("in %s are up to date; `npm run generate` writes them", async (path, content) => {
    expect(await readFile(join(root, path), "utf8")).toBe(content);
  });

  it("are one per kind, and reading the file gives back what was made", () => {
    const read = parseAllDocuments(crds()).map((document) => document.toJS());
    expect(read).toEqual(JSON.parse(JSON.stringify(kinds.map(customResourceDefinition))));
  });

  it("have no defaults, which make Argo CD show differences for ever", () => {
    expect(everyNode.filter(({ node }) => "default" in node)).toEqual([]);
  });

  it("describe every field that people write", () => {
    const bare = everyNode.filter(
      ({ path, node }) => / spec(\.|$)/.test(path) && !/(\[\]|\*)$/.test(path) && node.description === undefined,
    );
    // Within a route's or gateway's list the entry's own fields are described; a bare scalar entry needs no words.
    expect(bare.map(({ path }) => path)).toEqual([]);
  });

  it("bound every text, list and map in a spec, so that no rule is too costly", () => {
    const unbounded = everyNode.filter(({ path, node }) => {
      if (!/ spec\./.test(path)) return false;
      if (node.type === "string") return node.maxLength === undefined && node.enum === undefined;
      if (node.type === "array") return node.maxItems === undefined;
      return node.additionalProperties !== undefined && node.maxProperties === undefined;
    });
    expect(unbounded.map(({ path }) => path)).toEqual([]);
  });

  it("stay out of the category all, so that `kubectl delete all --all` revokes nothing", () => {
    for (const kind of kinds) {
      expect(customResourceDefinition(kind).spec.names).toMatchObject({ categories: ["tokapi"] });
    }
  });
});

describe("the structural schema of a zod schema", () => {
  it.each([
    ["a union", z.strictObject({ a: z.union([z.string(), z.int()]) })],
    ["a default", z.strictObject({ a: z.string().default("x") })],
    ["anything at all", z.strictObject({ a: z.unknown() })],
    ["null", z.strictObject({ a: z.string().nullable() })],
  ])("is refused for %s, which a CRD of ours does not hold", (_, schema) => {
    expect(() => structuralSchema(schema)).toThrow(".a: ");
  });

  it("keeps formats, bounds and rules", () => {
    const schema = z.strictObject({
      count: z.int().min(1),
      small: z.int().max(9).optional(),
      texts: z.record(z.string(), z.string().max(5)).meta({ maxProperties: 2 }).optional(),
    });
    expect(structuralSchema(schema)).toEqual({
      type: "object",
      required: ["count"],
      properties: {
        count: { type: "integer", format: "int64", minimum: 1 },
        small: { type: "integer", format: "int32", maximum: 9 },
        texts: { type: "object", additionalProperties: { type: "string", maxLength: 5 }, maxProperties: 2 },
      },
    });
  });
});
