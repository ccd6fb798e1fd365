import { readGatewayConfig } from "./config.ts";
import type { Connection } from "./connection.ts";
import type { Deps } from "./deps.ts";
import { GatewayError } from "./error.ts";
import type { Gateway } from "./gateway.ts";

/**
 * Opens a gateway: the only place that knows which drivers there are. `config` is a {@link ./config.ts GatewayConfig};
 * a bad one is a GatewayError `fix-credentials` that lists every problem. The server's version is detected on the way,
 * so this fails as any call does when the gateway is away.
 */
export async function openGateway(config: unknown, deps: Deps): Promise<Gateway> {
  const read = readGatewayConfig(config);
  if ("problems" in read) {
    const list = read.problems.map((problem) => problem.message).join("; ");
    throw new GatewayError("fix-credentials", "InvalidConfig", `The gateway's configuration is refused: ${list}.`);
  }
  return openConnection(read.connection, deps);
}

type Driver = Connection["driver"];
type Open = (connection: Connection, deps: Deps) => Promise<Gateway>;

// Loaded when it is needed: who talks to one kind of gateway never evaluates the driver of the other.
const load: Readonly<Record<Driver, () => Promise<Open>>> = {
  "new-api": async () => (await import("./new-api/driver.ts")).openNewApi,
  sub2api: async () => (await import("./sub2api/driver.ts")).openSub2api,
};
const loaded = new Map<Driver, Open>();

/** Loads a driver before it is needed, for those who would rather wait at their start. Without it the first opening does. */
export async function loadDriver(driver: Driver): Promise<Open> {
  const open = loaded.get(driver) ?? (await load[driver]());
  loaded.set(driver, open);
  return open;
}

/** The same, from a configuration that was read before. */
export async function openConnection(connection: Connection, deps: Deps): Promise<Gateway> {
  const open = await loadDriver(connection.driver);
  return open(connection, deps);
}
