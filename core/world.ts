import type { IssueReason, Ledger } from "./ledger.ts";
import type { Rotation } from "./policy.ts";
import type { RemoteKey, Restrictions } from "./restrictions.ts";
import type { Instant, Milliseconds } from "./time.ts";

/** "Nobody has looked." A value of its own, so that it can never pass for "there is none". */
export interface Unobserved {
  readonly kind: "unobserved";
}
export const unobserved: Unobserved = { kind: "unobserved" };

/** What is declared, with every reference resolved and every default filled in. */
export interface Want {
  /** The readable part of remote names. */
  readonly name: string;
  /** The owner's marker, see {@link ./names.ts}. */
  readonly marker: string;
  /** What the key may do, in the gateway's terms; undefined while that cannot be said (then nothing is issued). */
  readonly restrictions: Restrictions | undefined;
  readonly enabled: boolean;
  readonly rotation: Rotation;
  readonly lifetime?: Milliseconds;
  /** Whether the Secret shows the key before beside the current one, as long as that one works. */
  readonly previousKey: boolean;
  /**
   * Stands for everything that shapes the Secret besides the key's text; another value means: write it again. Undefined
   * while it cannot be said (the gateway's address is not known): then the Secret is right as it is, and not written.
   */
  readonly content: string | undefined;
  /** Whether workloads are to be restarted after a delivery. */
  readonly restarts: boolean;
  /** The declaration has changed and nobody has seen yet that the delivered keys are as it says: they are looked at first. */
  readonly unconfirmed?: boolean;
  readonly adopt?: { readonly id?: string; readonly name?: string };
  readonly deletion?: { readonly policy: "Revoke" | "Retain"; readonly since: Instant; readonly abandon: boolean };
  readonly suspended: boolean;
  /** Rotations on schedule wait until then: enough of the gateway's keys are being rotated. */
  readonly postponedTo?: Instant;
  /** Why the declaration is refused; nothing is issued while there is a reason, and nothing that works is touched. */
  readonly refusal?: { readonly reason: string; readonly message: string };
  readonly rotate?: { readonly reason: "Requested" | "Compromised"; readonly id: string };
  /** The revision that the annotation wants kept alive. */
  readonly restore?: number;
  readonly gateway: GatewayView;
}

/** What must be known about the gateway to decide. */
export type GatewayView =
  | {
      readonly kind: "ready";
      readonly keyText: "ours" | "revealable" | "once";
      readonly lastUse: boolean;
      readonly deathProof: Milliseconds;
    }
  | { readonly kind: "not-ready"; readonly reason: string; readonly message: string };

/** What was observed, as late as possible before deciding. Nothing older than our own last write is ever in here. */
export interface Have {
  readonly finalizer: boolean;
  /** The stored ledger, plus what this process has learnt since it was stored. */
  readonly ledger: Ledger;
  /** By revision; a missing entry is {@link noFacts}. */
  readonly facts: ReadonlyMap<number, KeyFacts>;
  readonly secret: SecretView;
  /** Keys at the gateway that bear our marker and whose id is in no record, by a listing begun after our last effect. */
  readonly strays:
    | Unobserved
    | { readonly kind: "observed"; readonly at: Instant; readonly keys: readonly RemoteKey[] };
  readonly adoptable:
    | Unobserved
    | { readonly kind: "found"; readonly key: RemoteKey }
    | { readonly kind: "refused"; readonly message: string };
  /** After failures: no call to the gateway before this instant. */
  readonly notBefore?: Instant;
}

/** What is known about one key beside its record. */
export interface KeyFacts {
  /**
   * Whether its text can be had: `held` now; `unknown` until somebody has looked; `lost` for certain (no copy in the
   * cluster, and the gateway will not show it).
   */
  readonly text: "held" | "unknown" | "lost";
  /** Our own text is stored in the pending Secret, so it survives a crash. */
  readonly stored: boolean;
  /** The gateway refused this very text or will never show it: the revision can come to nothing. */
  readonly unissuable?: boolean;
  readonly remote:
    | Unobserved
    | {
        readonly kind: "absent";
        readonly since: Instant;
        readonly at: Instant;
        readonly looks: number;
        /** The gateway was asked for this very key, and did not merely leave it out of a listing. */
        readonly direct: boolean;
      }
    | { readonly kind: "present"; readonly at: Instant; readonly key: RemoteKey };
  /** The data plane's answers in a row that agree. */
  readonly probe?: {
    readonly verdict: "accepted" | "rejected" | "unknown";
    readonly since: Instant;
    readonly at: Instant;
    readonly looks: number;
  };
  /** Asked at `at`; `usedAt` undefined: never, or the gateway cannot say (then `known` is false). */
  readonly lastUse?: { readonly at: Instant; readonly known: boolean; readonly usedAt?: Instant };
  /** Whether the workloads run with this key. */
  readonly rollout?: { readonly at: Instant; readonly done: boolean };
}
export const noFacts: KeyFacts = { text: "unknown", stored: false, remote: unobserved };

/** The delivered Secret as its metadata shows it. */
export type SecretView =
  | Unobserved
  | { readonly kind: "absent" }
  /** It exists and is none of ours to write. */
  | { readonly kind: "foreign"; readonly message: string }
  | {
      readonly kind: "present";
      /** Nobody else has written the fields that we deliver. */
      readonly intact: boolean;
      readonly revision?: number;
      readonly keyId?: string;
      /** The revision that it shows as the previous key. */
      readonly previous?: number;
      readonly content?: string;
      readonly deliveredAt?: Instant;
    };

/** What to do next. Within one decision no action needs another's result. */
export type Action =
  | { readonly do: "addFinalizer" }
  | { readonly do: "removeFinalizer"; readonly leaves: readonly string[] }
  /** Store the ledger with this new record, only if nobody wrote the resource meanwhile. */
  | {
      readonly do: "plan";
      readonly revision: number;
      readonly reason: IssueReason;
      readonly name: string;
      readonly id?: string;
      readonly request?: string;
      readonly setbacks?: number;
    }
  /** Generate our own text and store it in the pending Secret. */
  | { readonly do: "store"; readonly revision: number }
  | { readonly do: "issue"; readonly revision: number; readonly restrictions: Restrictions; readonly enabled: boolean }
  /** Fetch the text again: from the cluster, else from the gateway. */
  | { readonly do: "recall"; readonly revision: number }
  | { readonly do: "probe"; readonly revision: number }
  | { readonly do: "deliver"; readonly revision: number; readonly previous?: number }
  | { readonly do: "restart"; readonly revision: number }
  | { readonly do: "update"; readonly revision: number; readonly restrictions: Restrictions }
  | { readonly do: "enable" | "disable" | "revoke"; readonly revision: number }
  /** Ask the data plane once more about a deleted key. */
  | { readonly do: "prove"; readonly revision: number }
  /** Look at one key directly, and at its last use. */
  | { readonly do: "inspect"; readonly revision: number }
  /** List every key of ours at the gateway anew. */
  | { readonly do: "list" }
  | { readonly do: "revokeStray"; readonly id: string }
  /** Take the request's annotation away. */
  | { readonly do: "acknowledge"; readonly request: string };

/** A condition as the resource shows it; `observedGeneration` and times are added where it is written. */
export interface Condition {
  readonly type: "Ready" | "Reconciling" | "Stalled" | "Rotating" | "PreviousKeyInUse";
  readonly status: boolean;
  readonly reason: string;
  readonly message: string;
}

export interface Decision {
  /** The ledger as it now stands; store it when the turn is over. */
  readonly ledger: Ledger;
  readonly actions: readonly Action[];
  readonly conditions: readonly Condition[];
  /** Unless something is observed before, nothing will have to be done until then. Undefined: until something is observed. */
  readonly wakeAt?: Instant;
  /** When the next rotation on schedule begins. */
  readonly nextRotationAt?: Instant;
}
