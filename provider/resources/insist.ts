import { GatewayError } from "../../gateways/error.ts";
import type { Call } from "../protocol/provider.ts";
import type { World } from "./client.ts";

/** Rate limited means slower, not failed: New API's scarcest bucket is empty for 20 minutes. */
const longestWait = 45 * 60_000;
const attempts = 5;
const firstPause = 1_000;
/** After ^C, what is under way may take so long to end in a known state. */
const grace = 10_000;

/**
 * Calls the gateway until it says yes, no, or that it does not know. Waits as long as a rate limit asks for, and asks again
 * a few times where nothing has happened. Everything else is thrown as it came. Ends early when the call is cancelled.
 */
export async function insist<Result>(
  world: World,
  call: Pick<Call, "signal" | "log">,
  doing: string,
  ask: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const begun = world.now();
  for (let attempt = 1; ; attempt++) {
    call.signal.throwIfAborted();
    try {
      return await ask(graceful(world, call.signal));
    } catch (error) {
      const pause = pauseAfter(error, attempt, world);
      if (pause === undefined || world.now() + pause - begun > longestWait) throw error;
      call.log("info", "waiting for the gateway", { doing, seconds: Math.round(pause / 1000) });
      await world.sleep(pause, call.signal).catch(() => {
        throw error;
      });
    }
  }
}

function pauseAfter(error: unknown, attempt: number, world: World): number | undefined {
  if (!(error instanceof GatewayError)) return undefined;
  if (error.code === "wait-until") return Math.max(0, (error.until ?? world.now() + 60_000) - world.now());
  if (error.code !== "retry" || attempt >= attempts || error.reason === "Aborted") return undefined;
  return firstPause * 2 ** (attempt - 1) * (0.5 + world.random());
}

/** Aborts a while after the given one: a request that was sent is better answered than given up. */
function graceful(world: World, signal: AbortSignal): AbortSignal {
  const late = new AbortController();
  signal.addEventListener("abort", () => void world.sleep(grace).then(() => late.abort()), { once: true });
  return late.signal;
}
