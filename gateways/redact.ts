import type { Sensitive } from "../core/sensitive.ts";

/** Takes secrets out of texts. Everything that may reach an error, an event or a log goes through one of these. */
export interface Redactor {
  /** Remembers a secret, so that it is masked wherever it turns up, also percent-encoded. Returns it, for chaining. */
  add<Secret extends Sensitive | string>(secret: Secret): Secret;
  /** The text with every remembered secret, and everything that looks like one, replaced by `[redacted]`. */
  redact(text: string): string;
}

const mask = "[redacted]";

/** What secrets of these gateways look like, for those that nobody told us about (an echo of somebody else's key). */
const shapes: readonly RegExp[] = [
  /\b(?:Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}/gi,
  /\bsk-[A-Za-z0-9_-]{6,}/g,
  /\brt_[A-Za-z0-9_-]{8,}/g,
  /\badmin-[0-9a-fA-F]{16,}/g,
  /\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)?/g,
  // New API shows keys without their prefix: 48 alphanumerics. Git hashes (40) and UUIDs stay readable.
  /\b[A-Za-z0-9]{44,}\b/g,
];

/** A redactor that remembers the newest `capacity` secrets; older ones are still caught by their shape. */
export function createRedactor(capacity = 2_000): Redactor {
  const known = new Set<string>();

  function remember(text: string): void {
    // Shorter texts would mask ordinary words.
    if (text.length < 6) return;
    known.delete(text);
    known.add(text);
    if (known.size > capacity) known.delete(known.values().next().value as string);
  }

  return {
    add(secret) {
      const text = typeof secret === "string" ? secret : secret.reveal();
      remember(text);
      const encoded = encodeURIComponent(text);
      if (encoded !== text) remember(encoded);
      return secret;
    },
    redact(text) {
      let clean = text;
      for (const secret of known) if (clean.includes(secret)) clean = clean.replaceAll(secret, mask);
      for (const shape of shapes) clean = clean.replace(shape, mask);
      return clean;
    },
  };
}
