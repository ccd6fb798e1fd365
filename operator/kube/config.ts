// Finds the cluster to work for. Only this file knows @kubernetes/client-node, and loads it (0.4 s, 70 MB) only for the
// users that need it: those with an exec plugin or an auth provider.
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Cluster,
  type Credentials,
  type ExplicitCluster,
  explicitCluster,
  inCluster,
  remember,
  SERVICE_ACCOUNT,
  type TlsOptions,
} from "./cluster.ts";
import { type KubeconfigContext, readKubeconfig } from "./kubeconfig.ts";

/** Where to look. `url` decides alone; then `kubeconfig` or `context`; then what the environment offers. */
export interface ClusterOptions extends Partial<ExplicitCluster> {
  /** Path of a kubeconfig file. */
  readonly kubeconfig?: string;
  /** A context in it, instead of its current one. */
  readonly context?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where a pod's ServiceAccount is mounted. */
  readonly serviceAccount?: string;
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number;
}

/**
 * The cluster to talk to: `url` if given; else `kubeconfig`/`context`; else `$KUBECONFIG`; else the pod's own
 * ServiceAccount; else `~/.kube/config`, the order of controller-runtime.
 * @throws Error with one sentence: what was looked for and what is wrong with it.
 */
export async function loadCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const now = options.now ?? (() => performance.now());
  const env = options.env ?? process.env;
  if (options.url !== undefined) return explicitCluster({ ...options, url: options.url }, now);
  const given = options.kubeconfig ?? env.KUBECONFIG;
  if (given === undefined && options.context === undefined) {
    const pod = await inCluster(env, options.serviceAccount ?? SERVICE_ACCOUNT, now);
    if (pod) return pod;
  }
  const paths =
    options.kubeconfig === undefined ? (given ?? "").split(delimiter).filter(Boolean) : [options.kubeconfig];
  if (paths.length === 0) paths.push(join(env.HOME ?? homedir(), ".kube", "config"));
  const config = await readKubeconfig(paths, options.context);
  return fromKubeconfig(config, () => readKubeconfig(paths, config.context), now);
}

async function fromKubeconfig(
  first: KubeconfigContext,
  readAgain: () => Promise<KubeconfigContext>,
  now: () => number,
): Promise<Cluster> {
  const url = new URL(first.cluster.server);
  let config = first;
  let plugin = needsPlugin(config) ? await pluginOf(config) : undefined;
  const read = async (renew: boolean): Promise<Credentials> => {
    // The file is read anew each time: some tools write short-lived tokens and certificates into it. A plugin keeps its
    // own answer until that expires, unless the server has refused it.
    if (renew || !plugin) {
      const next = await readAgain();
      const changed = JSON.stringify(next.user) !== JSON.stringify(config.user);
      config = next;
      plugin = needsPlugin(config) && (renew || changed) ? await pluginOf(config) : plugin;
    }
    const base = await staticCredentials(config);
    return plugin ? merge(base, await plugin()) : base;
  };
  return {
    url: url.href.replace(/\/+$/, ""),
    ...(first.cluster["proxy-url"] === undefined ? {} : { proxyUrl: first.cluster["proxy-url"] }),
    ...(first.namespace === undefined ? {} : { namespace: first.namespace }),
    ...remember(read, now),
  };
}

async function staticCredentials({ cluster, user }: KubeconfigContext): Promise<Credentials> {
  const [ca, cert, key, tokenText] = await Promise.all([
    pem(cluster["certificate-authority"], cluster["certificate-authority-data"]),
    pem(user["client-certificate"], user["client-certificate-data"]),
    pem(user["client-key"], user["client-key-data"]),
    // As with kubectl, a token given outright wins over the file.
    user.token ?? (user.tokenFile === undefined ? undefined : readFile(user.tokenFile, "utf8")),
  ]);
  const headers: Record<string, string> = {};
  if (user.username !== undefined) {
    headers.authorization = `Basic ${Buffer.from(`${user.username}:${user.password ?? ""}`).toString("base64")}`;
  }
  if (tokenText !== undefined) headers.authorization = `Bearer ${tokenText.trim()}`;
  if (user.as !== undefined) headers["impersonate-user"] = user.as;
  const tls: TlsOptions = {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(cluster["tls-server-name"] === undefined ? {} : { serverName: cluster["tls-server-name"] }),
    ...(cluster["insecure-skip-tls-verify"] ? { insecure: true } : {}),
  };
  return { headers, tls };
}

async function pem(file: string | undefined, data: string | undefined): Promise<string | undefined> {
  if (data !== undefined) return Buffer.from(data, "base64").toString("utf8");
  return file === undefined ? undefined : readFile(file, "utf8");
}

function merge(base: Credentials, more: Credentials): Credentials {
  return { headers: { ...base.headers, ...more.headers }, tls: { ...base.tls, ...more.tls } };
}

function needsPlugin({ user }: KubeconfigContext): boolean {
  return Boolean(user.exec) || Boolean(user["auth-provider"]);
}

const PLUGIN_DEADLINE_MS = 60_000;

/** Asks client-node for what an exec plugin or auth provider gives. It remembers tokens until they expire. */
async function pluginOf(config: KubeconfigContext): Promise<() => Promise<Credentials>> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const { user } = config;
  const asked = new KubeConfig();
  // A cluster of no importance: client-node would read the real one's files synchronously, and refuses http:// ones.
  asked.loadFromClusterAndUser(
    { name: "cluster", server: "https://kubernetes.invalid", skipTLSVerify: false },
    {
      name: config.userName,
      ...(user.exec ? { exec: { ...user.exec, env: [...(user.exec.env ?? []), execInfo(config)] } } : {}),
      ...(user["auth-provider"] ? { authProvider: user["auth-provider"] } : {}),
    },
  );
  const what = user.exec
    ? `the credential plugin "${user.exec.command}"`
    : `the auth provider "${user["auth-provider"]?.name}"`;
  return async () => {
    const answer: { headers?: Record<string, unknown>; cert?: unknown; key?: unknown } = {};
    const late = new AbortController();
    try {
      const timeout = sleep(PLUGIN_DEADLINE_MS, undefined, { signal: late.signal, ref: false }).then(() => {
        throw new Error(`no answer within ${PLUGIN_DEADLINE_MS / 1000} s`);
      });
      timeout.catch(() => {});
      await Promise.race([
        asked.applyToHTTPSOptions(answer as Parameters<typeof asked.applyToHTTPSOptions>[0]),
        timeout,
      ]);
    } catch (error) {
      const why = (error as Partial<Error> | undefined)?.message?.trim().slice(0, 256);
      throw new Error(`${what} of the user "${config.userName}" failed: ${why || "it gave no reason"}`);
    } finally {
      late.abort();
    }
    const { Authorization: authorization } = answer.headers ?? {};
    return {
      headers: typeof authorization === "string" ? { authorization } : {},
      tls: {
        ...(typeof answer.cert === "string" ? { cert: answer.cert } : {}),
        ...(typeof answer.key === "string" ? { key: answer.key } : {}),
      },
    };
  };
}

/** What Kubernetes promises to tell exec plugins, and client-node does not: some refuse to run without it. */
function execInfo({ cluster, user }: KubeconfigContext): { name: string; value: string } {
  const info = {
    apiVersion: user.exec?.apiVersion ?? "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    spec: {
      interactive: false,
      ...(user.exec?.provideClusterInfo
        ? {
            cluster: {
              server: cluster.server,
              "tls-server-name": cluster["tls-server-name"],
              "insecure-skip-tls-verify": cluster["insecure-skip-tls-verify"] ?? undefined,
              "certificate-authority-data": cluster["certificate-authority-data"],
              "proxy-url": cluster["proxy-url"],
            },
          }
        : {}),
    },
  };
  return { name: "KUBERNETES_EXEC_INFO", value: JSON.stringify(info) };
}
