import { z } from "zod";
import { celText, ruled } from "./rules.ts";

/**
 * The texts that a Secret's template may hold. `${apiKey}`, `${baseURL}`, `${previousApiKey}` and `${revision}` are
 * replaced; `$${` stands for the two characters `${`; every other `$` is itself. There are no functions and no
 * conditions: what a template can do, a reader sees.
 */
const placeholders = ["apiKey", "baseURL", "previousApiKey", "revision"] as const;
type Placeholder = (typeof placeholders)[number];

const pattern = `^([^$]|[$]+[^\${]|[$]*[$][$][{]|[$][{](${placeholders.join("|")})[}])*[$]*$`;
/** The placeholders as they are written, for messages. */
export const placeholderList = placeholders.map((name) => `\${${name}}`).join(", ");
const message = `knows only ${placeholderList}; write $\${ for the characters \${ themselves`;

/** One text with placeholders. */
export const templateText = ruled(z.string().max(8_192), [
  {
    cel: `self.matches(${celText(pattern)})`,
    message,
    holds: (text) => unknownPlaceholder(text) === undefined,
  },
]);

/**
 * Replaces the placeholders. `${previousApiKey}` is empty while there is no previous key. A template that
 * {@link templateText} refuses is left as it is where it is wrong.
 */
export function renderTemplate(text: string, values: Readonly<Record<Placeholder, string>>): string {
  return text.replace(/\$\$\{|\$\{([a-zA-Z]*)\}/g, (all, name: string | undefined) => {
    if (all === "$${") return "${";
    return Object.hasOwn(values, name!) ? values[name as Placeholder] : all;
  });
}

/** Whether a template uses a placeholder. */
export function usesPlaceholder(text: string, name: Placeholder): boolean {
  for (const [, found] of text.matchAll(/\$\$\{|\$\{([a-zA-Z]*)\}/g)) if (found === name) return true;
  return false;
}

function unknownPlaceholder(text: string): string | undefined {
  for (const [all, name] of text.matchAll(/\$\$\{|\$\{([a-zA-Z]*)\}|\$\{/g)) {
    if (all !== "$${" && !placeholders.includes(name as Placeholder)) return all;
  }
  return undefined;
}
