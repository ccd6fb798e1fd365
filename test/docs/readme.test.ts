import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parseAllDocuments } from "yaml";
import { resolveRotation } from "../../core/policy.ts";
import {
  parseClusterTokGateway,
  parseTokApiKey,
  parseTokGateway,
  parseTokModelRoute,
} from "../../operator/resources/parse.ts";
import { blocks, pages, root, textOf } from "./pages.ts";

const parsers = {
  TokApiKey: parseTokApiKey,
  TokModelRoute: parseTokModelRoute,
  TokGateway: parseTokGateway,
  ClusterTokGateway: parseClusterTokGateway,
};

/** What is wrong with a resource of ours; objects of other kinds are nobody's business here. */
function problemsOf(object: { kind: string; metadata: object; spec: object }): readonly string[] {
  if (!Object.hasOwn(parsers, object.kind)) return [];
  const stored = { ...object, metadata: { uid: "u", resourceVersion: "1", ...object.metadata } };
  const parsed = parsers[object.kind as keyof typeof parsers](stored);
  if (!parsed.ok) return parsed.problems.map(({ message }) => message);
  const { rotation = {} } = object.spec as { rotation?: object };
  return resolveRotation(rotation, 0).problems.map(({ message }) => message);
}

function documents(text: string) {
  return parseAllDocuments(text).map((document) => document.toJS());
}

describe("what people copy", () => {
  it.each(pages.filter((page) => blocks(textOf(page), "yaml").length > 0))("%s shows valid resources", (page) => {
    const objects = blocks(textOf(page), "yaml").flatMap(documents);
    expect(objects.flatMap(problemsOf)).toEqual([]);
  });

  it("README shows a TokApiKey of ten to twenty lines", () => {
    const [first = ""] = blocks(textOf("README.md"), "yaml");
    expect(documents(first)).toMatchObject([{ kind: "TokApiKey" }]);
    expect(first.trim().split("\n").length).toBeLessThanOrEqual(20);
  });

  const examples = join(root, "examples/kubernetes");
  it.each(readdirSync(examples))("examples/kubernetes/%s is valid", (file) => {
    const objects = documents(readFileSync(join(examples, file), "utf8"));
    expect(objects.flatMap(problemsOf)).toEqual([]);
  });

  const scripts = (JSON.parse(textOf("package.json")) as { scripts: Record<string, string> }).scripts;
  it.each(pages)("%s names npm commands that exist", (page) => {
    const named = [...textOf(page).matchAll(/npm run (?:--silent )?(\w+)/g)].map(([, name]) => name!);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});
