import { BlockList, isIP } from "node:net";

/** Whether a text is an address or a CIDR block: no blanks, no host names; host bits are fine. */
export function isPattern(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
}

/** Whether the address is in one of the patterns. */
export function matches(patterns: readonly string[], address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const list = new BlockList();
  for (const pattern of patterns) {
    const [net = "", bits] = pattern.split("/");
    const type = isIP(net) === 4 ? "ipv4" : "ipv6";
    if (bits === undefined) list.addAddress(net, type);
    else list.addSubnet(net, Number(bits), type);
  }
  return list.check(address, family === 4 ? "ipv4" : "ipv6");
}

/** Loopback and private networks, which the public limit does not count. */
export function isPrivate(address: string): boolean {
  return matches(["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7"], address);
}
