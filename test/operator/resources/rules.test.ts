import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { resolveRotation } from "../../../core/policy.ts";
import { objectSchema } from "../../../operator/resources/crd.ts";
import { kinds } from "../../../operator/resources/kinds.ts";
import { parseClusterTokGateway, parseTokApiKey, parseTokGateway } from "../../../operator/resources/parse.ts";
import { needing } from "../../support/needing.ts";
import { type Answer, type ApiServer, candidates, objectsPath } from "./api-server.ts";
import { type RuleCase, ruleCases, smallest } from "./rule-cases.ts";
import { rulesOf } from "./schema-nodes.ts";

const named = ruleCases.map((each) => [`${each.kind} ${each.path || "itself"}: ${each.message}`, each] as const);

function object(each: RuleCase, spec: object, name = "prod-api-server") {
  return {
    apiVersion: "tokapi.dev/v1alpha1",
    kind: each.kind,
    metadata: { name },
    spec: { ...smallest[each.kind], ...spec },
  };
}

describe("the rules of the CRDs", () => {
  it("have a case each that passes and one that is refused", () => {
    const rules = kinds.flatMap((kind) =>
      rulesOf(objectSchema(kind)).map(({ path, message }) => ({ kind: kind.kind, path, message })),
    );
    const untried = rules.filter(
      (rule) =>
        !ruleCases.some(
          (each) => each.kind === rule.kind && each.path === rule.path && rule.message.includes(each.message),
        ),
    );
    expect(untried).toEqual([]);
    expect(rules.length).toBeGreaterThan(40);
  });

  it.each(named.filter(([, each]) => !each.before))("are kept by the operator too: %s", (_, each) => {
    const problems = (spec: object, name?: string) => {
      const made = object(each, spec, name);
      const metadata = { ...made.metadata, uid: "u", resourceVersion: "1" };
      // The wire knows no undefined.
      const received = JSON.parse(JSON.stringify({ ...made, metadata }));
      if (each.kind === "TokGateway") return problemsOf(parseTokGateway(received));
      if (each.kind === "ClusterTokGateway") return problemsOf(parseClusterTokGateway(received));
      const parsed = parseTokApiKey(received);
      return parsed.ok ? resolveRotation(parsed.spec.rotation ?? {}, 0).problems : problemsOf(parsed);
    };
    expect(problems(each.good, each.names?.good)).toEqual([]);
    expect(problems(each.bad, each.names?.bad).length).toBeGreaterThan(0);
  });
});

for (const candidate of await candidates()) {
  needing(candidate).describe(`the rules of the CRDs on ${candidate.name}`, () => {
    let server: ApiServer;
    beforeAll(async () => {
      server = await candidate.start();
    }, 90_000);
    afterAll(() => server?.stop());

    it.each(named)("%s", async (_, each) => {
      const path = objectsPath(kinds.find(({ kind }) => kind === each.kind)!);
      const send = async (spec: object, name?: string): Promise<Answer> => {
        const made = object(each, spec, name);
        if (!each.before) return server.call("POST", `${path}?dryRun=All&fieldValidation=Strict`, made);
        const stored = await server.call("GET", `${path}/${made.metadata.name}`);
        const metadata = { ...made.metadata, resourceVersion: stored.body.metadata?.resourceVersion };
        return server.call("PUT", `${path}/${made.metadata.name}?dryRun=All`, { ...made, metadata });
      };
      if (each.before)
        expect(await server.call("POST", path, object(each, each.before))).toMatchObject({ status: 201 });
      const good = await send(each.good, each.names?.good);
      const bad = await send(each.bad, each.names?.bad);
      if (each.before) await server.call("DELETE", `${path}/prod-api-server`);

      expect({ status: good.status, message: good.body.message }).toEqual({ status: each.before ? 200 : 201 });
      expect(bad.status).toBe(422);
      const causes = bad.body.details?.causes ?? [];
      const field = each.field ?? (each.path || "<nil>");
      expect(causes).toContainEqual(expect.objectContaining({ field, message: expect.stringContaining(each.message) }));
    });
  });
}

function problemsOf(parsed: { readonly ok: boolean; readonly problems?: readonly unknown[] }): readonly unknown[] {
  return parsed.problems ?? [];
}
