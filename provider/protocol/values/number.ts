import { ExactNumber } from "../value.ts";
import { MismatchError } from "./mismatch.ts";

/** Longer ones are kept as text: no client computes with so many digits. */
const mostDigits = 400;

/** A decimal number as the value that holds it exactly. */
export function parseNumber(text: string): number | bigint | ExactNumber {
  const plain = Number(text);
  if (Number.isSafeInteger(plain) && String(plain) === text) return plain;
  const decimal = digitsOf(text);
  if (!decimal) throw new MismatchError(`"${text.slice(0, 40)}" is not a number`);
  const { digits, exponent } = decimal;
  if (exponent >= 0 && digits.length + exponent <= mostDigits) {
    const whole = BigInt(text[0] === "-" ? `-${digits}${"0".repeat(exponent)}` : digits + "0".repeat(exponent));
    return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole;
  }
  const shortest = digitsOf(String(plain));
  if (shortest && shortest.digits === digits && shortest.exponent === exponent) return plain;
  return new ExactNumber(text);
}

/** The significant digits, without zeros around them, and the power of ten that they are multiplied by. */
function digitsOf(text: string): { readonly digits: string; readonly exponent: number } | undefined {
  const parts = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,9}))?$/.exec(text);
  if (!parts) return undefined;
  const [, whole = "", fraction = "", power = "0"] = parts;
  const all = (whole + fraction).replace(/^0+/, "");
  let end = all.length;
  while (end > 0 && all[end - 1] === "0") end -= 1;
  if (end === 0) return { digits: "0", exponent: 0 };
  return { digits: all.slice(0, end), exponent: Number(power) - fraction.length + (all.length - end) };
}
