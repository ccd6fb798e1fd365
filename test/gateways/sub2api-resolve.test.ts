import { describe, expect, it } from "@jest/globals";
import type { KeySpec } from "../../core/key.ts";
import { resolveSpec } from "../../gateways/sub2api/resolve.ts";
import { daysUntil, remoteKey, wireLimits } from "../../gateways/sub2api/restrictions.ts";
import { traitsOf } from "../../gateways/sub2api/version.ts";
import type { WireGroup, WireKey } from "../../gateways/sub2api/wire.ts";

const group = (id: number, name: string, platform: string): WireGroup => ({ id, name, platform });
const groups = [
  group(1, "codex", "openai"),
  group(2, "claude", "anthropic"),
  group(3, "Claude", "openai"),
  group(4, "claude ", "anthropic"),
  group(5, "mixed", "composite"),
  group(6, "GPT Standard", "openai"),
];

const problemsOf = (spec: KeySpec) =>
  resolveSpec(spec, groups, false).problems.map(({ reason, path, message }) => [reason, path, message] as const);

describe("resolving a key for Sub2API", () => {
  it("takes a group by its exact name", () => {
    const { restrictions, problems, warnings } = resolveSpec({ group: "GPT Standard" }, groups, false);
    expect({ restrictions, problems, warnings }).toEqual({
      restrictions: { group: "GPT Standard", allowedIPs: [] },
      problems: [],
      warnings: [],
    });
  });

  it("passes quota, expiry and addresses on", () => {
    const spec: KeySpec = {
      group: "codex",
      quota: { amount: 5, reset: "Weekly" },
      expiresAt: "2027-01-31T00:00:00Z",
      allowedIPs: ["2001:db8::/32", "192.0.2.7"],
    };
    expect(resolveSpec(spec, groups, false).restrictions).toEqual({
      group: "codex",
      quota: { amount: 5, reset: "Weekly" },
      expiresAt: Date.parse("2027-01-31T00:00:00Z"),
      allowedIPs: ["192.0.2.7", "2001:db8::/32"],
    });
  });

  it.each<[string, KeySpec, string, string, RegExp]>([
    ["no group", {}, "GroupRequired", "spec.group", /codex.*\(openai\)/],
    ["an unknown group", { group: "GPT" }, "GroupUnknown", "spec.group", /GPT Standard/],
    ["another case", { group: "Codex" }, "GroupUnknown", "spec.group", /Did you mean "codex"/],
    ["an ambiguous group", { group: "claude" }, "GroupAmbiguous", "spec.group", /"claude ".*Rename/],
    [
      "another vendor's route",
      { group: "codex", routes: [{ provider: "anthropic" }] },
      "RouteNotEnforceable",
      "spec.routes[0].provider",
      /opens openai/,
    ],
    [
      "a route of a composite group",
      { group: "mixed", routes: [{ provider: "openai" }] },
      "RouteNotEnforceable",
      "spec.routes[0].provider",
      /composite/,
    ],
    [
      "models",
      { group: "codex", routes: [{ provider: "openai", models: ["gpt-4o"] }] },
      "RouteNotEnforceable",
      "spec.routes[0].models",
      /group decides/,
    ],
    [
      "a rate limit",
      { group: "codex", routes: [{ provider: "openai", rateLimit: { requestsPerMinute: 5 } }] },
      "RouteNotEnforceable",
      "spec.routes[0].rateLimit",
      /quota/,
    ],
    [
      "closed routes only",
      { group: "codex", routes: [{ provider: "openai", enabled: false }] },
      "RouteNotEnforceable",
      "spec.routes",
      /enabled: false/,
    ],
    [
      "a monthly quota",
      { group: "codex", quota: { amount: 1, reset: "Monthly" } },
      "NotSupported",
      "spec.quota.reset",
      /Daily/,
    ],
    [
      "a bad address",
      { group: "codex", allowedIPs: ["192.0.2.1", "1.2.3.4/33"] },
      "AddressInvalid",
      "spec.allowedIPs[1]",
      /1\.2\.3\.4/,
    ],
  ])("refuses %s", (_what, spec, reason, path, message) => {
    expect(problemsOf(spec)).toEqual([[reason, path, expect.stringMatching(message)]]);
  });

  it("refuses two vendors in one key", () => {
    const spec: KeySpec = { group: "codex", routes: [{ provider: "openai" }, { provider: "anthropic" }] };
    expect(problemsOf(spec).at(-1)).toEqual([
      "RouteNotEnforceable",
      "spec.routes",
      expect.stringContaining("one key per vendor"),
    ]);
  });

  it("does not mind a closed route of another vendor", () => {
    expect(
      problemsOf({ group: "codex", routes: [{ provider: "openai" }, { provider: "anthropic", enabled: false }] }),
    ).toEqual([]);
  });

  it("warns of hints that are ignored, and of IP lists that stop nobody", () => {
    const spec: KeySpec = {
      group: "codex",
      description: "for people",
      routes: [{ provider: "openai", priority: 1 }],
      allowedIPs: ["192.0.2.1"],
    };
    const { problems, warnings } = resolveSpec(spec, groups, true);
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      expect.stringContaining("priority"),
      expect.stringContaining("allowedIPs"),
      expect.stringContaining("description"),
    ]);
  });
});

describe("limits", () => {
  it.each([
    [{ amount: 5 }, "quota", 5],
    [{ amount: 5, reset: "Daily" as const }, "rate_limit_1d", 5],
    [{ amount: 5, reset: "Weekly" as const }, "rate_limit_7d", 5],
    [{ amount: 0.123456789 }, "quota", 0.12345679],
    [{ amount: 1e-12 }, "quota", 1e-8],
  ])("of %j are %s = %d, and nothing else", (quota, field, value) => {
    const none = { quota: 0, rate_limit_5h: 0, rate_limit_1d: 0, rate_limit_7d: 0 };
    expect(wireLimits(quota)).toEqual({ ...none, [field]: value });
  });

  it("of a month cannot be had", () => {
    expect(wireLimits({ amount: 1, reset: "Monthly" })).toBeUndefined();
  });
});

describe("a key as it is read", () => {
  const now = Date.parse("2026-11-22T12:00:00Z");
  const key: WireKey = { id: 7, key: "sk-secret", name: "app", status: "active", group: { id: 1, name: "codex" } };

  it("never holds the text", () => {
    expect(JSON.stringify(remoteKey(key, now))).not.toContain("secret");
  });

  it.each<[string, Partial<WireKey>, string, boolean]>([
    ["active", {}, "yes", true],
    ["inactive", { status: "inactive" }, "disabled", false],
    ["disabled", { status: "disabled" }, "disabled", false],
    ["past its time, whatever the status says", { expires_at: "2026-11-22T11:59:59Z" }, "expired", true],
    ["past its quota, whatever the status says", { quota: 0.005, quota_used: 0.015 }, "exhausted", true],
    ["said to be exhausted", { status: "quota_exhausted", quota: 1 }, "exhausted", true],
    [
      "past its daily window",
      { rate_limit_1d: 1, usage_1d: 1, reset_1d_at: "2026-11-23T00:00:00Z" },
      "exhausted",
      true,
    ],
    [
      "past a window that has ended",
      { rate_limit_1d: 1, usage_1d: 1, reset_1d_at: "2026-11-22T00:00:00Z" },
      "yes",
      true,
    ],
    ["without a limit, on an old server", { quota: -1, quota_used: 3 }, "yes", true],
  ])("is judged: %s", (_what, change, usable, enabled) => {
    expect(remoteKey({ ...key, ...change }, now)).toMatchObject({ usable, enabled });
  });
});

describe("small things", () => {
  it.each([
    [1, 1],
    [86_400_000, 1],
    [86_400_001, 2],
    [-5, 1],
  ])("%i ms from now are %i days", (ahead, days) => {
    expect(daysUntil(1_800_000_000_000 + ahead, 1_800_000_000_000)).toBe(days);
  });

  it.each([
    ["0.1.156", false, false, false],
    ["0.1.160", true, false, false],
    ["v0.1.161", true, true, false],
    ["0.1.179", true, true, true],
    ["0.2.0-beta", true, true, true],
    ["1.0.0", true, true, true],
    ["dev", false, false, false],
  ])("version %s has the traits of its age", (version, billingProbe, durableRevocation, putKeepsLists) => {
    expect(traitsOf(version)).toMatchObject({ billingProbe, durableRevocation, putKeepsLists });
  });

  it("takes an unknown version for an old server with a new one's limits", () => {
    expect(traitsOf(undefined)).toMatchObject({ version: "unknown", panelLimit: true, putKeepsLists: false });
    expect(traitsOf(undefined).deathProof).toBeGreaterThan(300_000);
  });
});
