import type { Ledger } from "../ledger.ts";
import { alphanumerics } from "./random.ts";

/** States of a key as stored. The stored state lags behind expiry and quota until somebody uses the key. */
export const tokenStatus = { enabled: 1, disabled: 2, expired: 3, exhausted: 4 } as const;

/** The fields of a key that clients may set. */
export interface TokenFields {
  name: string;
  expiredTime: number;
  remainQuota: number;
  unlimitedQuota: boolean;
  modelLimitsEnabled: boolean;
  modelLimits: string;
  allowIPs: string | null;
  group: string;
  crossGroupRetry: boolean;
  autoGroups: string[] | null;
}

/** A key's row. Times are unix seconds, quotas quota units. */
export interface Token extends TokenFields {
  readonly id: number;
  readonly userId: number;
  /** 48 characters, without `sk-`. */
  readonly key: string;
  status: number;
  readonly createdTime: number;
  accessedTime: number;
  usedQuota: number;
  deleted: boolean;
}

/** The table of keys. Everything but pattern search is independent of how many keys there are. */
export interface Tokens {
  /** By key text without `sk-`; deleted keys are gone. */
  byKey(key: string): Token | undefined;
  /** By id, if it is this user's and not deleted. */
  ofUser(id: number, userId: number): Token | undefined;
  /** The user's ids that are not deleted, ascending. Read only. */
  idsOf(userId: number): readonly number[];
  byName(userId: number, name: string): Token[];
  create(userId: number, fields: TokenFields): Token;
  rename(token: Token, name: string): void;
  setStatus(token: Token, status: number): void;
  remove(token: Token): void;
}

interface Owned {
  ids: number[];
  /** Lower-case name to ids: the server's database compares without case. */
  names: Map<string, Set<number>>;
}

/** An empty table that keeps the ledger informed; `ownerName` is what the ledger calls the user. `nowMs` in ms. */
export function createTokens(ledger: Ledger, ownerName: (userId: number) => string, nowMs: () => number): Tokens {
  const rows = new Map<number, Token>();
  const keys = new Map<string, Token>();
  const owned = new Map<number, Owned>();
  let last = 0;

  function ownedBy(userId: number): Owned {
    const existing = owned.get(userId);
    if (existing) return existing;
    const fresh: Owned = { ids: [], names: new Map() };
    owned.set(userId, fresh);
    return fresh;
  }

  function index(token: Token): void {
    const { names } = ownedBy(token.userId);
    const name = token.name.toLowerCase();
    const ids = names.get(name);
    if (ids) ids.add(token.id);
    else names.set(name, new Set([token.id]));
  }

  function unindex(token: Token): void {
    const { names } = ownedBy(token.userId);
    const name = token.name.toLowerCase();
    const ids = names.get(name);
    ids?.delete(token.id);
    if (ids?.size === 0) names.delete(name);
  }

  return {
    byKey: (key) => keys.get(key),
    ofUser(id, userId) {
      const token = rows.get(id);
      return token?.userId === userId ? token : undefined;
    },
    idsOf: (userId) => owned.get(userId)?.ids ?? [],
    byName: (userId, name) =>
      [...(owned.get(userId)?.names.get(name.toLowerCase()) ?? [])].map((id) => rows.get(id) as Token),
    create(userId, fields) {
      const now = Math.floor(nowMs() / 1000);
      last += 1;
      const token: Token = {
        ...fields,
        id: last,
        userId,
        key: alphanumerics(48),
        status: tokenStatus.enabled,
        createdTime: now,
        accessedTime: now,
        usedQuota: 0,
        deleted: false,
      };
      rows.set(token.id, token);
      keys.set(token.key, token);
      ownedBy(userId).ids.push(token.id);
      index(token);
      const owner = ownerName(userId);
      ledger.keyCreated({ id: String(token.id), name: token.name, owner, text: `sk-${token.key}`, at: nowMs() });
      return token;
    },
    rename(token, name) {
      unindex(token);
      token.name = name;
      index(token);
      ledger.keyRenamed(String(token.id), name, nowMs());
    },
    setStatus(token, status) {
      token.status = status;
      ledger.keyEnabled(String(token.id), status === tokenStatus.enabled, nowMs());
    },
    remove(token) {
      token.deleted = true;
      rows.delete(token.id);
      keys.delete(token.key);
      const { ids } = ownedBy(token.userId);
      const at = position(ids, token.id);
      if (ids[at] === token.id) ids.splice(at, 1);
      unindex(token);
      ledger.keyDeleted(String(token.id), nowMs());
    },
  };
}

function position(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
