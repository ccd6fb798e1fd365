/** What one server version does differently. A switch per observable behaviour, so that no code compares versions. */
export interface Profile {
  readonly version: string;
  /** Key texts are masked in lists, and there are routes to reveal them one by one or in batches. */
  readonly masked: boolean;
  readonly batchReveal: boolean;
  readonly batchDelete: boolean;
  /** List and search answer a page object counted from 1; else a bare array counted from 0. */
  readonly pagedLists: boolean;
  /** Search takes client-side wildcards, is paged and limited; else it matches substrings. */
  readonly patternSearch: boolean;
  /** Search strips the prefix `sk-` from a key's text; else the characters s, k and - from both ends. */
  readonly searchStripsPrefix: boolean;
  /** `New-Api-User` must name the credential's user. */
  readonly userHeader: boolean;
  /** Failed authentication has real status codes with `code`; logins give a JWT. Else HTTP 200 and a cookie. */
  readonly realAuthStatus: boolean;
  /** A password may be changed with a PAT. */
  readonly patChangesPassword: boolean;
  /** whoami shows the PAT, and logins answer the whole user record. */
  readonly wholeUserRecord: boolean;
  readonly maxNameBytes: number;
  readonly quotaChecked: boolean;
  /** `token_setting.max_user_tokens` counts. */
  readonly maxTokens: boolean;
  readonly crossGroupRetry: "absent" | "any group" | "auto only";
  readonly autoGroup: boolean;
  readonly autoGroupsField: boolean;
  readonly modelsByGroup: boolean;
  /** `/v1/models` and billing check IP list and group; `x-api-key` and `/v1beta` work; unpriced models are hidden. */
  readonly modernModels: boolean;
  /** IP lists take CIDRs, and broken entries lock out; else they are dropped, and an empty rest lets everybody in. */
  readonly strictIPs: boolean;
  readonly lowerCaseBearer: boolean;
  /** Errors before the relay carry `code`. */
  readonly errorCodes: boolean;
  /** One text for every 401 of a key, and database trouble is a 500; else it looks like a bad key. */
  readonly plain401: boolean;
  readonly usageRoute: boolean;
  /** The usage and log routes refuse keys that are switched off. */
  readonly usageRefusesDisabled: boolean;
  /** `/api/log/token` wants the key in Authorization; else in the query, unauthenticated. */
  readonly keyLogAuthorized: boolean;
  readonly guard: boolean;
  readonly noModelStatus: number;
  readonly noPriceStatus: number;
  /** Rows of the usage log are numbered anew in each answer and say address and request; else they show their id. */
  readonly modernLog: boolean;
  /** Every price is rounded; else those of native Anthropic calls are cut down. */
  readonly roundsEveryPrice: boolean;
  /** `/api/status` has `quota_display_type`. */
  readonly quotaDisplayType: boolean;
  /** Quota beyond which calls are not charged in advance: fixed at 10 USD, or 100 times the estimate. */
  readonly trust: "ten dollars" | "hundred estimates";
  readonly versionHeader: boolean;
  readonly authVersionHeader: boolean;
  readonly retryAfter: boolean;
  readonly globalLimit: number;
  readonly webLimit: number;
  readonly patLimited: boolean;
  /** Who may set X-Forwarded-For: every peer, or loopback and private networks. */
  readonly trustedProxies: "everybody" | "private";
  readonly setupErrorStatus: number;
  readonly addQuota: boolean;
  readonly deleteUserAnswers: boolean;
  /** Deleting a user by id removes the keys as well. */
  readonly deleteUserRemovesKeys: boolean;
  /** Language of the messages: as the client asks, Chinese for authentication, or Chinese for all. */
  readonly language: "as asked" | "Chinese authentication" | "Chinese";
}

const rc24: Profile = {
  version: "v1.0.0-rc.24",
  masked: true,
  batchReveal: true,
  batchDelete: true,
  pagedLists: true,
  patternSearch: true,
  searchStripsPrefix: true,
  userHeader: false,
  realAuthStatus: true,
  patChangesPassword: false,
  wholeUserRecord: false,
  maxNameBytes: 50,
  quotaChecked: true,
  maxTokens: true,
  crossGroupRetry: "auto only",
  autoGroup: true,
  autoGroupsField: true,
  modelsByGroup: true,
  modernModels: true,
  strictIPs: true,
  lowerCaseBearer: true,
  errorCodes: true,
  plain401: true,
  usageRoute: true,
  usageRefusesDisabled: true,
  keyLogAuthorized: true,
  guard: true,
  noModelStatus: 400,
  noPriceStatus: 400,
  modernLog: true,
  roundsEveryPrice: true,
  quotaDisplayType: true,
  trust: "ten dollars",
  versionHeader: true,
  authVersionHeader: true,
  retryAfter: true,
  globalLimit: 360,
  webLimit: 120,
  patLimited: true,
  trustedProxies: "private",
  setupErrorStatus: 200,
  addQuota: true,
  deleteUserAnswers: true,
  deleteUserRemovesKeys: true,
  language: "as asked",
};

const rc21: Profile = {
  ...rc24,
  version: "v1.0.0-rc.21",
  userHeader: true,
  realAuthStatus: false,
  patChangesPassword: true,
  crossGroupRetry: "any group",
  autoGroupsField: false,
  retryAfter: false,
  patLimited: false,
  trustedProxies: "everybody",
  deleteUserRemovesKeys: false,
};

const v0108: Profile = {
  ...rc21,
  version: "v0.10.8",
  masked: false,
  batchReveal: false,
  searchStripsPrefix: false,
  modelsByGroup: false,
  plain401: false,
  usageRefusesDisabled: false,
  noPriceStatus: 500,
  authVersionHeader: false,
  globalLimit: 180,
  webLimit: 60,
  addQuota: false,
  language: "Chinese authentication",
  deleteUserAnswers: false,
};

const v0682: Profile = {
  ...v0108,
  version: "v0.6.8.2",
  batchDelete: false,
  pagedLists: false,
  patternSearch: false,
  wholeUserRecord: true,
  maxNameBytes: 30,
  quotaChecked: false,
  maxTokens: false,
  crossGroupRetry: "absent",
  autoGroup: false,
  modernModels: false,
  strictIPs: false,
  lowerCaseBearer: false,
  errorCodes: false,
  usageRoute: false,
  keyLogAuthorized: false,
  guard: false,
  noModelStatus: 503,
  modernLog: false,
  roundsEveryPrice: false,
  quotaDisplayType: false,
  trust: "hundred estimates",
  versionHeader: false,
  setupErrorStatus: 400,
  language: "Chinese",
};

const profiles: readonly Profile[] = [rc24, rc21, v0108, v0682];

/** Names of the server versions that the emulator can be, newest first. */
export const profileNames: readonly string[] = profiles.map((profile) => profile.version);

/** The profile of that name. Throws an Error that lists the known ones. */
export function profileByName(name: string): Profile {
  const profile = profiles.find((candidate) => candidate.version === name);
  if (!profile) throw new Error(`unknown New API profile "${name}"; known: ${profileNames.join(", ")}`);
  return profile;
}
