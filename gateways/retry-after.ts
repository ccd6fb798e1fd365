import { type Instant, type Milliseconds, minute } from "../core/time.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const httpDate = /^[A-Z][a-z]{2}, (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT$/;
const longest: Milliseconds = 24 * 60 * minute;

/** How long a Retry-After header asks us to wait, from `now`; both its forms; undefined if it is absent or nonsense. */
export function retryAfter(header: string | undefined, now: Instant): Milliseconds | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1000, longest);
  const found = httpDate.exec(text);
  const month = found ? months.indexOf(found[2]!) : -1;
  if (!found || month < 0) return undefined;
  const at = Date.UTC(Number(found[3]), month, Number(found[1]), Number(found[4]), Number(found[5]), Number(found[6]));
  return Math.min(Math.max(0, at - now), longest);
}
