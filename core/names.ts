/**
 * The names that keys bear at the gateway: `prod-api-server.k3f9x2ab.r7`, readable part first, then the owner's marker,
 * then the revision. The marker finds our keys again after a crash, even where a create answers nothing.
 */

/** Old New API servers refuse more than 30 bytes (newer ones take 50, Sub2API 100); one length for all keeps names stable. */
export const remoteNameBytes = 30;

const markerLength = 8;
const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

/**
 * The owner's marker: eight characters out of a hash over the cluster's id and the resource's uid. Forty bits are enough
 * for ten thousand keys in one account to collide with a chance below one in ten thousand.
 */
export function ownerMarker(clusterId: string, uid: string): string {
  let hash = fnv1a64(`${clusterId}/${uid}`);
  let marker = "";
  for (let index = 0; index < markerLength; index++) {
    marker += alphabet[Number(hash & 31n)];
    hash >>= 5n;
  }
  return marker;
}

/** The name of one revision at the gateway; at most {@link remoteNameBytes} bytes, ASCII only. */
export function remoteName(name: string, marker: string, revision: number): string {
  const suffix = `.${marker}.r${revision}`;
  const room = remoteNameBytes - suffix.length;
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return (readable.slice(0, room).replace(/-+$/, "") || "key") + suffix;
}

/** The marker and revision in a name, or undefined for a key that is none of ours. */
export function parseRemoteName(name: string): { marker: string; revision: number } | undefined {
  const found = /\.([a-km-np-z2-9]{8})\.r([1-9][0-9]{0,8})$/.exec(name);
  return found ? { marker: found[1]!, revision: Number(found[2]) } : undefined;
}

const telling = "Say where and how the key is used, for example prod-api-server or staging-batch-summaries.";
/** Names that could mean any key. Exported because the CRD refuses them as well. */
export const meaninglessName =
  /^(my-?)?(api-?)?(key|keys|test|testing|tmp|temp|foo|bar|default|new|token|secret|untitled|name|example)-?[0-9]*$/;

/** Why a key's name is refused, or undefined if it is a good one. The services advise names that tell the use. */
export function nameProblem(name: string): string | undefined {
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)) {
    return `"${name}" must consist of lower-case letters, digits and hyphens, and begin and end with a letter or digit.`;
  }
  if (name.length > 63) return `"${name.slice(0, 20)}…" is longer than 63 characters.`;
  if (name.length < 3 || meaninglessName.test(name)) return `"${name}" does not say what the key is for. ${telling}`;
  return undefined;
}

function fnv1a64(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index++) {
    hash ^= BigInt(text.charCodeAt(index));
    hash = (hash * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  // FNV hardly spreads the last characters, in which the uids of one cluster may differ; two rounds of multiply and fold
  // carry every bit of the text into the forty that the marker takes.
  for (const factor of [0xff51afd7ed558ccdn, 0xc4ceb9fe1a85ec53n]) {
    hash = ((hash ^ (hash >> 33n)) * factor) & 0xffffffffffffffffn;
  }
  return hash ^ (hash >> 33n);
}
