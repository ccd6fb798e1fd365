import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { renderTemplate, templateText, usesPlaceholder } from "../../../operator/resources/template-text.ts";

const values = { apiKey: "sk-new", baseURL: "https://llm.example.com", previousApiKey: "sk-old", revision: "7" };

describe("a template's text", () => {
  it.each([
    [`\${baseURL}/v1`, "https://llm.example.com/v1"],
    [`OPENAI_API_KEY=\${apiKey}\nOLD=\${previousApiKey}\n# \${revision}`, "OPENAI_API_KEY=sk-new\nOLD=sk-old\n# 7"],
    ["costs $5, $$ and $", "costs $5, $$ and $"],
    [`$\${apiKey}`, `\${apiKey}`],
    [`$$\${apiKey}`, `$\${apiKey}`],
    ["{apiKey}", "{apiKey}"],
    ["", ""],
  ])("%j is rendered as %j", (text, rendered) => {
    expect(templateText.safeParse(text).success).toBe(true);
    expect(renderTemplate(text, values)).toBe(rendered);
  });

  it.each([`\${apikey}`, `\${apiKey`, `\${}`, `\${ apiKey }`, `\${apiKey:-x}`, `\${toString}`, `\${`])(
    "%j is refused",
    (text) => {
      expect(templateText.safeParse(text).success).toBe(false);
    },
  );

  it("never renders what a value holds", () => {
    const rendered = renderTemplate(`\${apiKey}`, { ...values, apiKey: `\${previousApiKey}$&` });
    expect(rendered).toBe(`\${previousApiKey}$&`);
  });

  it("is refused or understood in every part: the pattern for the API server agrees with ours", () => {
    const rules = templateText.meta()?.["x-kubernetes-validations"] as { rule: string }[];
    const pattern = new RegExp(/matches\('(.*)'\)/.exec(rules[0]!.rule)![1]!);
    const piece = fc.constantFrom("$", "{", "}", `\${apiKey}`, `\${x}`, "a", "\n", "apiKey");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        expect(templateText.safeParse(text).success).toBe(pattern.test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it("tells which placeholders it uses, escapes aside", () => {
    expect(usesPlaceholder(`a\${previousApiKey}`, "previousApiKey")).toBe(true);
    expect(usesPlaceholder(`a$\${previousApiKey}`, "previousApiKey")).toBe(false);
    expect(usesPlaceholder(`\${apiKey}`, "previousApiKey")).toBe(false);
  });
});
