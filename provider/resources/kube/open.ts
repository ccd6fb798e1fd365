import type { Value, ValueMap } from "../../protocol/value.ts";
import type { World } from "../client.ts";
import { createKubeClient, type KubeClient } from "./client.ts";
import { execLogin } from "./exec.ts";
import { type Context, pathIn, readKubeconfig } from "./kubeconfig.ts";
import type { Machine } from "./machine.ts";
import { clusterProblem } from "./problem.ts";
import type { Server } from "./server.ts";

/** Where the way to a cluster is told. */
export interface Told {
  /** The provider block's `kubernetes`, wholly known; null where there is none. */
  readonly block: ValueMap | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly machine: Machine;
  readonly world: World;
  readonly userAgent: string;
}

/**
 * A client of the cluster that is told of: by `host`, or else a kubeconfig (of the block, `KUBE_CONFIG_PATH` or
 * `KUBECONFIG`), or else the ServiceAccount of the pod that this runs in. `~/.kube/config` must be named: whatever cluster
 * somebody last looked at is no place to make keys in unasked. Throws diagnostics. Calls no server yet.
 */
export async function openCluster(told: Told): Promise<KubeClient> {
  return createKubeClient(await serverOf(told), told.world, told.userAgent);
}

async function serverOf(told: Told): Promise<Server> {
  const { block, environment, machine } = told;
  const own: Own = {
    ca: pem(block, "cluster_ca_certificate"),
    trust: block?.insecure === true ? { rejectUnauthorized: false } : {},
    login: loginOf(told),
  };
  const host = textIn(block, "host");
  if (host) {
    const url = address(host.includes("://") ? host : `https://${host}`, "host");
    return { url, tls: { ca: own.ca, ...own.trust }, login: own.login ?? (async () => ({ headers: {} })) };
  }
  const path = textIn(block, "config_path") ?? environment.KUBE_CONFIG_PATH;
  const separator = /^[A-Za-z]:/.test(machine.home ?? "") ? ";" : ":";
  const paths = path ? [path] : (environment.KUBECONFIG ?? "").split(separator).filter(Boolean);
  if (paths.length > 0) {
    const files = paths.map((each) => each.replace(/^~(?=[/\\]|$)/, machine.home ?? "~"));
    const wanted = textIn(block, "config_context") ?? environment.KUBE_CTX;
    return fromContext(told, await readKubeconfig(machine, files, wanted), own);
  }
  const pod = environment.KUBERNETES_SERVICE_HOST && (await inPod(told));
  if (pod) return pod;
  throw clusterProblem(
    'Nothing says which cluster is meant. Give kubernetes = { config_path = "~/.kube/config" } or kubernetes = { host = … } in the provider block, or set KUBE_CONFIG_PATH or KUBECONFIG.',
  );
}

/** What the block says itself. It counts before the kubeconfig. */
interface Own {
  readonly ca: string | undefined;
  readonly trust: Server["tls"];
  readonly login: Server["login"] | undefined;
}

async function fromContext({ machine, world }: Told, context: Context, own: Own): Promise<Server> {
  const { cluster, user, where } = context;
  const proxy = cluster.thing["proxy-url"];
  if (proxy && !(URL.canParse(proxy) && /^https?:/.test(proxy)))
    throw clusterProblem(`${where} names a proxy-url that is no http:// or https:// one; others are not known here.`);
  /** A text that stands in the kubeconfig in base64, or in a file that it names. */
  const read = async (from: typeof user | typeof cluster, name: string) => {
    const { [`${name}-data`]: data, [name]: file } = from.thing as Readonly<Record<string, string | undefined>>;
    if (data) return Buffer.from(data, "base64").toString("utf8");
    return file ? readPart(machine, pathIn(from, file), where) : undefined;
  };
  const { exec, username, password, token, tokenFile, as, "auth-provider": old } = user.thing;
  let { login } = own;
  if (!login && exec && !token) {
    // Only a command with a slash is a path; others are looked up.
    const command = exec.command.includes("/") ? pathIn(user, exec.command) : exec.command;
    login = execLogin(machine, { ...exec, command }, cluster.thing, () => world.now());
  } else if (!login && old && !token) {
    throw clusterProblem(
      `The user "${context.userName}" in ${where} logs in by the auth-provider "${old.name}", which Kubernetes has given up. Make the kubeconfig anew with a current version of the cloud's tool; it will name a credential plugin.`,
    );
  }
  login ??= async () => {
    const shown = token || (tokenFile && (await readPart(machine, pathIn(user, tokenFile), where)));
    const basic = username && `Basic ${Buffer.from(`${username}:${password ?? ""}`).toString("base64")}`;
    const authorization = shown ? `Bearer ${shown.trim()}` : basic;
    return {
      headers: { ...(authorization ? { authorization } : {}), ...(as ? { "impersonate-user": as } : {}) },
      cert: await read(user, "client-certificate"),
      key: await read(user, "client-key"),
    };
  };
  return {
    url: address(cluster.thing.server, "config_path"),
    proxy: proxy ? new URL(proxy) : undefined,
    tls: {
      ca: own.ca ?? (await read(cluster, "certificate-authority")),
      servername: cluster.thing["tls-server-name"] || undefined,
      ...(cluster.thing["insecure-skip-tls-verify"] ? { rejectUnauthorized: false } : own.trust),
    },
    login,
  };
}

const account = "/var/run/secrets/kubernetes.io/serviceaccount";

async function inPod({ environment, machine }: Told): Promise<Server | undefined> {
  const { KUBERNETES_SERVICE_HOST: host = "", KUBERNETES_SERVICE_PORT: port = "443" } = environment;
  const ca = await machine.readText(`${account}/ca.crt`).catch(() => undefined);
  if (ca === undefined) return undefined;
  return {
    url: address(`https://${host.includes(":") ? `[${host}]` : host}:${port}`),
    tls: { ca },
    // Read each time: the token is replaced while we run.
    login: async () => {
      const token = await readPart(machine, `${account}/token`, "the pod's ServiceAccount");
      return { headers: { authorization: `Bearer ${token.trim()}` } };
    },
  };
}

/** How to log in by what the block says, if it says it. */
function loginOf({ block, machine, world }: Told): Server["login"] | undefined {
  const [token, cert, key] = [textIn(block, "token"), pem(block, "client_certificate"), pem(block, "client_key")];
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  if (token || cert) return async () => ({ headers, cert, key });
  const exec = (block?.exec ?? null) as ValueMap | null;
  if (!exec) return undefined;
  const settings = {
    command: String(exec.command),
    args: ((exec.args ?? []) as readonly Value[]).map(String),
    env: Object.entries((exec.env ?? {}) as ValueMap).map(([name, value]) => ({ name, value: String(value) })),
    apiVersion: textIn(exec, "api_version"),
  };
  return execLogin(machine, settings, {}, () => world.now());
}

function address(text: string, attribute?: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search)
    throw clusterProblem("The API server's address must look like https://cluster.example.com:6443.", attribute);
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}

function pem(block: ValueMap | null, attribute: string): string | undefined {
  const text = textIn(block, attribute);
  if (!text || text.includes("-----BEGIN ")) return text;
  throw clusterProblem("It holds no PEM text. If it is PEM in base64, wrap it in base64decode( ).", attribute);
}

async function readPart(machine: Machine, path: string, where: string): Promise<string> {
  return machine.readText(path).catch((error: { code?: string }) => {
    throw clusterProblem(`${where} names the file ${path}, which cannot be read (${error.code ?? "unknown reason"}).`);
  });
}

function textIn(block: ValueMap | null, name: string): string | undefined {
  const value = block?.[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
