import type { Instant, Milliseconds } from "../../../core/time.ts";

/** An application that uses the key in the Secret, and hears of a change late, or only when it is restarted. */
export interface Consumer {
  readonly name: string;
  /** `mount` reads so long after each change; `restart` only when its workload is restarted. */
  readonly reads: { readonly by: "mount"; readonly delay: Milliseconds } | { readonly by: "restart" };
  /** The text it uses; undefined until it has read one. */
  holds?: string;
  readAt?: Instant;
  /** It goes on with the text it has, whatever the mount says: the application never rereads its file. */
  clings: boolean;
}

export function consumersOf(restarts: boolean): Consumer[] {
  return [
    { name: "web", reads: { by: "mount", delay: 200 }, clings: false },
    { name: "batch", reads: { by: "mount", delay: 2000 }, clings: false },
    ...(restarts ? [{ name: "legacy-app", reads: { by: "restart" as const }, clings: false }] : []),
  ];
}

/** The Secret has changed: those that watch it will read it, and those that never had a key wait for one. */
export function notice(consumers: readonly Consumer[], now: Instant): void {
  for (const consumer of consumers) {
    if (consumer.clings) continue;
    if (consumer.reads.by === "mount") consumer.readAt = now + consumer.reads.delay;
    else if (consumer.holds === undefined) consumer.readAt = now + 1000;
  }
}
