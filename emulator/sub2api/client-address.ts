import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";

/** The address that the server takes the client for: newer versions believe forwarding headers of anybody. */
export function clientAddress(trustsForwarding: boolean, peer: string, headers: IncomingHttpHeaders): string {
  if (!trustsForwarding) return peer;
  for (const name of ["cf-connecting-ip", "x-real-ip", "x-forwarded-for"]) {
    const value = headers[name];
    const first = (Array.isArray(value) ? value[0] : value)?.split(",")[0]?.trim() ?? "";
    if (isIP(first) !== 0) return first;
  }
  return peer;
}
