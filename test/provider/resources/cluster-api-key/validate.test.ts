import { describe, expect, it } from "@jest/globals";
import { unknown, type Value, type ValueMap } from "../../../../provider/protocol/value.ts";
import { specAttributes } from "../../../../provider/resources/cluster-api-key/attributes.gen.ts";
import { specFrom } from "../../../../provider/resources/cluster-api-key/crd-object.ts";
import { clusterApiKeySchema } from "../../../../provider/resources/cluster-api-key/schema.ts";
import { problemsOf } from "../../../../provider/resources/cluster-api-key/validate.ts";
import { ruleCases, smallest } from "../../../operator/resources/rule-cases.ts";

const nothing = (attributes: object): ValueMap =>
  Object.fromEntries(Object.keys(attributes).map((name) => [name, null]));
const spec = (given: ValueMap): ValueMap => ({
  ...nothing(specAttributes),
  gateway_ref: { name: "tokmodel", kind: null },
  ...given,
});
const config = (given: ValueMap, rest: ValueMap = {}): ValueMap => ({
  ...nothing(clusterApiKeySchema.attributes),
  namespace: "team-a",
  name: "prod-api-server",
  spec: spec(given),
  ...rest,
});
const where = (given: ValueMap, rest?: ValueMap) => problemsOf(config(given, rest)).map(({ path }) => path);

describe("the rules of the CRD", () => {
  const cases = ruleCases.filter(({ kind, before }) => kind === "TokApiKey" && !before);
  it.each(cases.map((each) => [`${each.path || "itself"}: ${each.message}`, each] as const))(
    "are told in a plan: %s",
    (_, { good, bad, names }) => {
      const problems = (written: object, name = "prod-api-server") =>
        problemsOf(config({}, { name, spec: specFrom({ ...smallest.TokApiKey, ...written }) }));
      expect(problems(good, names?.good)).toEqual([]);
      expect(problems(bad, names?.bad).length).toBeGreaterThan(0);
    },
  );
});

describe("a declaration", () => {
  it.each<[string, ValueMap, ValueMap | undefined, readonly (string | number)[]]>([
    ["a field of core's", { routes: [{ provider: "OpenAI" }] }, undefined, ["spec", "routes", 0, "provider"]],
    ["a duration", { rotation: { every: "monthly" } }, undefined, ["spec", "rotation", "every"]],
    ["a choice", { deletion_policy: "Keep" }, undefined, ["spec", "deletion_policy"]],
    [
      "an entry of a list",
      { rollout_restart: [{ kind: "Pod", name: "a" }] },
      undefined,
      ["spec", "rollout_restart", 0, "kind"],
    ],
    ["an object's name", { gateway_ref: { name: "Tok", kind: null } }, undefined, ["spec", "gateway_ref", "name"]],
    ["the name, which is the key's", {}, { name: "key1" }, ["name"]],
    ["the name", {}, { name: "Prod" }, ["name"]],
    ["the namespace", {}, { namespace: "a.b" }, ["namespace"]],
    ["the timeout", {}, { timeout: "soon" }, ["timeout"]],
  ])("is refused at its attribute: %s", (_, given, rest, path) => {
    expect(where(given, rest)).toEqual([path]);
  });

  it("is refused with the key of the entry, for maps", () => {
    expect(where({}, { labels: { "bad key": "a", team: "b c" } })).toEqual([
      ["labels", { key: "bad key" }],
      ["labels", { key: "team" }],
    ]);
  });

  it("points from the annotation that asks for a rotation to the action", () => {
    const [problem] = problemsOf(config({}, { annotations: { "tokapi.dev/rotate": "now" } }));
    expect(problem?.detail).toContain("tok_cluster_api_key_rotate");
  });

  it("says what was given and what is allowed", () => {
    const [problem] = problemsOf(config({ secret: { creation_policy: "Mine" } }));
    expect(problem?.detail).toBe('"Mine" is none of the values that are allowed: Owner, Orphan, Merge.');
  });

  it.each<[string, Value]>([
    ["nothing of it", unknown],
    ["a part of it", spec({ gateway_ref: unknown, rotation: { every: unknown, overlap: "2d" }, lifetime: "1d" })],
    ["an entry", spec({ route_refs: [{ name: unknown }, unknown], allowed_ips: unknown })],
    ["a value of a map", spec({ secret: { template: { labels: { a: unknown }, data: unknown } } })],
  ])("is not complained about where it is not known yet: %s", (_, value) => {
    expect(problemsOf(config({}, { spec: value, labels: unknown, timeout: unknown }))).toEqual([]);
  });
});
