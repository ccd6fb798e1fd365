import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { Sensitive } from "../../core/sensitive.ts";
import { createRedactor } from "../../gateways/redact.ts";
import { retryAfter } from "../../gateways/retry-after.ts";
import { userAgent } from "../../gateways/user-agent.ts";

describe("a redactor", () => {
  const cases: readonly [name: string, text: string, secret: string][] = [
    ["a key", "bad key sk-abc123DEF456ghi789 given", "abc123"],
    ["a key of New API without its prefix", `x ${"aB3".repeat(16)} y`, "aB3aB3"],
    ["a refresh token", "rt_0123456789abcdef", "0123456"],
    ["an admin key", "admin-0123456789abcdef0123", "0123456"],
    ["a JWT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_123", "eyJ"],
    ["an authorization value", '{"Authorization":"Bearer abc/+def=="}', "abc/"],
    ["basic credentials", "Basic dXNlcjpwYXNz", "dXNl"],
  ];
  for (const [name, text, secret] of cases) {
    it(`masks ${name} by its looks`, () => {
      const clean = createRedactor().redact(text);
      expect(clean).toContain("[redacted]");
      expect(clean).not.toContain(secret);
    });
  }

  it("masks what it was told, also percent-encoded", () => {
    const redactor = createRedactor();
    redactor.add(new Sensitive("pa+ss/word="));
    expect(redactor.redact("a pa+ss/word= b pa%2Bss%2Fword%3D c")).toBe("a [redacted] b [redacted] c");
  });

  it("leaves readable what helps: ids, hashes, request ids of usual length, names", () => {
    const text =
      "key 12 prod-api.k3f9x2ab.r7, request 202611221100453431809978268d9d6, 0f8fad5b-d9cb-469f-a165-70867728950e";
    expect(createRedactor().redact(text)).toBe(text);
  });

  it("remembers the newest secrets only", () => {
    const redactor = createRedactor(2);
    for (const secret of ["first-one", "second-one", "third-one"]) redactor.add(secret);
    expect(redactor.redact("first-one second-one third-one")).toBe("first-one [redacted] [redacted]");
  });
});

describe("Retry-After", () => {
  const now = Date.UTC(2026, 10, 22, 11, 0, 0);
  it.each([
    ["12", 12_000],
    [" 0 ", 0],
    ["Sun, 22 Nov 2026 11:00:30 GMT", 30_000],
    ["Sun, 22 Nov 2026 10:00:00 GMT", 0],
    ["99999999", 86_400_000],
    ["soon", undefined],
    ["-5", undefined],
    [undefined, undefined],
  ])("%s is %s ms", (header, expected) => {
    expect(retryAfter(header, now)).toBe(expected);
  });
});

it("the User-Agent names the version of the package", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  expect(userAgent).toContain(`tokapi/${version} `);
});
