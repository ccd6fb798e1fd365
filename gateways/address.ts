import { isIP } from "node:net";

/** Whether that is an IP address as servers read it: whole, without a zone, a port or blanks. */
export function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes("%");
}

/** Whether that is a CIDR range; it may begin within itself, as 192.0.2.7/24 does. */
export function isRange(text: string): boolean {
  const [, address = "", length = ""] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  return isAddress(address) && Number(length) <= (isIP(address) === 4 ? 32 : 128);
}
