import { describe, expect, it } from "@jest/globals";
import { ExactNumber, unknown, type ValueMap } from "../../../provider/protocol/value.ts";
import { parsedPath } from "../../../provider/resources/attribute-path.ts";
import { declaredKey } from "../../../provider/resources/declared-key.ts";
import { inHcl } from "../../../provider/resources/in-hcl.ts";
import { keyAttributes } from "../../../provider/resources/key-attributes.gen.ts";

const nothing: ValueMap = Object.fromEntries(Object.keys(keyAttributes).map((name) => [name, null]));
const declare = (attributes: ValueMap) => declaredKey({ ...nothing, ...attributes });
const route = { provider: "openai", enabled: null, models: null, priority: null, rate_limit: null };

describe("a key declared in HCL", () => {
  it("is core's KeySpec in core's names", () => {
    const { spec, diagnostics } = declare({
      name: "prod-api-server",
      routes: [{ ...route, models: ["gpt-4o"], rate_limit: { requests_per_minute: 5, tokens_per_minute: null } }],
      quota: { amount: new ExactNumber("12.50"), reset: "Daily" },
      expires_at: "2027-01-31T00:00:00Z",
      allowed_ips: ["10.0.0.0/8"],
      enabled: false,
    });
    expect(diagnostics).toEqual([]);
    expect(spec).toEqual({
      name: "prod-api-server",
      routes: [{ provider: "openai", models: ["gpt-4o"], rateLimit: { requestsPerMinute: 5 } }],
      quota: { amount: 12.5, reset: "Daily" },
      expiresAt: "2027-01-31T00:00:00Z",
      allowedIPs: ["10.0.0.0/8"],
      enabled: false,
    });
  });

  it("has no spec while something in it is unknown, and what is unknown is not complained about", () => {
    const { spec, diagnostics } = declare({ name: "prod-api-server", routes: [{ ...route, provider: unknown }] });
    expect(spec).toBeUndefined();
    expect(diagnostics).toEqual([]);
  });

  it("is refused for what is known to be wrong beside what is unknown", () => {
    const { diagnostics } = declare({ name: "key1", group: unknown, quota: { amount: -1, reset: unknown } });
    expect(diagnostics.map(({ path }) => path)).toEqual([["name"], ["quota", "amount"]]);
    expect(diagnostics[0]!.detail).toMatch(/does not say what the key is for/);
  });

  it("is refused at the attribute's own path and name", () => {
    const { diagnostics } = declare({
      name: "prod-api-server",
      routes: [route, { ...route, rate_limit: { requests_per_minute: 0, tokens_per_minute: null } }],
    });
    expect(diagnostics).toMatchObject([{ path: ["routes", 1, "rate_limit", "requests_per_minute"] }]);
  });
});

describe("what a driver says", () => {
  it("points at attributes", () => {
    expect(parsedPath("spec.routes[3].rateLimit")).toEqual(["routes", 3, "rate_limit"]);
    expect(parsedPath("spec.quota.reset")).toEqual(["quota", "reset"]);
  });

  it("points at the whole set where the item has no place", () => {
    expect(parsedPath("spec.allowedIPs[2]")).toEqual(["allowed_ips"]);
  });

  it("is told in the words of HCL", () => {
    expect(inHcl("Leave rateLimit out, or bound the spending with spec.quota.")).toBe(
      "Leave rate_limit out, or bound the spending with quota.",
    );
  });

  it("and so is what a gateway's configuration lacks", () => {
    expect(inHcl("If its authority is your own, give it as caBundle, or another dataURL.")).toBe(
      "If its authority is your own, give it as ca_bundle, or another data_url.",
    );
  });
});
