import type { KeySpec, QuotaReset } from "../core/key.ts";
import type { RemoteKey, Restrictions } from "../core/restrictions.ts";
import type { Sensitive } from "../core/sensitive.ts";
import type { Instant, Milliseconds } from "../core/time.ts";

/** What a gateway's keys can be told, for this very server version. A driver refuses what is not here. */
export interface Capabilities {
  readonly driver: "new-api" | "sub2api";
  /** As the server says it; "unknown" if it does not. */
  readonly serverVersion: string;
  /**
   * Who makes the key's text. `ours`: we generate and register it, so it is stored before the call. `revealable`: the
   * gateway makes it and shows it again on request. `once`: the gateway makes it and shows it in one answer only.
   */
  readonly keyText: "ours" | "revealable" | "once";
  readonly group: "required" | "optional";
  readonly models: boolean;
  readonly quotaResets: readonly QuotaReset[];
  readonly ipRanges: boolean;
  /** Whether the last real use of a key can be asked for. */
  readonly lastUse: boolean;
  /** After a revocation, 401s must spread over this long before death is proven; 0: one 401 is proof. */
  readonly deathProof: Milliseconds;
}

/** What to issue. */
export interface KeyDraft {
  /** Unique per revision; the key is found again by it. */
  readonly name: string;
  readonly restrictions: Restrictions;
  readonly enabled: boolean;
  /** Our own text, for gateways with `keyText: "ours"`; it must already be stored. */
  readonly text?: Sensitive;
  /** An earlier attempt may have succeeded unseen: look for the name (or text) first and take over what is found. */
  readonly resume: boolean;
  /** Stable over all attempts for this revision; sent as an idempotency key where the gateway knows one. */
  readonly attemptId: string;
}

export interface IssuedKey {
  readonly id: string;
  readonly text: Sensitive;
}

/** What the data plane says about a key's text. Only `rejected` speaks about the key; `unknown` proves nothing. */
export type Verdict =
  | {
      readonly kind: "accepted";
      readonly models?: readonly string[] /** For example an empty wallet. */;
      readonly note?: string;
    }
  | { readonly kind: "rejected"; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string };

/** When a key was last used by a real call; probes of ours do not count. */
export type LastUse =
  | { readonly kind: "used"; readonly at: Instant }
  | { readonly kind: "never" }
  | { readonly kind: "unknown" };

/** A declared spec in this gateway's terms, or why it cannot be had. A spec with problems must not be issued. */
export interface Resolution {
  readonly restrictions: Restrictions;
  readonly problems: readonly Problem[];
  /** Hints that this gateway ignores. */
  readonly warnings: readonly string[];
}

/** One refused field: what is wrong, where, and what to do instead. */
export interface Problem {
  /** `GroupUnknown`, `ModelUnknown`, `RouteNotEnforceable`, `NotSupported`, …: CamelCase, used as a condition reason. */
  readonly reason: string;
  /** The field's path, for example `spec.routes[0].rateLimit`. */
  readonly path: string;
  readonly message: string;
}

export interface Group {
  readonly name: string;
  /** The one vendor whose models the group holds, where a group has one. */
  readonly provider?: string;
  readonly description?: string;
}

/** Our own access to the gateway: who we are and what runs there. */
export interface Check {
  readonly account: string;
  readonly serverVersion: string;
  readonly warnings: readonly string[];
}

/** Given to every call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** New keys go before routine work when the rate budget is short. Default: routine. */
  readonly urgent?: boolean;
}

/**
 * One account at one gateway. Every method that talks to the server may throw a {@link GatewayError}; none retries a
 * create. Two calls for different keys may run at once; drivers gather finds and reveals of many keys into few requests.
 */
export interface Gateway {
  readonly capabilities: Capabilities;
  /** Are our own credentials usable? Detects the server's version anew. */
  check(options?: CallOptions): Promise<Check>;
  /**
   * Every key of the account. Complete or an error: a listing that changed while paging, or that the server cut short,
   * is asked for again and at last refused, never returned in part.
   */
  list(options?: CallOptions): Promise<readonly RemoteKey[]>;
  /** One key as it is now; undefined when the gateway says that it does not exist. */
  get(id: string, options?: CallOptions): Promise<RemoteKey | undefined>;
  /** Makes the key, or takes over what an earlier attempt made. The only way, with {@link reveal}, that a text comes out. */
  create(draft: KeyDraft, options?: CallOptions): Promise<IssuedKey>;
  /** The text of an existing key; undefined where the gateway will not show it again. */
  reveal(id: string, options?: CallOptions): Promise<Sensitive | undefined>;
  /** Puts every restriction of a key to what is given; enabled or not stays as it is. Read back and compared. */
  update(id: string, name: string, restrictions: Restrictions, options?: CallOptions): Promise<void>;
  setEnabled(id: string, enabled: boolean, options?: CallOptions): Promise<void>;
  /** Deletes the key; one that is already gone is a success. `text` lets old servers be made to forget it for certain. */
  revoke(id: string, text?: Sensitive, options?: CallOptions): Promise<void>;
  /** Asks the data plane; moves nothing that looks like use where the server offers such a call. Never throws. */
  probe(text: Sensitive, options?: CallOptions): Promise<Verdict>;
  lastUse(id: string, name: string, options?: CallOptions): Promise<LastUse>;
  groups(options?: CallOptions): Promise<readonly Group[]>;
  /** The models that keys of a group may call; undefined where the gateway cannot tell. */
  models(group: string | undefined, options?: CallOptions): Promise<readonly string[] | undefined>;
  /** The spec in this gateway's terms, checked fail-closed. Groups and models come from a short-lived cache. */
  resolve(spec: KeySpec, options?: CallOptions): Promise<Resolution>;
  close(): Promise<void>;
}
