import type { Host } from "./host.ts";

/** How long, in milliseconds, a provider stays without anybody who talks to it. */
export const patience = { untilFirstConnection: 60_000, afterLastConnection: 2_000 } as const;

/** Counts connections, so that a provider whose client was killed does not stay for ever. */
export interface Lifetime {
  opened(): void;
  closed(): void;
}

/** Calls `end` once nobody is there any more. */
export function createLifetime(after: Host["after"], end: () => void): Lifetime {
  let connections = 0;
  let callOff = after(patience.untilFirstConnection, end);
  return {
    opened: () => {
      connections += 1;
      callOff();
    },
    closed: () => {
      connections -= 1;
      if (connections === 0) callOff = after(patience.afterLastConnection, end);
    },
  };
}
