import { describe, expect, it } from "@jest/globals";
import { tokApiKeySpecSchema } from "../../../../operator/resources/tok-api-key.ts";
import { ExactNumber, type ValueMap } from "../../../../provider/protocol/value.ts";
import { declaredObject, specAsFound, specFrom } from "../../../../provider/resources/cluster-api-key/crd-object.ts";

/** Every field of the CRD. */
const whole = {
  name: "prod-api-server",
  description: "for people",
  group: "default",
  routes: [
    {
      provider: "openai",
      enabled: true,
      models: ["gpt-4o"],
      priority: 1,
      rateLimit: { requestsPerMinute: 60, tokensPerMinute: 1000 },
    },
  ],
  quota: { amount: 0.5, reset: "Daily" },
  lifetime: "90d",
  allowedIPs: ["10.0.0.0/8"],
  enabled: true,
  gatewayRef: { name: "tokmodel", kind: "ClusterTokGateway" },
  routeRefs: [{ name: "chat" }],
  adopt: { id: "7" },
  secret: {
    name: "llm",
    keys: { apiKey: "KEY", baseURL: "URL", previousApiKey: "OLD" },
    template: { type: "Opaque", labels: { a: "b" }, annotations: { c: "d" }, data: { e: "f" } },
    previous: true,
    creationPolicy: "Orphan",
  },
  rotation: {
    every: "30d",
    overlap: "2h",
    retireWhenIdleFor: "1h",
    maxOverlap: "3d",
    atMaxOverlap: "Revoke",
    disableBeforeDelete: "1d",
    window: { schedule: "0 3 * * *", duration: "2h", timeZone: "Europe/Berlin" },
  },
  rolloutRestart: [{ kind: "Deployment", name: "api" }],
  verify: { dataPlane: true, models: true },
  deletionPolicy: "Retain",
  suspend: false,
};
const object = (spec: ValueMap[string]) =>
  JSON.parse(JSON.stringify(declaredObject({ name: "prod-api-server", namespace: "team-a", spec }, undefined)));

describe("a spec", () => {
  it("is the same after it has been attributes", () => {
    expect(tokApiKeySpecSchema.safeParse(whole)).toMatchObject({ success: true });
    expect(object(specFrom(whole)).spec).toEqual(whole);
  });

  it("holds nothing that nobody set", () => {
    const spec = { ...(specFrom({ gatewayRef: { name: "tokmodel" } }) as ValueMap), verify: { data_plane: null } };
    expect(object(spec)).toEqual({
      apiVersion: "tokapi.dev/v1alpha1",
      kind: "TokApiKey",
      metadata: { name: "prod-api-server", namespace: "team-a" },
      spec: { gatewayRef: { name: "tokmodel" }, verify: {} },
    });
  });

  it("holds numbers as JSON does", () => {
    const quota = { amount: new ExactNumber("0.1000000000000000001"), reset: null };
    expect(object({ ...(specFrom(whole) as ValueMap), quota }).spec.quota).toEqual({ amount: 0.1 });
  });
});

describe("what is found of a declared spec", () => {
  const found = (declared: object, live: object) => specAsFound(specFrom(declared), live);

  it("is what is declared, where the cluster has the same and more", () => {
    const declared = {
      gatewayRef: { name: "a" },
      secret: { template: { labels: { a: "1" } } },
      allowedIPs: ["x", "y"],
    };
    const live = {
      ...declared,
      suspend: true,
      secret: { name: "s", template: { labels: { a: "1", b: "2" }, type: "Opaque" } },
      allowedIPs: ["y", "x"],
    };
    expect(found(declared, live)).toEqual(specFrom(declared));
  });

  it.each([
    [{ quota: { amount: 5 } }, { quota: { amount: 6 } }],
    [{ quota: { amount: 5 } }, {}],
    [{ routes: [{ provider: "a" }] }, { routes: [{ provider: "a" }, { provider: "b" }] }],
    [{ secret: { template: { labels: { a: "1" } } } }, { secret: { template: { labels: { b: "2" } } } }],
    [{ routeRefs: [{ name: "a" }, { name: "b" }] }, { routeRefs: [{ name: "b" }] }],
    [{ allowedIPs: ["x"] }, { allowedIPs: ["x", "y"] }],
    [{ enabled: true }, { enabled: "yes" }],
  ])("differs where a declared field does: %o, found %o", (declared, live) => {
    expect(found(declared, live)).not.toEqual(specFrom(declared));
  });

  it("leaves other people's entries of a keyed list out, in whatever order they stand", () => {
    const declared = {
      rolloutRestart: [
        { kind: "Deployment", name: "a" },
        { kind: "DaemonSet", name: "a" },
      ],
    };
    const live = {
      rolloutRestart: [
        { kind: "DaemonSet", name: "a" },
        { kind: "StatefulSet", name: "x" },
        { kind: "Deployment", name: "a" },
      ],
    };
    expect(found(declared, live)).toEqual(specFrom(declared));
  });
});
