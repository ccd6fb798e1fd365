import { GatewayError } from "../../gateways/error.ts";
import type { Call } from "../protocol/provider.ts";
import type { World } from "./client.ts";

/** On whose behalf the gateway is asked. */
export type Asking = Pick<Call, "signal" | "log">;

/** Rate limited means slower, not failed: New API's scarcest bucket is empty for 20 minutes. */
const longestWait = 45 * 60_000;
const firstPause = 1_000;
/** After ^C, what is under way may take so long to end in a known state. */
const grace = 10_000;

/**
 * Calls the gateway until it says yes, no, or that it does not know. Waits as long as a rate limit asks for, and asks again,
 * `attempts` times in all, where nothing has happened, or where that is not known: doing it twice does no harm, unless it is
 * to be done `once`. Everything else is thrown as it came. Ends early when the call is cancelled.
 */
export async function insist<Result>(
  world: World,
  call: Asking,
  doing: string,
  ask: (signal: AbortSignal) => Promise<Result>,
  { attempts = 5, once = false }: { readonly attempts?: number; readonly once?: boolean } = {},
): Promise<Result> {
  const begun = world.now();
  for (let attempt = 1; ; attempt++) {
    if (call.signal.aborted) throw new GatewayError("retry", "Interrupted", `Interrupted before ${doing}.`);
    try {
      return await ask(graceful(world, call.signal));
    } catch (error) {
      const again = attempt < attempts && !(once && isUnknown(error));
      const pause = pauseAfter(error, again, attempt, world);
      if (pause === undefined || world.now() + pause - begun > longestWait) throw error;
      call.log("info", "waiting for the gateway", { doing, seconds: Math.round(pause / 1000) });
      await world.sleep(pause, call.signal).catch(() => {
        throw error;
      });
    }
  }
}

function isUnknown(error: unknown): boolean {
  return error instanceof GatewayError && error.code === "unknown";
}

function pauseAfter(error: unknown, again: boolean, attempt: number, world: World): number | undefined {
  if (!(error instanceof GatewayError)) return undefined;
  // A gateway that is down is left alone for a while; that is no limit of it, and no reason to wait for hours.
  if (error.reason === "CircuitOpen" && !again) return undefined;
  if (error.code === "wait-until") return Math.max(0, (error.until ?? world.now() + 60_000) - world.now());
  if (!again || error.reason === "Aborted" || (error.code !== "retry" && error.code !== "unknown")) return undefined;
  return firstPause * 2 ** (attempt - 1) * (0.5 + world.random());
}

/** Aborts a while after the given one: a request that was sent is better answered than given up. */
function graceful(world: World, signal: AbortSignal): AbortSignal {
  const late = new AbortController();
  signal.addEventListener("abort", () => void world.sleep(grace).then(() => late.abort()), { once: true });
  return late.signal;
}
