import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { assembly } from "../../../../scripts/api-reference/assembly.ts";
import type { Assembly, Docs } from "../../../../scripts/api-reference/jsii.ts";
import { pageOf } from "../../../../scripts/api-reference/page.ts";

const reference = "provider/constructs/API.md";

describe("the constructs, as jsii sees them", () => {
  let made: Assembly;
  beforeAll(async () => {
    made = await assembly();
  }, 120_000);

  it("can be called from other languages, and are all documented", () => {
    const own = Object.values(made.types).filter(({ namespace }) => namespace === undefined);
    const silent = own.flatMap(({ name, docs, methods = [], properties = [], members = [] }) => [
      ...(isTold(docs) ? [] : [name]),
      ...[...methods, ...properties, ...members].flatMap((part) => (isTold(part.docs) ? [] : [`${name}.${part.name}`])),
    ]);
    expect(silent).toEqual([]);
  });

  it(`are what ${reference} says; \`npm run generate\` writes it`, async () => {
    expect(await readFile(join(import.meta.dirname, "../../../..", reference), "utf8")).toBe(pageOf(made));
  });
});

function isTold(docs: Docs | undefined): boolean {
  return docs?.summary !== undefined;
}
