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

/** The same, from a configuration that was read before. */
export async function openConnection(connection: Connection, deps: Deps): Promise<Gateway> {
  // Loaded when it is needed: who talks to one kind of gateway never evaluates the driver of the other.
  switch (connection.driver) {
    case "new-api": {
      const { openNewApi } = await import("./new-api/driver.ts");
      return openNewApi(connection, deps);
    }
    case "sub2api": {
      const { openSub2api } = await import("./sub2api/driver.ts");
      return openSub2api(connection, deps);
    }
  }
}
