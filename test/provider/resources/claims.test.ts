import { describe, expect, it } from "@jest/globals";
import { createClaims } from "../../../provider/resources/claims.ts";

const name = "prod-api-server";

describe("two resources of one name", () => {
  it.each([
    [undefined, undefined],
    ["1", undefined],
    [undefined, "1"],
    ["1", "2"],
  ])("are refused whichever comes first: %s, %s", (first, second) => {
    const claims = createClaims();
    expect(claims.declare(name, first, first === undefined)).toBe("fine");
    expect(claims.declare(name, second, second === undefined)).toBe("declared twice");
  });

  it("are one when the same is planned as a change, and then as a new object", () => {
    const claims = createClaims();
    claims.declare(name, "1", false);
    expect(claims.declare(name, "1", true)).toBe("fine");
  });
});

describe("a name that is destroyed and made in one plan", () => {
  it("is refused when the destruction is planned first", () => {
    const claims = createClaims();
    expect(claims.destroy(name, "1")).toBe(true);
    expect(claims.declare(name, undefined, true)).toBe("destroyed too");
  });

  it("is refused when the new one is planned first", () => {
    const claims = createClaims();
    claims.declare(name, undefined, true);
    expect(claims.destroy(name, "1")).toBe(false);
  });

  it("is fine when what is destroyed is an earlier object of the same resource", () => {
    const claims = createClaims();
    claims.declare(name, "2", false);
    expect(claims.destroy(name, "1")).toBe(true);
  });

  it("is fine while it is carried out, for the plan was accepted", () => {
    const claims = createClaims();
    claims.begin();
    claims.declare(name, undefined, true);
    expect(claims.destroy(name, "1")).toBe(true);
  });
});
