// Which API server, and with what credentials: re-read while running, because tokens and certificates expire.
import { readFile } from "node:fs/promises";
import { isIPv6 } from "node:net";
import { join } from "node:path";

/** How to trust the server and, where certificates are used, how to identify ourselves. PEM texts. */
export interface TlsOptions {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** The name to expect in the server's certificate, where it is not the host of the URL. */
  readonly serverName?: string;
  /** True accepts any certificate: only what the user asked for by `insecure-skip-tls-verify`. */
  readonly insecure?: boolean;
}

/** `tls` is the same object for as long as its contents are the same, so connections can be kept by identity. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsOptions;
}

/** One API server as we may reach it. */
export interface Cluster {
  /** Origin and optional path prefix, without a slash at its end. */
  readonly url: string;
  /** http://, https:// or socks5:// proxy, from `proxy-url`. */
  readonly proxyUrl?: string;
  /** The namespace that the configuration names: that of the pod, or of the context. */
  readonly namespace?: string;
  /** What to send now. Cheap: files and plugins are asked at most once a minute. Rejects while there is nothing to send. */
  credentials(): Promise<Credentials>;
  /** The server refused these credentials (401): the next `credentials()` reads or makes new ones. */
  refresh(): void;
}

/** Where in-cluster configuration lies, by Kubernetes' convention. */
export const SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

const MAX_AGE_MS = 60_000;
const RETRY_MS = 5_000;

/**
 * `read`, remembered for a minute, one call at a time. When a later read fails, the last good credentials stay in use and
 * the read is tried again after 5 s: a mounted token's file is missing for a moment while it is replaced. After `refresh`
 * there is nothing good to stay with, and the failure is passed on.
 */
export function remember(
  read: (renew: boolean) => Promise<Credentials>,
  now: () => number,
): Pick<Cluster, "credentials" | "refresh"> {
  let last: Credentials | undefined;
  let readAgainAt = Number.NEGATIVE_INFINITY;
  let refused = false;
  let reading: Promise<Credentials> | undefined;

  async function renew(): Promise<Credentials> {
    const renewing = refused;
    try {
      const next = await read(renewing);
      const tls = last && JSON.stringify(last.tls) === JSON.stringify(next.tls) ? last.tls : next.tls;
      last = { headers: next.headers, tls };
      readAgainAt = now() + MAX_AGE_MS;
      refused = false;
      return last;
    } catch (error) {
      if (last === undefined || renewing) throw error;
      readAgainAt = now() + RETRY_MS;
      return last;
    } finally {
      reading = undefined;
    }
  }

  return {
    credentials: () => {
      if (last !== undefined && !refused && now() < readAgainAt) return Promise.resolve(last);
      reading ??= renew();
      return reading;
    },
    refresh: () => {
      refused = true;
    },
  };
}

/** An API server named outright. A token or CA given as a file is re-read. */
export interface ExplicitCluster {
  readonly url: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly ca?: string;
  readonly caFile?: string;
  readonly serverName?: string;
  readonly insecure?: boolean;
  readonly proxyUrl?: string;
  readonly namespace?: string;
}

/** A cluster of which everything is said. */
export function explicitCluster(given: ExplicitCluster, now: () => number): Cluster {
  const read = async (): Promise<Credentials> => {
    const [token, ca] = await Promise.all([
      given.tokenFile === undefined ? given.token : readFile(given.tokenFile, "utf8"),
      given.caFile === undefined ? given.ca : readFile(given.caFile, "utf8"),
    ]);
    return {
      headers: token === undefined ? {} : { authorization: `Bearer ${token.trim()}` },
      tls: {
        ...(ca === undefined ? {} : { ca }),
        ...(given.serverName === undefined ? {} : { serverName: given.serverName }),
        ...(given.insecure ? { insecure: true } : {}),
      },
    };
  };
  return {
    url: given.url.replace(/\/+$/, ""),
    ...(given.proxyUrl === undefined ? {} : { proxyUrl: given.proxyUrl }),
    ...(given.namespace === undefined ? {} : { namespace: given.namespace }),
    ...remember(read, now),
  };
}

/** The cluster whose pod we run in, or undefined where no ServiceAccount is mounted. */
export async function inCluster(
  env: Readonly<Record<string, string | undefined>>,
  directory: string,
  now: () => number,
): Promise<Cluster | undefined> {
  const host = env.KUBERNETES_SERVICE_HOST;
  const port = env.KUBERNETES_SERVICE_PORT;
  if (!host || !port) return undefined;
  const tokenFile = join(directory, "token");
  try {
    await readFile(tokenFile);
  } catch {
    return undefined;
  }
  const namespace = await readFile(join(directory, "namespace"), "utf8").then(
    (text) => text.trim(),
    () => undefined,
  );
  const url = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const caFile = join(directory, "ca.crt");
  return explicitCluster({ url, tokenFile, caFile, ...(namespace ? { namespace } : {}) }, now);
}
