import { describe, expect, it } from "@jest/globals";
import { shownDiagnostics } from "./diagnostics.ts";

const output = `tok_api_key.a: Refreshing state... [id=1]

Warning: Something is
odd

  with tok_api_key.a["x"],
  on main.tf line 1, in resource "tok_api_key" "a":
   1: resource "tok_api_key" "a" {

It is long, and the terminal
breaks it.

(and one more similar warning elsewhere)

Error: Name is refused

  with tok_api_key.a["x"],
  on main.tf line 2, in resource "tok_api_key" "a":
   2:   name = "key1"

Say more.

Error: Without a place
`;

describe("the diagnostics on a terminal", () => {
  it("are taken apart: severity, summary, object, line, detail", () => {
    expect(shownDiagnostics(output)).toMatchObject([
      {
        severity: "warning",
        summary: "Something is odd",
        at: 'tok_api_key.a["x"]',
        detail: expect.stringContaining("the terminal breaks it."),
      },
      {
        severity: "error",
        summary: "Name is refused",
        at: 'tok_api_key.a["x"]',
        line: 'name = "key1"',
        detail: expect.stringMatching(/Say more\.$/),
      },
      { severity: "error", summary: "Without a place", at: undefined, line: undefined },
    ]);
  });

  it("may be none", () => expect(shownDiagnostics("Apply complete!")).toEqual([]));
});
