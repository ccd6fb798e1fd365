import type { Instant } from "../core/time.ts";

/**
 * What to do about a failed call:
 * - `retry`: nothing happened, the same call may be made again after a while;
 * - `wait-until`: the gateway told us when (`until`), or our budget did;
 * - `fix-spec`: the declared key cannot be had; asking again without a change is useless;
 * - `fix-credentials`: our own access is wrong, expired, locked or behind a captcha;
 * - `gone`: the thing does not exist (any more);
 * - `unknown`: the effect may have happened; look before doing it again. Never a reason to destroy anything.
 */
export type GatewayErrorCode = "retry" | "wait-until" | "fix-spec" | "fix-credentials" | "gone" | "unknown";

/** The one error of all drivers. Its message tells what was asked, what came back and what to do, and holds no secret. */
export class GatewayError extends Error {
  readonly code: GatewayErrorCode;
  /** CamelCase, for conditions and metrics: `RateLimited`, `NotJson`, `Unauthorized`, `CaptchaRequired`, … */
  readonly reason: string;
  readonly until: Instant | undefined;

  constructor(
    code: GatewayErrorCode,
    reason: string,
    message: string,
    options: { until?: Instant; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "GatewayError";
    this.code = code;
    this.reason = reason;
    this.until = options.until;
  }
}
