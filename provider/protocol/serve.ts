import { ownCertificate } from "./process/certificate.ts";
import { type Host, processHost, surviveSignalsAndDefects } from "./process/host.ts";
import { createLifetime } from "./process/lifetime.ts";
import { createLog, defectFields, type Log, lowestLevel } from "./process/log.ts";
import { listen } from "./process/socket.ts";
import type { Provider } from "./provider.ts";
import { createService } from "./rpc/service.ts";

/** What Terraform and OpenTofu put into the environment of a plugin. No secret: it tells a mistake from a start. */
const cookie = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/** The client kills two seconds after it asked for the end. */
const shutdownGrace = 1_500;

export interface ServeOptions {
  /** The process, where a test brings another. */
  readonly host?: Host;
}

/**
 * Serves a provider to the Terraform or OpenTofu that started this process, until that wishes the end or is gone. Write
 * nothing to stdout: it belongs to the protocol.
 */
export async function serve<Client>(provider: Provider<Client>, options: ServeOptions = {}): Promise<void> {
  const host = options.host ?? processHost();
  const { environment } = host;
  if (environment.TF_PLUGIN_MAGIC_COOKIE !== cookie) {
    host.complain(
      `This is the provider "${provider.name}" ${provider.version} for Terraform and OpenTofu.\n` +
        "They start it by themselves; there is nothing to see when it is started by hand.\n",
    );
    return host.exit(1);
  }
  const log = createLog(host.complain, host.now, lowestLevel(environment));
  if (!options.host) {
    surviveSignalsAndDefects(host, (error) => log("error", "uncaught error in the provider", defectFields(error)));
  }
  try {
    host.announce(await start(provider, host, log));
  } catch (error) {
    log("error", "the provider cannot start", defectFields(error));
    host.exit(1);
  }
}

/** Listens, and answers the line that tells the client where and with which certificate. */
async function start<Client>(provider: Provider<Client>, host: Host, log: Log): Promise<string> {
  const clientCert = host.environment.PLUGIN_CLIENT_CERT;
  const certificate = clientCert ? ownCertificate(host.now()) : undefined;
  const lifetime = createLifetime(host.after, () => host.exit(0));
  const service = createService(provider, {
    log,
    tls: clientCert && certificate ? { ...certificate, clientCert } : undefined,
    opened: lifetime.opened,
    closed: lifetime.closed,
    shutdown: () => {
      host.after(shutdownGrace, () => host.exit(0));
      void service.close().then(() => host.exit(0));
    },
  });
  const { network, address, remove } = await listen(service.listener, host);
  host.atExit(() => {
    service.destroy();
    remove();
  });
  // Go decodes the certificate strictly without padding.
  const proof = certificate?.der.toString("base64").replace(/=+$/, "") ?? "";
  return `1|6|${network}|${address}|grpc|${proof}\n`;
}
