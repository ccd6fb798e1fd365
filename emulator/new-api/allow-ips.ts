import { BlockList, isIP } from "node:net";
import type { Profile } from "./profile.ts";

/** Whether an address may use a key with this IP list, in the manner of the version. */
export function mayUse(profile: Profile, allowIPs: string | null, address: string): boolean {
  const entries = (allowIPs ?? "")
    .split("\n")
    .map((line) => line.replace(/[ ,]/g, ""))
    .filter((line) => line !== "");
  if (entries.length === 0) return true;
  if (profile.strictIPs) return entries.some((entry) => matches(entry, address));
  // Old servers drop what is no plain address, CIDRs included, and an empty rest means no limit.
  const plain = entries.filter((entry) => isIP(entry) !== 0);
  return plain.length === 0 || plain.includes(address);
}

function matches(entry: string, address: string): boolean {
  const [network = "", bits] = entry.split("/");
  const family = isIP(network);
  if (family === 0 || isIP(address) !== family) return false;
  if (bits === undefined) return network === address;
  const prefix = Number(bits);
  if (!/^\d+$/.test(bits) || prefix > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, prefix, family === 4 ? "ipv4" : "ipv6");
  return list.check(address, family === 4 ? "ipv4" : "ipv6");
}
