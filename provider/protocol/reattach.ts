import { createLog, lowestLevel } from "./process/log.ts";
import { listen } from "./process/socket.ts";
import type { LogLevel, Provider } from "./provider.ts";
import { createService } from "./rpc/service.ts";

export interface Reattached {
  /** For `TF_REATTACH_PROVIDERS`: Terraform and OpenTofu then use this process and start none. */
  readonly reattach: string;
  /** Cuts all connections. */
  close(): void;
}

export interface ReattachOptions {
  /** Where the socket goes; a folder of its own is made in it. Default: the system's temporary folder. */
  readonly socketDirectory?: string;
  /** The `namespace` of `namespace/name`. Default: the provider's name. */
  readonly namespace?: string;
  /** Where the log goes, and from which level on. Default: to stderr, from what the environment asks for. */
  readonly log?: { readonly write: (line: string) => void; readonly level: LogLevel };
}

/**
 * Serves a provider from within this process to any number of commands, without TLS, for tests and debugging. Each
 * command configures it for itself and sees nothing of the others.
 */
export async function serveReattached<Client>(
  provider: Provider<Client>,
  { socketDirectory, namespace = provider.name, log: sink }: ReattachOptions = {},
): Promise<Reattached> {
  const log = createLog(
    sink?.write ?? ((line) => process.stderr.write(line)),
    () => new Date(),
    sink?.level ?? lowestLevel(process.env),
  );
  const nothing = () => {};
  const service = createService(provider, { log, opened: nothing, closed: nothing, shutdown: nothing });
  const { platform } = process;
  const { network, address, remove } = await listen(service.listener, { environment: {}, platform }, socketDirectory);
  const place = {
    Protocol: "grpc",
    ProtocolVersion: 6,
    Pid: process.pid,
    // The client neither kills the process nor asks for its end.
    Test: true,
    Addr: { Network: network, String: address },
  };
  const hosts = ["registry.terraform.io", "registry.opentofu.org"];
  const reattach = JSON.stringify(
    Object.fromEntries(hosts.map((host) => [`${host}/${namespace}/${provider.name}`, place])),
  );
  return {
    reattach,
    close: () => {
      service.destroy();
      remove();
    },
  };
}
