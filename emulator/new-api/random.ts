import { randomBytes, randomInt } from "node:crypto";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** `length` random characters out of [0-9A-Za-z]. */
export function alphanumerics(length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      // 248 = 4 * 62: bytes above it would favour the first letters.
      if (byte < 248 && text.length < length) text += alphabet[byte % 62];
    }
  }
  return text;
}

/** A PAT as servers make them: base64 of 20 to 24 bytes, so 28 or 32 characters, padding and all. */
export function accessToken(): string {
  return randomBytes(20 + randomInt(5)).toString("base64");
}
