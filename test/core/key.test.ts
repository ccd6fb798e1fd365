import { describe, expect, it } from "@jest/globals";
import * as z from "zod/mini";
import { type KeySpec, keySchema } from "../../core/key.ts";

const full: KeySpec = {
  name: "prod-api-server",
  description: "The API servers in Frankfurt",
  group: "GPT Standard",
  routes: [
    {
      provider: "openai",
      enabled: true,
      models: ["gpt-5", "ft:gpt-5:acme"],
      priority: 1,
      rateLimit: { requestsPerMinute: 60 },
    },
  ],
  quota: { amount: 100, reset: "Monthly" },
  expiresAt: "2027-01-31T00:00:00Z",
  lifetime: "90d",
  allowedIPs: ["10.0.0.0/8", "2001:db8::1"],
  enabled: true,
};

function complaints(spec: unknown): readonly string[] {
  const result = keySchema.safeParse(spec);
  if (result.success) return [];
  return result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}

describe("a declared key", () => {
  it("may say everything, and is read back as it was written: no defaults are added", () => {
    expect(keySchema.parse(full)).toEqual(full);
  });

  it("may say nothing", () => {
    expect(keySchema.parse({})).toEqual({});
  });

  it("with a name that says nothing is refused with advice", () => {
    expect(complaints({ name: "key1" })).toEqual([
      'name: "key1" does not say what the key is for. Say where and how the key is used, for example prod-api-server or staging-batch-summaries.',
    ]);
  });

  it.each(["30", "1 day", "P30D", "-5m", "1.5h", ""])("with the lifetime %j is refused with examples", (lifetime) => {
    expect(complaints({ lifetime })).toEqual([
      `lifetime: "${lifetime}" is no duration; write for example 30d, 12h or 1h30m (units: ms, s, m, h, d, w)`,
    ]);
  });

  it("with a lifetime beyond a thousand years is refused", () => {
    expect(complaints({ lifetime: "99999999w" })).toEqual(["lifetime: is longer than a thousand years"]);
  });

  it.each(["tomorrow", "2027-01-31", "2027-02-30T00:00:00Z", "2027-01-31T00:00:00"])(
    "with the expiry %j is refused with an example",
    (expiresAt) => {
      expect(complaints({ expiresAt })).toEqual([
        `expiresAt: "${expiresAt}" is no RFC 3339 time; write for example 2027-01-31T00:00:00Z`,
      ]);
    },
  );

  it.each<[string, unknown, string]>([
    ["an unknown field", { qouta: { amount: 1 } }, ""],
    ["an unknown field of a route", { routes: [{ provider: "openai", model: "gpt-5" }] }, "routes.0"],
    ["a route without a provider", { routes: [{ models: ["gpt-5"] }] }, "routes.0.provider"],
    ["a provider in capitals", { routes: [{ provider: "OpenAI" }] }, "routes.0.provider"],
    [
      "a model with a comma, which New API would take for two",
      { routes: [{ provider: "openai", models: ["a,b"] }] },
      "routes.0.models.0",
    ],
    ["a model with a space", { routes: [{ provider: "openai", models: ["a b"] }] }, "routes.0.models.0"],
    ["an empty model", { routes: [{ provider: "openai", models: [""] }] }, "routes.0.models.0"],
    ["a quota of nothing", { quota: { amount: 0 } }, "quota.amount"],
    ["a negative quota", { quota: { amount: -1 } }, "quota.amount"],
    ["a quota without an amount", { quota: { reset: "Daily" } }, "quota.amount"],
    ["an endless quota", { quota: { amount: Number.POSITIVE_INFINITY } }, "quota.amount"],
    ["a quota that is a text", { quota: { amount: "100" } }, "quota.amount"],
    ["a reset that no gateway knows", { quota: { amount: 1, reset: "Yearly" } }, "quota.reset"],
    ["a host name as an address", { allowedIPs: ["example.com"] }, "allowedIPs.0"],
    [
      "half a request per minute",
      { routes: [{ provider: "openai", rateLimit: { requestsPerMinute: 0.5 } }] },
      "routes.0.rateLimit.requestsPerMinute",
    ],
    ["a priority below zero", { routes: [{ provider: "openai", priority: -1 }] }, "routes.0.priority"],
    ["enabled as a text", { enabled: "false" }, "enabled"],
    ["an empty group, which New API takes for the default one", { group: "" }, "group"],
  ])("with %s is refused at the very field", (_what, spec, path) => {
    const found = complaints(spec);
    expect(found).not.toEqual([]);
    for (const complaint of found) expect(complaint.slice(0, path.length + 2)).toBe(`${path}: `);
  });

  it("is bounded everywhere a list or a text could grow", () => {
    expect(complaints({ routes: Array.from({ length: 65 }, () => ({ provider: "openai" })) })).toHaveLength(1);
    expect(complaints({ allowedIPs: Array.from({ length: 257 }, () => "10.0.0.1") })).toHaveLength(1);
    expect(complaints({ description: "x".repeat(501) })).toHaveLength(1);
    expect(complaints({ group: "x".repeat(101) })).toHaveLength(1);
    expect(complaints({ lifetime: `${"9".repeat(400)}d` }).length).toBeGreaterThan(0);
  });

  it("has a description on every field, because people read them in kubectl explain", () => {
    for (const [name, field] of Object.entries(keySchema.shape)) {
      expect([name, z.globalRegistry.get(field)?.description ?? ""]).toEqual([name, expect.stringMatching(/\.$/)]);
    }
  });
});
