import { minute, second } from "../../core/time.ts";
import type { RateLimit } from "../budget.ts";

/** What a server version does, as far as it makes a difference to us and cannot be seen from its answers. */
export interface Traits {
  /** As the server says it, or "unknown". */
  readonly version: string;
  /** `POST token/batch/keys` exists. From v0.12.3. */
  readonly batchReveal: boolean;
  /** Keys are masked in lists. From v0.11.4-alpha.4; corrected by what lists show. */
  readonly masked: boolean;
  /** `allow_ips` knows CIDR ranges. From v0.10.1; before, a range counts for nothing and so leaves the key open. */
  readonly ipRanges: boolean;
  /** `GET user/models?group=` looks at the group. From rc.16. */
  readonly modelsByGroup: boolean;
  /** `GET /v1/models` looks at the key's group and addresses. From v0.8.8.4. */
  readonly probeSeesGroup: boolean;
  /** A database that is away makes every key look bad on the data plane. Before v0.12.7. */
  readonly outageIs401: boolean;
  /** A refused access token is a 401, no HTTP 200. From rc.22, with which the `New-Api-User` header went away. */
  readonly realStatus: boolean;
  /** The site's default limits. */
  readonly limits: Readonly<Record<"GA" | "CT", RateLimit>>;
}

/** An unknown version is taken for the oldest one: what is needed there does no harm on a new one. */
export function traitsOf(version: string): Traits {
  const known = parseVersion(version);
  const since = (text: string) => known !== undefined && compareVersions(known, parseVersion(text)!) >= 0;
  return {
    version: version === "" ? "unknown" : version,
    batchReveal: known === undefined || since("v0.12.3"),
    masked: since("v0.11.4-alpha.4"),
    ipRanges: since("v0.10.1"),
    modelsByGroup: since("v1.0.0-rc.16"),
    probeSeesGroup: since("v0.8.8.4"),
    outageIs401: !since("v0.12.7"),
    realStatus: since("v1.0.0-rc.22"),
    limits: {
      GA: { limit: since("v1.0.0-rc.11") ? 360 : 180, windowMs: 180 * second },
      CT: { limit: 20, windowMs: 20 * minute },
    },
  };
}

/** Numbers first, then the pre-release's rank and number; a release ranks above its pre-releases. */
type Version = readonly number[];

const ranks = ["alpha", "beta", "rc"];

/** Reads `v0.6.8.2`, `v0.11.4-alpha.4`, `v1.0.0-rc.24`; undefined for anything else (forks, development builds). */
export function parseVersion(text: string): Version | undefined {
  const found = /^v?(\d{1,5})\.(\d{1,5})\.(\d{1,5})(?:\.(\d{1,5}))?(?:-(alpha|beta|rc)\.?(\d{1,5})?)?$/.exec(
    text.trim(),
  );
  if (!found) return undefined;
  const [, major, minor, patch, fourth, rank, number] = found;
  const stage = rank === undefined ? ranks.length : ranks.indexOf(rank);
  return [Number(major), Number(minor), Number(patch), Number(fourth ?? 0), stage, Number(number ?? 0)];
}

/** Negative, zero or positive, as for sorting. */
export function compareVersions(a: Version, b: Version): number {
  for (const [index, part] of b.entries()) if (a[index] !== part) return a[index]! - part;
  return 0;
}
