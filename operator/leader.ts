// One replica works at a time: election on a Lease, as client-go does it, with a fence for what must never happen twice.
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { KubeError } from "./kube/error.ts";
import { type KubeObject, LEASES, type ObjectRef } from "./kube/resource.ts";
import { type Leader, type LeaderOptions, LeadershipError } from "./leader-options.ts";

const specSchema = z.object({
  holderIdentity: z.string().nullish(),
  leaseDurationSeconds: z.number().nullish(),
  acquireTime: z.string().nullish(),
  renewTime: z.string().nullish(),
  leaseTransitions: z.number().nullish(),
});

interface Observed {
  readonly lease: KubeObject;
  readonly holder: string;
  readonly durationMs: number;
  readonly acquireTime: string | undefined;
  readonly transitions: number;
  /** When we *saw* this record, by our own clock. Clocks of two machines never agree, so renewTime is not looked at. */
  readonly since: number;
}

/**
 * Takes part in the election until `release` or the signal.
 *
 * The holder renews every retry period. A candidate takes the lease when it has seen it unchanged for as long as the
 * record says, by its own clock. We stop being the leader a renewal deadline after we *sent* the last renewal that
 * succeeded, which is before anybody else can have waited long enough.
 */
export function elect(options: LeaderOptions): Leader {
  const {
    client,
    identity,
    signal,
    monotonic = () => performance.now(),
    now = Date.now,
    random = Math.random,
  } = options;
  const { leaseDurationMs = 15_000, renewDeadlineMs = 10_000, retryPeriodMs = 2_000 } = options;
  if (!(retryPeriodMs < renewDeadlineMs && renewDeadlineMs < leaseDurationMs)) {
    throw new RangeError("leader election needs retry period < renew deadline < lease duration");
  }
  const leading = Promise.withResolvers<void>();
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  let observed: Observed | undefined;
  /** When we sent the last renewal that succeeded, by both clocks. */
  let renewed: { readonly monotonic: number; readonly wall: number } | undefined;
  let failedTries = 0;

  const held = (): boolean => {
    if (!renewed) return false;
    // The wall clock also runs while a virtual machine is suspended, when the monotonic one of Linux stands still. Should
    // it be set ahead, the fence closes until the next renewal, which costs two seconds.
    return monotonic() - renewed.monotonic < renewDeadlineMs && now() - renewed.wall < renewDeadlineMs;
  };

  function see(lease: KubeObject): Observed {
    const spec = specSchema.parse(lease.spec ?? {});
    observed = {
      lease,
      holder: spec.holderIdentity ?? "",
      durationMs: (spec.leaseDurationSeconds ?? leaseDurationMs / 1000) * 1000,
      acquireTime: spec.acquireTime ?? undefined,
      transitions: spec.leaseTransitions ?? 0,
      since: monotonic(),
    };
    return observed;
  }

  /** One try to get or keep the lease. True when we hold it. @throws KubeError when that cannot be known */
  async function attempt(): Promise<boolean> {
    const call = { deadlineMs: patience(), retry: false, signal: ended };
    const sent = { monotonic: monotonic(), wall: now() };
    // A leader writes on what it wrote last: if that is still there, nobody else has come in between.
    if (!renewed || !observed) {
      const lease = await client.get(LEASES, options.lease, call).catch((error: unknown) => {
        if (KubeError.is(error, "not-found")) return undefined;
        throw error;
      });
      if (!lease) {
        see(await client.create(LEASES, { metadata: options.lease, spec: record(undefined) }, call));
        renewed = sent;
        return true;
      }
      if (observed?.lease.metadata.resourceVersion !== lease.metadata.resourceVersion) see(lease);
    }
    const current = observed as Observed;
    const free =
      current.holder === "" || current.holder === identity || monotonic() - current.since >= current.durationMs;
    if (!free) return false;
    see(await client.replace(LEASES, { ...current.lease, spec: record(current) }, call));
    renewed = sent;
    return true;
  }

  /** For one exchange: half of the renewal deadline, and a leader waits for no answer that would come too late. */
  function patience(): number {
    const left = renewed ? renewDeadlineMs - (monotonic() - renewed.monotonic) : renewDeadlineMs;
    return Math.max(50, Math.min(renewDeadlineMs / 2, left));
  }

  function record(before: Observed | undefined) {
    const time = microTime(now());
    const ours = before?.holder === identity;
    return {
      holderIdentity: identity,
      leaseDurationSeconds: Math.ceil(leaseDurationMs / 1000),
      acquireTime: ours && before.acquireTime !== undefined ? before.acquireTime : time,
      renewTime: time,
      leaseTransitions: before ? before.transitions + (ours ? 0 : 1) : 0,
    };
  }

  async function tryOnce(): Promise<boolean> {
    try {
      return await attempt();
    } catch (error) {
      if (ended.aborted) return false;
      failedTries += 1;
      options.onProblem?.(error);
      // Somebody wrote in between, or the lease is gone: what we believed to be there is not.
      if (!KubeError.is(error, "network", "timeout", "unavailable", "rate-limited")) await look();
      return false;
    }
  }

  async function look(): Promise<void> {
    try {
      see(await client.get(LEASES, options.lease, { deadlineMs: patience(), retry: false, signal: ended }));
      if (observed?.holder !== identity) renewed = undefined;
    } catch (error) {
      if (KubeError.is(error, "not-found")) observed = undefined;
    }
  }

  async function run(): Promise<void> {
    while (!(await tryOnce())) {
      // Some jitter, so that replicas that start together do not try together for ever; and not a moment after the end of
      // a lease that nobody renews.
      const endsInMs = observed ? observed.since + observed.durationMs - monotonic() : 0;
      const ms = retryPeriodMs * (0.75 + random() / 4);
      if (!(await pause(endsInMs > 0 ? Math.min(ms, endsInMs) : ms))) return;
    }
    leading.resolve();
    options.onStarted?.();
    while (held() && (await pause(retryPeriodMs))) await tryOnce();
    if (ended.aborted) return;
    const holder = observed?.holder;
    renewed = undefined;
    const why = holder && holder !== identity ? `${holder} has taken it` : "it could not be renewed in time";
    options.onLost?.(new LeadershipError(`No longer the leader: ${why} (Lease ${nameOf(options.lease)})`));
  }

  /** False when the election ended meanwhile. */
  const pause = (ms: number) =>
    sleep(ms, undefined, { signal: ended }).then(
      () => true,
      () => false,
    );

  async function giveBack(): Promise<void> {
    if (!held()) return;
    // The fence closes first.
    renewed = undefined;
    try {
      await handOver().catch(async (error: unknown) => {
        if (!KubeError.is(error, "conflict")) throw error;
        // A renewal that we cut short by stopping had taken effect.
        see(await client.get(LEASES, options.lease, { deadlineMs: retryPeriodMs }));
        await handOver();
      });
    } catch (error) {
      // It runs out by itself.
      options.onProblem?.(error);
    }
  }

  async function handOver(): Promise<void> {
    if (observed?.holder !== identity) return;
    const spec = { ...record(observed), holderIdentity: "", leaseDurationSeconds: 1 };
    see(await client.replace(LEASES, { ...observed.lease, spec }, { deadlineMs: retryPeriodMs }));
  }

  const running = run();
  return {
    leading: leading.promise,
    isLeader: held,
    fence: () => {
      if (!held()) {
        throw new LeadershipError(
          renewed
            ? `Stopped before an effect: the Lease ${nameOf(options.lease)} has not been renewed for too long, another replica may lead by now`
            : `Stopped before an effect: this replica does not hold the Lease ${nameOf(options.lease)}`,
        );
      }
    },
    release: async () => {
      stop.abort();
      await running;
      await giveBack();
    },
    stats: () => ({
      leading: held(),
      holder: observed?.holder ?? "",
      transitions: observed?.transitions ?? 0,
      renewedAgeSeconds: renewed ? (monotonic() - renewed.monotonic) / 1000 : undefined,
      failedTries,
    }),
  };
}

/** RFC 3339 with microseconds, the only form that a Lease's times take. */
function microTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}

function nameOf({ namespace, name }: ObjectRef): string {
  return `${namespace}/${name}`;
}
