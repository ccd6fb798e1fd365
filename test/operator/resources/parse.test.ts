import { describe, expect, it } from "@jest/globals";
import {
  parseClusterTokGateway,
  parseTokApiKey,
  parseTokGateway,
  parseTokModelRoute,
} from "../../../operator/resources/parse.ts";

const metadata = { name: "prod-api-server", namespace: "team-a", uid: "u-1", resourceVersion: "12", generation: 3 };

function apiKey(spec: object, more: object = {}) {
  const whole = { gatewayRef: { name: "tokmodel" }, ...spec };
  return { apiVersion: "tokapi.dev/v1alpha1", kind: "TokApiKey", metadata, spec: whole, ...more };
}

function problems(object: unknown): readonly { path: string; message: string }[] {
  const parsed = parseTokApiKey(object);
  return parsed.ok ? [] : parsed.problems;
}

describe("parsing a TokApiKey", () => {
  it("gives back a spec with every field as it was written", () => {
    const spec = {
      gatewayRef: { name: "tokmodel", kind: "ClusterTokGateway" },
      name: "prod-api-server",
      description: "The API server of production.",
      group: "GPT Standard",
      routes: [{ provider: "openai", models: ["gpt-5"], priority: 1, rateLimit: { requestsPerMinute: 60 } }],
      routeRefs: [{ name: "openai-small" }],
      quota: { amount: 25, reset: "Monthly" },
      lifetime: "90d",
      allowedIPs: ["10.0.0.0/8", "2001:db8::1"],
      enabled: true,
      adopt: { id: "17" },
      secret: {
        name: "llm",
        keys: { apiKey: "OPENAI_API_KEY" },
        template: {
          type: "Opaque",
          labels: { team: "a" },
          annotations: { note: "b" },
          data: { OPENAI_BASE_URL: `\${baseURL}/v1`, OLD: `\${previousApiKey}` },
        },
        previous: true,
        creationPolicy: "Orphan",
      },
      rotation: {
        every: "30d",
        overlap: "2h",
        retireWhenIdleFor: "15m",
        maxOverlap: "7d",
        atMaxOverlap: "Revoke",
        disableBeforeDelete: "24h",
        window: { schedule: "0 3 * * *", duration: "2h", timeZone: "Europe/Berlin" },
      },
      rolloutRestart: [{ kind: "Deployment", name: "api" }],
      verify: { models: true },
      deletionPolicy: "Retain",
      suspend: false,
    };
    const parsed = parseTokApiKey(apiKey(spec, { status: { revision: 4, unheardOf: 1 } }));
    expect(parsed).toEqual({ ok: true, metadata, spec, status: { revision: 4 } });
  });

  it.each([
    [{ quota: { amount: -5 } }, "spec.quota.amount: got -5; allowed: at least 0.000001"],
    [{ deletionPolicy: "Delete" }, `spec.deletionPolicy: got "Delete"; allowed: Revoke, Retain`],
    [{ suspend: "yes" }, `spec.suspend: expected boolean, got "yes"`],
    [{ gatewayRef: {} }, "spec.gatewayRef.name: is missing; expected string"],
    [{ routes: [{ provider: "OpenAI" }] }, `spec.routes[0].provider: "OpenAI" is no vendor; write it in lower case`],
    [
      { routes: [{ provider: "openai", models: ["a b"] }] },
      `spec.routes[0].models[0]: got "a b"; allowed: text like /^[^`,
    ],
    [{ name: "key1" }, `spec.name: "key1" does not say what the key is for.`],
    [{ rotation: { every: "30 days" } }, `spec.rotation.every: "30 days" is no duration; write for example 30d`],
    [{ expiresAt: "tomorrow" }, `spec.expiresAt: "tomorrow" is no RFC 3339 time`],
    [{ rotation: { evry: "30d" } }, `spec.rotation: has no field "evry"; \`kubectl explain tokapikey.spec.rotation\``],
    [
      { secret: { template: { type: "bootstrap.kubernetes.io/token" } } },
      "spec.secret.template.type: a Secret of this type",
    ],
    [{ group: "x".repeat(200) }, `spec.group: got "${"x".repeat(56)}…"; allowed: at most 100 characters`],
  ])("says of %j where it is wrong and what is allowed", (spec, message) => {
    expect(problems(apiKey(spec)).map((each) => each.message)).toContainEqual(expect.stringContaining(message));
  });

  it("reports every problem at once", () => {
    expect(problems(apiKey({ suspend: 1, group: "", quota: {} })).map(({ path }) => path)).toEqual([
      "spec.group",
      "spec.quota.amount",
      "spec.suspend",
    ]);
  });

  it("keeps metadata and status of a resource whose spec is bad, so that its keys are kept and it can be deleted", () => {
    const status = { lastRevision: 3, keys: [] };
    const parsed = parseTokApiKey(apiKey({ suspend: 1 }, { status }));
    expect(parsed).toMatchObject({ ok: false, metadata, status });
  });

  it("tells a status that it does not understand from one that is not there", () => {
    const key = { revision: 1, name: "n", state: "Frozen", reason: "Created", plannedAt: "2026-01-01T00:00:00Z" };
    const unread = parseTokApiKey(apiKey({}, { status: { keys: [key] } }));
    expect(unread).toMatchObject({ ok: false, status: undefined, problems: [{ path: "status.keys[0].state" }] });
    expect(parseTokApiKey(apiKey({}))).toMatchObject({ ok: true, status: {} });
  });

  it("asks for a telling name: the resource's, if the spec gives none", () => {
    const nameless = { ...apiKey({}), metadata: { ...metadata, name: "test" } };
    expect(problems(nameless)).toEqual([
      { path: "metadata.name", message: expect.stringContaining("does not say what the key is for") },
    ]);
    expect(problems({ ...nameless, spec: { gatewayRef: { name: "g" }, name: "prod-api" } })).toEqual([]);
  });

  it.each([
    undefined,
    null,
    "text",
    [],
    {},
    { kind: "Secret", apiVersion: "v1" },
    { ...apiKey({}), apiVersion: "tokapi.dev/v2" },
  ])("refuses %j as being something else", (object) => {
    expect(problems(object)).toEqual([{ path: "kind", message: expect.stringContaining("expected TokApiKey") }]);
  });
});

describe("parsing the other kinds", () => {
  const object = (kind: string, spec: object) => ({ apiVersion: "tokapi.dev/v1alpha1", kind, metadata, spec });

  it("reads a TokModelRoute", () => {
    const spec = { provider: "anthropic", models: ["claude-opus-4-5"], description: "For the agents." };
    expect(parseTokModelRoute(object("TokModelRoute", spec))).toEqual({ ok: true, metadata, spec, status: {} });
  });

  it("reads a TokGateway", () => {
    const spec = {
      driver: "sub2api",
      panelURL: "https://panel.example.com",
      dataURL: "https://api.example.com",
      credentialsSecretRef: { name: "account", keys: { email: "user" } },
      caBundle: { secretRef: { name: "ca", key: "tls.crt" } },
      proxy: { url: "http://proxy:3128", secretRef: { name: "proxy" } },
      timeout: "20s",
      rateLimits: [{ bucket: "panel", limit: 60, window: "1m" }],
      pollInterval: "10m",
      maxConcurrentRotations: 5,
    };
    expect(parseTokGateway(object("TokGateway", spec))).toEqual({ ok: true, metadata, spec, status: {} });
  });

  it("reads a ClusterTokGateway", () => {
    const spec = {
      preset: "TokenForMe",
      region: "ue1",
      credentialsSecretRef: { name: "account", namespace: "llm" },
      namespaceSelector: { matchLabels: { llm: "yes" }, matchExpressions: [{ key: "env", operator: "Exists" }] },
      namespaces: ["team-a"],
      policy: { groups: ["GPT Standard"], models: ["gpt-5"], maxKeys: 10, minRotation: "1d" },
    };
    expect(parseClusterTokGateway(object("ClusterTokGateway", spec))).toEqual({ ok: true, metadata, spec, status: {} });
  });
});
