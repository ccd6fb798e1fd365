import { createHmac } from "node:crypto";
import type { Sensitive } from "../../core/sensitive.ts";
import type { Instant } from "../../core/time.ts";

const step = 30_000;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * The six digits of the second factor at that moment (RFC 6238 with SHA-1 and 30 s, which is what authenticator apps and
 * Sub2API use). The secret is base32 as the site showed it; blanks, hyphens and case do not matter. Undefined if it is no
 * base32.
 */
export function totp(secret: Sensitive, now: Instant): string | undefined {
  const key = fromBase32(secret.reveal());
  if (key === undefined) return undefined;
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / step)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const offset = digest[digest.length - 1]! & 0x0f;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

function fromBase32(text: string): Buffer | undefined {
  const clean = text.toUpperCase().replace(/[\s=-]/g, "");
  if (clean === "") return undefined;
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of clean) {
    const digit = alphabet.indexOf(letter);
    if (digit < 0) return undefined;
    value = (value << 5) | digit;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >>> bits) & 0xff);
    value &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}
