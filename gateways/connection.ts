import type { Sensitive } from "../core/sensitive.ts";
import type { Milliseconds } from "../core/time.ts";
import type { RateLimit } from "./budget.ts";

/** How we prove who we are. Which kinds a driver takes is for the driver to say. */
export type Credentials =
  /** A long-lived token; New API up to rc.21 wants the numeric user id beside it. */
  | { readonly kind: "access-token"; readonly accessToken: Sensitive; readonly userId?: string }
  | {
      readonly kind: "password";
      readonly email: string;
      readonly password: Sensitive;
      /** Base32, as shown when the second factor was set up. */
      readonly totpSecret?: Sensitive;
    }
  | { readonly kind: "refresh-token"; readonly refreshToken: Sensitive };

/** A gateway's configuration with every preset and default filled in: what drivers are opened with. */
export interface Connection {
  readonly driver: "new-api" | "sub2api";
  /** Where keys are managed; no trailing slash. */
  readonly panelURL: string;
  /** Where keys are used, without `/v1`; no trailing slash. */
  readonly dataURL: string;
  readonly credentials: Credentials;
  readonly caBundle?: string;
  readonly proxy?: string;
  readonly timeoutMs: Milliseconds;
  /** Instead of the driver's defaults, by bucket; null switches a bucket's limit off. */
  readonly rateLimits: Readonly<Record<string, RateLimit | null>>;
}

/** The driver's default limits with the configured ones put over them. */
export function rateLimits(
  defaults: Readonly<Record<string, RateLimit>>,
  configured: Connection["rateLimits"],
): Record<string, RateLimit | undefined> {
  const merged: Record<string, RateLimit | undefined> = { ...defaults };
  for (const [bucket, limit] of Object.entries(configured)) merged[bucket] = limit ?? undefined;
  return merged;
}
