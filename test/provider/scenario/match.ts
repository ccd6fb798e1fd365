/**
 * Whether a value is as expected; the answer is what is wrong, or undefined. In the expectation, `"*"` stands for
 * anything but null, and `"/…/"` for a text that the regular expression matches. Of an object only the named fields
 * are looked at; a list must match item by item.
 */
export function mismatch(actual: unknown, expected: unknown, where = "it"): string | undefined {
  const say = (problem: string) => `${where} ${problem}`;
  if (expected === "*") return actual === null || actual === undefined ? say("is null") : undefined;
  if (typeof expected === "string" && /^\/.+\/$/s.test(expected)) {
    const matches = typeof actual === "string" && new RegExp(expected.slice(1, -1), "s").test(actual);
    return matches ? undefined : say(`is ${shown(actual)}, which does not match ${expected}`);
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length)
      return say(`is ${shown(actual)}, not ${shown(expected)}`);
    return first(expected.map((item, index) => mismatch(actual[index], item, `${where}[${index}]`)));
  }
  if (typeof expected === "object" && expected !== null) {
    if (typeof actual !== "object" || actual === null) return say(`is ${shown(actual)}, not ${shown(expected)}`);
    const fields = actual as Readonly<Record<string, unknown>>;
    return first(Object.entries(expected).map(([name, item]) => mismatch(fields[name], item, `${where}.${name}`)));
  }
  return (actual ?? null) === expected ? undefined : say(`is ${shown(actual)}, not ${shown(expected)}`);
}

function first(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined);
}

function shown(value: unknown): string {
  return JSON.stringify(value ?? null);
}
