// What an election takes, and what a leader promises.
import type { KubeClient } from "./kube/client.ts";

export interface LeaderOptions {
  /** Best one with a connection of its own, so that a renewal never waits behind other requests. */
  readonly client: KubeClient;
  /** The Lease. Made if it is not there. */
  readonly lease: { readonly namespace: string; readonly name: string };
  /** Who we are; differs between processes, also between two in one pod after each other. */
  readonly identity: string;
  /** How long others must wait after our last renewal before they may take over. 15 s. */
  readonly leaseDurationMs?: number;
  /** How long we go on trying to renew before we give up. Less than the lease's duration. 10 s. */
  readonly renewDeadlineMs?: number;
  /** Between two tries. 2 s. */
  readonly retryPeriodMs?: number;
  /** Called when we have become the leader. */
  readonly onStarted?: () => void;
  /** Called once when we have been the leader and are no more, other than by `release`. Exit the process. */
  readonly onLost?: (error: LeadershipError) => void;
  /** Told of every try that failed. */
  readonly onProblem?: (error: unknown) => void;
  /** Ends the election without releasing the lease; `release` is the way to end it well. */
  readonly signal: AbortSignal;
  /** Milliseconds on a clock that never goes back, and also runs while the process is stopped. */
  readonly monotonic?: () => number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** 0 ≤ random() < 1 */
  readonly random?: () => number;
}

export interface LeaderStats {
  readonly leading: boolean;
  /** Who holds the lease as far as we know; "" for nobody. */
  readonly holder: string;
  readonly transitions: number;
  /** Since our last renewal, undefined while we do not lead. */
  readonly renewedAgeSeconds: number | undefined;
  readonly failedTries: number;
}

export interface Leader {
  /** Settles when we have become the leader. Never rejects; pending for ever in a replica that never leads. */
  readonly leading: Promise<void>;
  isLeader(): boolean;
  /**
   * To be called right before every effect outside this process: passes only while nobody else can be the leader.
   * @throws LeadershipError
   */
  fence(): void;
  /** Stops the election and gives the lease away, so that another takes over within its retry period. Drain first. */
  release(): Promise<void>;
  stats(): LeaderStats;
}

/** We are not the leader, or cannot know that we still are. The effect that was about to happen must not. */
export class LeadershipError extends Error {
  override readonly name = "LeadershipError";
}
