import { isUnknown, type Value, type ValueMap } from "../../protocol/value.ts";
import type { World } from "../client.ts";
import { createKubeClient, type KubeClient } from "./client.ts";
import { defaultExecVersion, execLogin } from "./exec.ts";
import { type Context, pathIn, readKubeconfig } from "./kubeconfig.ts";
import type { Machine } from "./machine.ts";
import { clusterProblem } from "./problem.ts";
import type { Login, Server } from "./server.ts";

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
  const { environment, machine } = told;
  const block = (name: string) => textIn(told.block, name);
  // One of these says by itself which cluster is meant; then the environment's are not looked at.
  const inBlock = ["host", "config_path", "config_context"].some((name) => block(name));
  const setting = (name: string, variable: string) => block(name) ?? (inBlock ? undefined : environment[variable]);
  const host = setting("host", "KUBE_HOST");
  const ca = checkedPem(setting("cluster_ca_certificate", "KUBE_CLUSTER_CA_CERT_DATA"), "cluster_ca_certificate");
  const own = { ca, insecure: told.block?.insecure === true, login: blockLogin(told, setting) };
  if (host) return explicit(told, host, own);
  const paths = block("config_path")
    ? [block("config_path")!]
    : (environment.KUBE_CONFIG_PATH && [environment.KUBE_CONFIG_PATH]) ||
      (environment.KUBECONFIG ?? "").split(/^[A-Za-z]:/.test(machine.home ?? "") ? ";" : ":").filter(Boolean);
  if (paths.length === 0) {
    const pod = environment.KUBERNETES_SERVICE_HOST && (await inPod(told));
    if (pod) return pod;
    throw clusterProblem(
      'Nothing says which cluster is meant. Give kubernetes = { config_path = "~/.kube/config" }, or kubernetes = { host = … } with a way to log in, in the provider block; or set KUBE_CONFIG_PATH or KUBECONFIG.',
    );
  }
  const at = paths.map((path) => path.replace(/^~(?=\/|\\|$)/, machine.home ?? "~"));
  return fromContext(told, await readKubeconfig(machine, at, setting("config_context", "KUBE_CTX")), own);
}

interface Own {
  readonly ca: string | undefined;
  readonly insecure: boolean;
  /** How to log in, where the block or the environment says it themselves. */
  readonly login: Server["login"] | undefined;
}

async function explicit(_: Told, host: string, { ca, insecure, login }: Own): Promise<Server> {
  const url = address(host.includes("://") ? host : `https://${host}`, "host");
  return {
    url,
    tls: { ca, ...(insecure ? { rejectUnauthorized: false } : {}) },
    login: login ?? (async () => ({ headers: {} })),
  };
}

async function fromContext({ machine, world }: Told, context: Context, own: Own): Promise<Server> {
  const { cluster, user, where } = context;
  const proxy = cluster.thing["proxy-url"];
  if (proxy && !(URL.canParse(proxy) && /^https?:/.test(proxy)))
    throw clusterProblem(`${where} names a proxy-url that is no http:// or https:// one; others are not known here.`);
  const read = async (
    data: string | null | undefined,
    file: string | null | undefined,
    from: typeof user | typeof cluster,
  ) => {
    if (data) return Buffer.from(data, "base64").toString("utf8");
    return file ? readPart(machine, pathIn(from, file), where) : undefined;
  };
  const ca =
    own.ca ??
    (await read(cluster.thing["certificate-authority-data"], cluster.thing["certificate-authority"], cluster));
  const insecure = own.insecure || cluster.thing["insecure-skip-tls-verify"] === true;
  const servername = cluster.thing["tls-server-name"] || undefined;
  const { exec, username, password, token, tokenFile, "auth-provider": old } = user.thing;
  let login = own.login;
  if (!login && old && !exec && !token)
    throw clusterProblem(
      `The user "${context.userName}" in ${where} logs in by the auth-provider "${old.name}", which Kubernetes has given up. Make the kubeconfig anew with a current version of the cloud's tool; it will name a credential plugin.`,
    );
  if (!login && exec && !token) {
    // Only a command with a slash is a path; others are looked up.
    const command = exec.command.includes("/") ? pathIn(user, exec.command) : exec.command;
    login = execLogin(machine, { ...exec, command }, cluster.thing, () => world.now());
  }
  login ??= async () => {
    const [cert, key, shown] = await Promise.all([
      read(user.thing["client-certificate-data"], user.thing["client-certificate"], user),
      read(user.thing["client-key-data"], user.thing["client-key"], user),
      token || (tokenFile ? readPart(machine, pathIn(user, tokenFile), where) : undefined),
    ]);
    const basic = username ? `Basic ${Buffer.from(`${username}:${password ?? ""}`).toString("base64")}` : undefined;
    const authorization = shown ? `Bearer ${shown.trim()}` : basic;
    const as = user.thing.as ? { "impersonate-user": user.thing.as } : {};
    return { headers: { ...(authorization ? { authorization } : {}), ...as }, cert, key };
  };
  return {
    url: address(cluster.thing.server, "config_path"),
    proxy: proxy ? new URL(proxy) : undefined,
    tls: { ca, servername, ...(insecure ? { rejectUnauthorized: false } : {}) },
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

/** How to log in by what the block says; the environment's token counts where the block names no cluster. */
function blockLogin(
  { block, machine, world }: Told,
  setting: (name: string, variable: string) => string | undefined,
): Server["login"] | undefined {
  const token = setting("token", "KUBE_TOKEN");
  const cert = checkedPem(setting("client_certificate", "KUBE_CLIENT_CERT_DATA"), "client_certificate");
  const key = checkedPem(setting("client_key", "KUBE_CLIENT_KEY_DATA"), "client_key");
  const exec = block?.exec as ValueMap | null | undefined;
  const login = (): Login => ({ headers: token ? { authorization: `Bearer ${token}` } : {}, cert, key });
  if (token || cert) return async () => login();
  if (!exec) return undefined;
  const settings = {
    command: String(exec.command),
    args: ((exec.args ?? []) as readonly Value[]).map(String),
    env: Object.entries((exec.env ?? {}) as ValueMap).map(([name, value]) => ({ name, value: String(value) })),
    apiVersion: textIn(exec, "api_version") ?? defaultExecVersion,
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

function checkedPem(text: string | undefined, attribute: string): string | undefined {
  if (!text || text.includes("-----BEGIN ")) return text || undefined;
  const coded = Buffer.from(text, "base64").toString("utf8").includes("-----BEGIN ");
  throw clusterProblem(
    `${attribute} holds no PEM text.${coded ? " It is PEM in base64: wrap it in base64decode( )." : ""}`,
    attribute,
  );
}

async function readPart(machine: Machine, path: string, where: string): Promise<string> {
  return machine.readText(path).catch((error: { code?: string }) => {
    throw clusterProblem(`${where} names the file ${path}, which cannot be read (${error.code ?? "unknown reason"}).`);
  });
}

function textIn(block: ValueMap | null | undefined, name: string): string | undefined {
  const value = block?.[name];
  return typeof value === "string" && value !== "" && !isUnknown(value) ? value : undefined;
}
