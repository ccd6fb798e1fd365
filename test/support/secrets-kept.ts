import type { Emulator } from "../../emulator/emulator.ts";

/** Every text that must never be shown: all keys ever made at these gateways, and what the accounts prove themselves with. */
export function secretTexts(emulators: readonly Emulator[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const add = (text: string | undefined, what: string) => {
    if (!text || text.length < 8) return;
    const bare = text.replace(/^sk-/, "");
    texts.set(bare, what);
    texts.set(Buffer.from(text).toString("base64").replace(/=+$/, ""), `${what}, in base64`);
  };
  for (const { kind, ledger, credentials } of emulators) {
    for (const key of ledger.created()) add(key.text, `the text of ${kind} key ${key.name}`);
    for (const [name, value] of Object.entries(credentials)) {
      if (/token|password|adminKey/i.test(name)) add(value, `${kind} credential ${name}`);
    }
  }
  return texts;
}

/** Where a secret shows, in words without the secret; empty when all are kept. */
export function leaks(
  secrets: ReadonlyMap<string, string>,
  places: Iterable<readonly [place: string, text: string]>,
): string[] {
  const found: string[] = [];
  for (const [place, text] of places) {
    for (const [secret, what] of secrets) if (text.includes(secret)) found.push(`${what} shows in ${place}`);
  }
  return found;
}
