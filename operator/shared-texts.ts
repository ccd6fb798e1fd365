/** So many of the texts seen lately are remembered, twice that at most. */
const remembered = 2_000;
/** A longer text is hardly ever said twice. */
const longest = 200;

/**
 * Answers a function that makes texts that are equal one and the same, in place, throughout a JSON value. A parser makes
 * every text anew, and ten thousand resources say much the same: without this, half of the memory of an operator was copies.
 */
export function sharedTexts(): <Value>(value: Value) => Value {
  // Two ages instead of a count of uses: what is not said again while one fills is forgotten with it.
  let young = new Map<string, string>();
  let old = young;
  const one = (text: string): string => {
    const known = young.get(text);
    if (known !== undefined) return known;
    if (young.size >= remembered) [old, young] = [young, new Map()];
    const kept = old.get(text) ?? text;
    young.set(kept, kept);
    return kept;
  };
  const visit = (node: Record<string, unknown>): void => {
    // Of an array these are the indices.
    for (const name of Object.keys(node)) {
      const value = node[name];
      if (typeof value === "string") {
        if (value.length <= longest) node[name] = one(value);
      } else if (typeof value === "object" && value !== null) visit(value as Record<string, unknown>);
    }
  };
  return (value) => {
    if (typeof value === "object" && value !== null) visit(value as Record<string, unknown>);
    return value;
  };
}
