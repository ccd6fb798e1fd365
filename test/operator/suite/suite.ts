import type { ApiServer } from "../../support/api-server.ts";
import type { GatewayConsole } from "../../support/gateway-console.ts";
import { OperatorWorld, type WorldOptions } from "../../support/operator-world.ts";

/** Tests that hold on any API server. They run at the same time, each in a world of its own. */
export type Suite = (server: () => ApiServer) => void;

/** A rotation that is over within seconds. `retireWhenIdleFor: 0s` asks nobody about the last use. */
export const brisk = { overlap: "1s", retireWhenIdleFor: "0s", disableBeforeDelete: "0s" } as const;

/** Both kinds of gateway: one makes the key's text, the other takes ours. */
export const gateways: readonly { readonly title: string; at(world: OperatorWorld): GatewayConsole }[] = [
  { title: "TokModel", at: (world) => world.tokModel },
  { title: "tokenfor.me", at: (world) => world.tokenForMe },
];

/** A test in a world of its own, with the operator running; every world is searched for secrets shown at its end. */
export function inWorld(
  server: () => ApiServer,
  test: (world: OperatorWorld) => Promise<void>,
  options: WorldOptions & { readonly started?: boolean } = {},
): () => Promise<void> {
  return async () => {
    const world = await OperatorWorld.open(server(), options);
    try {
      if (options.started !== false) await world.start();
      await test(world);
    } catch (error) {
      // What went wrong comes first; a leak found on the way out would hide it.
      await world[Symbol.asyncDispose]().catch(() => undefined);
      throw error;
    }
    await world[Symbol.asyncDispose]();
  };
}

/** Waits until a count that no watch tells of has come so far. */
export async function counted(count: () => number, to: number, ms = 20_000): Promise<void> {
  const until = performance.now() + ms;
  while (count() < to) {
    if (performance.now() > until) throw new Error(`counted ${count()} within ${ms} ms, waited for ${to}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
