/**
 * What one server version does differently from another. A profile is only switches: the code asks for a trait, never
 * for a version, so that a new version is a new row in the table.
 */
export interface Profile {
  readonly version: string;
  /** Most rows that a list page holds. Where it is below what was asked for, the offset is still counted with the request. */
  readonly pageCap: 100 | 1000;
  readonly sortsKeys: boolean;
  readonly emailIgnoresCase: boolean;
  readonly passwordChangeRevokes: boolean;
  /** The data plane refuses keys of a group that is switched off / that the owner may no longer use. */
  readonly checksGroupActive: boolean;
  readonly checksGroupAllowed: boolean;
  /** What a key of a deleted group looks like: it keeps the number, or it has no group. */
  readonly deletedGroupStays: boolean;
  readonly escapesNames: boolean;
  /** Reading somebody else's key. */
  readonly foreignGetStatus: 403 | 404;
  readonly complianceGate: boolean;
  readonly lastUsedIp: boolean;
  readonly currentConcurrency: boolean;
  readonly billingProbe: boolean;
  readonly sessionBinding: boolean;
  readonly abuseBlock: boolean;
  /** Revocations are queued in the database, so that a lost cache message cannot bring a key back. */
  readonly durableRevocation: boolean;
  /** Believes CF-Connecting-IP, X-Real-IP and X-Forwarded-For of anybody, and names the address when it refuses one. */
  readonly trustsForwarding: boolean;
  readonly openaiQuotaError: boolean;
  /** PUT leaves IP lists alone that it was not sent; without it they are cleared. */
  readonly putKeepsIpLists: boolean;
  readonly compositeGroups: boolean;
  readonly panelLimit: boolean;
  /** `Retry-After` on the limits per address of login and refresh. */
  readonly addressRetryAfter: boolean;
  /** PUT writes only the fields it was sent; without it the whole row as read before. */
  readonly partialPut: boolean;
  readonly refusesNegatives: boolean;
  /** `reason` on the login refusal of backend mode. */
  readonly backendModeReason: boolean;
  readonly channelsRoute: boolean;
  readonly dailyUsage: boolean;
}

const v0_1_106: Profile = {
  version: "0.1.106",
  pageCap: 100,
  sortsKeys: false,
  emailIgnoresCase: false,
  passwordChangeRevokes: false,
  checksGroupActive: false,
  checksGroupAllowed: false,
  deletedGroupStays: false,
  escapesNames: false,
  foreignGetStatus: 403,
  complianceGate: false,
  lastUsedIp: false,
  currentConcurrency: false,
  billingProbe: false,
  sessionBinding: false,
  abuseBlock: false,
  durableRevocation: false,
  trustsForwarding: false,
  openaiQuotaError: false,
  putKeepsIpLists: false,
  compositeGroups: false,
  panelLimit: false,
  addressRetryAfter: false,
  partialPut: false,
  refusesNegatives: false,
  backendModeReason: false,
  channelsRoute: false,
  dailyUsage: false,
};

const v0_1_179: Profile = {
  version: "0.1.179",
  pageCap: 1000,
  sortsKeys: true,
  emailIgnoresCase: true,
  passwordChangeRevokes: true,
  checksGroupActive: true,
  checksGroupAllowed: true,
  deletedGroupStays: true,
  escapesNames: true,
  foreignGetStatus: 404,
  complianceGate: true,
  lastUsedIp: true,
  currentConcurrency: true,
  billingProbe: true,
  sessionBinding: true,
  abuseBlock: true,
  durableRevocation: true,
  trustsForwarding: true,
  openaiQuotaError: true,
  putKeepsIpLists: true,
  compositeGroups: true,
  panelLimit: true,
  addressRetryAfter: true,
  partialPut: true,
  refusesNegatives: true,
  backendModeReason: true,
  channelsRoute: true,
  dailyUsage: true,
};

/** The versions that can be emulated. 0.1.120 is what tokenfor.me most likely ran in May 2026. */
const profiles: Readonly<Record<string, Profile>> = {
  "0.1.106": v0_1_106,
  "0.1.120": { ...v0_1_106, version: "0.1.120", pageCap: 1000, sortsKeys: true, passwordChangeRevokes: true },
  "0.1.179": v0_1_179,
};

/** The profile of that version. Throws an Error that lists the known ones. */
export function profileOf(version: string): Profile {
  const profile = profiles[version];
  if (!profile) throw new Error(`no Sub2API profile "${version}"; known: ${Object.keys(profiles).join(", ")}`);
  return profile;
}
