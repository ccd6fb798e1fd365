import { describe, expect, it } from "@jest/globals";
import type { Restrictions } from "../../core/restrictions.ts";
import { fields, isStale, remoteKey, restrictions, units } from "../../gateways/new-api/fields.ts";
import { canonicalProvider, providerOf } from "../../gateways/new-api/providers.ts";
import { compareVersions, parseVersion, traitsOf } from "../../gateways/new-api/version.ts";
import { type Token, token } from "../../gateways/new-api/wire.ts";

const perUnit = 500_000;
const now = 1_800_000_000_000;

function row(more: Partial<Record<keyof Token, unknown>> = {}): Token {
  return token.parse({
    id: 7,
    key: "abcd**********wxyz",
    status: 1,
    name: "n",
    created_time: 1_700_000_000,
    accessed_time: 1_700_000_000,
    expired_time: -1,
    remain_quota: 0,
    unlimited_quota: true,
    model_limits_enabled: false,
    model_limits: "",
    allow_ips: null,
    used_quota: 0,
    group: "",
    ...more,
  });
}

describe("quotas that round to unlimited", () => {
  it.each([
    [0.000_001, undefined],
    [0.000_002, 1],
    [5, 2_500_000],
    [4_294.967_294, 2_147_483_647],
    [4_294.968, undefined],
    [0, undefined],
    [-1, undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
  ])("%d USD is %s units", (amount, expected) => {
    expect(units(amount, perUnit)).toBe(expected);
  });

  it("a quota is never written as unlimited, also when more was used than it allows", () => {
    const want: Restrictions = { allowedIPs: [], quota: { amount: 1 } };
    expect(fields("n", want, perUnit, 700_000)).toMatchObject({ unlimited_quota: false, remain_quota: 0 });
    expect(fields("n", want, perUnit, 200_000)).toMatchObject({ unlimited_quota: false, remain_quota: 300_000 });
    expect(fields("n", { allowedIPs: [] }, perUnit, 700_000)).toMatchObject({ unlimited_quota: true, remain_quota: 0 });
  });
});

describe("what is written and what is read", () => {
  it.each<[string, Restrictions]>([
    ["nothing", { allowedIPs: [] }],
    [
      "everything",
      { group: "vip", models: ["a", "b"], quota: { amount: 5 }, expiresAt: now, allowedIPs: ["10.0.0.0/8", "::1"] },
    ],
    ["no model at all", { models: [], allowedIPs: [] }],
  ])("agree about %s", (_, want) => {
    expect(restrictions(row(fields("n", want, perUnit)), perUnit)).toEqual(want);
  });

  it("every field is written, because an omitted one is a zero that kills or opens the key", () => {
    expect(Object.keys(fields("n", { allowedIPs: [] }, perUnit)).sort()).toEqual([
      "allow_ips",
      "cross_group_retry",
      "expired_time",
      "group",
      "model_limits",
      "model_limits_enabled",
      "name",
      "remain_quota",
      "unlimited_quota",
    ]);
    expect(fields("n", { allowedIPs: [] }, perUnit)).not.toHaveProperty("status");
  });

  it("an expiry is never rounded to a later second, nor to 0 or -1, which mean other things", () => {
    expect(fields("n", { allowedIPs: [], expiresAt: 1_999 }, perUnit).expired_time).toBe(1);
    expect(fields("n", { allowedIPs: [], expiresAt: -1_000 }, perUnit).expired_time).toBe(1);
    expect(restrictions(row({ expired_time: 0 }), perUnit).expiresAt).toBe(0);
  });

  it("model entries behind a blank open nothing, so they show as they are", () => {
    expect(restrictions(row({ model_limits_enabled: true, model_limits: "a, b" }), perUnit).models).toEqual([
      " b",
      "a",
    ]);
    expect(restrictions(row({ model_limits_enabled: false, model_limits: "a,b" }), perUnit).models).toBeUndefined();
  });

  it("the remaining quota of an unlimited key, which counts below zero, is no quota", () => {
    expect(restrictions(row({ remain_quota: -500_000, used_quota: 500_000 }), perUnit).quota).toBeUndefined();
  });
});

describe("whether a key is usable", () => {
  const past = now / 1000 - 60;
  it.each([
    [row(), true, "yes"],
    [row({ status: 2 }), false, "disabled"],
    [row({ status: 0 }), false, "disabled"],
    [row({ status: 99 }), false, "disabled"],
    [row({ expired_time: past }), true, "expired"],
    [row({ expired_time: 0 }), true, "expired"],
    [row({ status: 3 }), true, "expired"],
    [row({ unlimited_quota: false, remain_quota: 0 }), true, "exhausted"],
    [row({ unlimited_quota: false, remain_quota: -3 }), true, "exhausted"],
    [row({ status: 4, unlimited_quota: false, remain_quota: 9 }), true, "exhausted"],
  ])("case %#", (key, enabled, usable) => {
    expect(remoteKey(key, perUnit, now)).toMatchObject({ enabled, usable });
  });

  it("a key that was put aside and has got time and quota again is known as such", () => {
    expect(isStale(row({ status: 3 }), now)).toBe(true);
    expect(isStale(row({ status: 4, unlimited_quota: false, remain_quota: 9 }), now)).toBe(true);
    expect(isStale(row({ status: 3, expired_time: past }), now)).toBe(false);
    expect(isStale(row({ status: 2 }), now)).toBe(false);
  });
});

describe("versions", () => {
  it("are ordered as they were released", () => {
    const released = [
      "v0.6.8.2",
      "v0.10.0-alpha.3",
      "v0.10.0-beta.1",
      "v0.10.0",
      "v0.10.1",
      "v0.11.4-alpha.4",
      "v0.11.4",
      "v1.0.0-rc.9",
      "v1.0.0-rc.24",
      "v1.0.0",
    ];
    for (const [index, text] of released.entries()) {
      if (index > 0)
        expect(compareVersions(parseVersion(text)!, parseVersion(released[index - 1]!)!)).toBeGreaterThan(0);
    }
  });

  it.each([
    [
      "v1.0.0-rc.24",
      { masked: true, ipRanges: true, modelsByGroup: true, realStatus: true, probeSeesGroup: true },
      360,
    ],
    [
      "v1.0.0-rc.21",
      { masked: true, ipRanges: true, modelsByGroup: true, realStatus: false, probeSeesGroup: true },
      360,
    ],
    ["v0.10.8", { masked: false, ipRanges: true, modelsByGroup: false, realStatus: false, probeSeesGroup: true }, 180],
    [
      "v0.6.8.2",
      { masked: false, ipRanges: false, modelsByGroup: false, realStatus: false, probeSeesGroup: false },
      180,
    ],
    ["", { version: "unknown", ipRanges: false, realStatus: false }, 180],
    ["my-fork", { version: "my-fork", ipRanges: false, realStatus: false }, 180],
  ])("%s", (version, traits, global) => {
    expect(traitsOf(version)).toMatchObject(traits);
    expect(traitsOf(version).limits.GA.limit).toBe(global);
  });
});

describe("providers", () => {
  it("are known by the site's vendors first, then by the models' names", () => {
    expect(providerOf("gpt-4o-mini", "Azure OpenAI")).toBe("azure-openai");
    expect(providerOf("gpt-4o-mini", undefined)).toBe("openai");
    expect(providerOf("claude-3-5-sonnet-20241022", undefined)).toBe("anthropic");
    expect(providerOf("gemini-2.5-pro", "Google")).toBe("gemini");
    expect(providerOf("o3-mini", undefined)).toBe("openai");
    expect(providerOf("free-model", undefined)).toBeUndefined();
    expect(canonicalProvider("Google")).toBe(canonicalProvider("gemini"));
  });
});
