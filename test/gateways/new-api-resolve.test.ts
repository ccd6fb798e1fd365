import { describe, expect, it } from "@jest/globals";
import type { KeySpec } from "../../core/key.ts";
import { type Offer, resolveSpec } from "../../gateways/new-api/resolve.ts";

const names = ["claude-3-5-sonnet-20241022", "free-model", "gpt-4o-mini", "gpt-5-mini", "weird,name"];

function offer(more: Partial<Offer> = {}): Offer {
  return {
    groups: [{ name: "default" }, { name: "vip" }],
    perUnit: 500_000,
    ipRanges: true,
    serverVersion: "v1.0.0-rc.24",
    models: async () => ({ names, exact: true }),
    providers: async () => (model) =>
      model.startsWith("gpt") || model.startsWith("weird")
        ? "openai"
        : model.startsWith("claude")
          ? "anthropic"
          : undefined,
    ...more,
  };
}

const resolve = (spec: KeySpec, more: Partial<Offer> = {}) => resolveSpec(spec, offer(more));

describe("a spec that New API can keep", () => {
  it("opens everything that the group offers when no route is given", async () => {
    expect(await resolve({ group: "vip" })).toEqual({
      restrictions: { group: "vip", allowedIPs: [] },
      problems: [],
      warnings: [],
    });
  });

  it("has the owner's own group when none is given", async () => {
    expect((await resolve({})).restrictions).toEqual({ allowedIPs: [] });
  });

  it("expands a provider to its models, and leaves out what could not be listed", async () => {
    expect((await resolve({ routes: [{ provider: "openai" }] })).restrictions.models).toEqual([
      "gpt-4o-mini",
      "gpt-5-mini",
    ]);
  });

  it("joins routes, without those that are switched off", async () => {
    const routes = [
      { provider: "anthropic" },
      { provider: "openai", models: ["gpt-5-mini"] },
      { provider: "openai", enabled: false },
    ];
    expect(await resolve({ routes })).toMatchObject({
      restrictions: { models: ["claude-3-5-sonnet-20241022", "gpt-5-mini"] },
      problems: [],
    });
  });

  it("keeps quota, expiry and addresses", async () => {
    const spec = { quota: { amount: 5 }, expiresAt: "2027-01-31T00:00:00Z", allowedIPs: ["10.0.0.0/8", "::1", "::1"] };
    expect(await resolve(spec)).toMatchObject({
      restrictions: { quota: { amount: 5 }, expiresAt: 1_801_353_600_000, allowedIPs: ["10.0.0.0/8", "::1"] },
      problems: [],
    });
  });

  it("warns of hints that the gateway does not know", async () => {
    const { problems, warnings } = await resolve({ description: "x", routes: [{ provider: "openai", priority: 1 }] });
    expect(problems).toEqual([]);
    expect(warnings.join("\n")).toMatch(/spec\.description[\s\S]*spec\.routes\[0\]\.priority/);
  });

  it("warns when the server cannot tell the group's models", async () => {
    const { warnings } = await resolve(
      { routes: [{ provider: "openai" }] },
      { models: async () => ({ names, exact: false }) },
    );
    expect(warnings.join()).toContain("checked against all groups");
  });
});

describe("a spec that New API cannot keep is refused at its field", () => {
  it.each<[string, KeySpec, string, string, RegExp]>([
    ["an unknown group", { group: "vipp" }, "GroupUnknown", "spec.group", /Did you mean "vip"/],
    [
      "the automatic group where it is not offered",
      { group: "auto" },
      "GroupUnknown",
      "spec.group",
      /does not offer the automatic/,
    ],
    [
      "an unknown model",
      { routes: [{ provider: "openai", models: ["gpt-4o-mni"] }] },
      "ModelUnknown",
      "spec.routes[0].models[0]",
      /"gpt-4o-mini"/,
    ],
    [
      "a provider without models",
      { routes: [{ provider: "gemini" }] },
      "ProviderUnknown",
      "spec.routes[0].provider",
      /anthropic, openai/,
    ],
    [
      "a rate limit",
      { routes: [{ provider: "openai", rateLimit: { requestsPerMinute: 9 } }] },
      "RouteNotEnforceable",
      "spec.routes[0].rateLimit",
      /quota/,
    ],
    [
      "routes that are all off",
      { routes: [{ provider: "openai", enabled: false }] },
      "NoRouteEnabled",
      "spec.routes",
      /Enable one/,
    ],
    ["an empty list of routes", { routes: [] }, "NoRouteEnabled", "spec.routes", /call nothing/],
    [
      "an empty list of models",
      { routes: [{ provider: "openai", models: [] }] },
      "NoModels",
      "spec.routes[0].models",
      /empty/,
    ],
    [
      "a quota that fills again",
      { quota: { amount: 5, reset: "Daily" } },
      "NotSupported",
      "spec.quota.reset",
      /never fills/,
    ],
    [
      "a quota that rounds to nothing",
      { quota: { amount: 0.000_001 } },
      "QuotaNotRepresentable",
      "spec.quota.amount",
      /0\.000002 to 4294\.97/,
    ],
    ["a quota beyond int32", { quota: { amount: 5_000 } }, "QuotaNotRepresentable", "spec.quota.amount", /4294\.97/],
    ["an address that is none", { allowedIPs: ["10.0.0"] }, "AddressInvalid", "spec.allowedIPs[0]", /no IP/],
    ["a range that is none", { allowedIPs: ["::1", "10.0.0.0/64"] }, "AddressInvalid", "spec.allowedIPs[1]", /no CIDR/],
  ])("%s", async (_, spec, reason, path, message) => {
    const { problems } = await resolve(spec);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ reason, path, message: expect.stringMatching(message) });
  });

  it("a range on a server that would ignore it and leave the key open to every address", async () => {
    const { problems } = await resolve({ allowedIPs: ["10.0.0.0/8"] }, { ipRanges: false, serverVersion: "v0.6.8.2" });
    expect(problems).toMatchObject([{ reason: "NotSupported", path: "spec.allowedIPs[0]" }]);
  });

  it("never resolves to unrestricted models when a route was given", async () => {
    for (const routes of [[], [{ provider: "nobody" }], [{ provider: "openai", enabled: false }]])
      expect((await resolve({ routes })).restrictions.models).toEqual([]);
    expect((await resolve({ group: "nope", routes: [{ provider: "openai" }] })).restrictions.models).toEqual([]);
  });
});
