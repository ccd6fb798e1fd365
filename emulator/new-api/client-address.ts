import type { IncomingHttpHeaders } from "node:http";
import { BlockList, isIP } from "node:net";
import type { Profile } from "./profile.ts";

const privateNetworks = new BlockList();
for (const [network, bits] of [
  ["127.0.0.0", 8],
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const) {
  privateNetworks.addSubnet(network, bits);
}

/** The address that limits and IP lists see: from X-Forwarded-For as far as the version trusts those who wrote it. */
export function clientAddress(profile: Profile, peer: string, headers: IncomingHttpHeaders): string {
  const trusted = (address: string) => profile.trustedProxies === "everybody" || privateNetworks.check(address);
  const forwarded = headers["x-forwarded-for"];
  if (forwarded === undefined || !trusted(peer)) return peer;
  const hops = String(forwarded)
    .split(",")
    .map((hop) => hop.trim());
  for (let at = hops.length - 1; at >= 0; at -= 1) {
    const hop = hops[at] as string;
    if (isIP(hop) === 0) return peer;
    if (at === 0 || !trusted(hop)) return hop;
  }
  return peer;
}
