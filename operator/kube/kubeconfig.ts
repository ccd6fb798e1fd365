// A kubeconfig as kubectl understands it: several files merged, one context chosen, paths made absolute.
import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

// kubectl writes null where a field was emptied.
const text = z
  .string()
  .nullish()
  .transform((value) => value || undefined);

const clusterSchema = z.object({
  server: z.string(),
  "certificate-authority": text,
  "certificate-authority-data": text,
  "insecure-skip-tls-verify": z.boolean().nullish(),
  "tls-server-name": text,
  "proxy-url": text,
});

const execSchema = z.looseObject({
  apiVersion: text,
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  provideClusterInfo: z.boolean().nullish(),
});

const userSchema = z.object({
  token: text,
  tokenFile: text,
  username: text,
  password: text,
  "client-certificate": text,
  "client-certificate-data": text,
  "client-key": text,
  "client-key-data": text,
  as: text,
  exec: execSchema.nullish(),
  "auth-provider": z.looseObject({ name: z.string(), config: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});

const contextSchema = z.object({ cluster: z.string(), user: text, namespace: text });

const fileSchema = z.object({
  "current-context": text,
  clusters: z.array(z.object({ name: z.string(), cluster: clusterSchema })).nullish(),
  users: z.array(z.object({ name: z.string(), user: userSchema.nullish() })).nullish(),
  contexts: z.array(z.object({ name: z.string(), context: contextSchema })).nullish(),
});

export type KubeconfigCluster = z.infer<typeof clusterSchema>;
export type KubeconfigUser = z.infer<typeof userSchema>;

/** One context of a kubeconfig with everything that it refers to. */
export interface KubeconfigContext {
  readonly context: string;
  readonly cluster: KubeconfigCluster;
  readonly userName: string;
  readonly user: KubeconfigUser;
  readonly namespace?: string;
}

/**
 * Reads `paths` (later files add what earlier ones lack, as with several paths in `KUBECONFIG`; files that do not exist are
 * passed over while one remains) and answers the context named, or the current one.
 * @throws Error that names the file and field, or the contexts there are. It never holds a value of the file.
 */
export async function readKubeconfig(paths: readonly string[], wanted: string | undefined): Promise<KubeconfigContext> {
  const clusters = new Map<string, KubeconfigCluster>();
  const users = new Map<string, KubeconfigUser>();
  const contexts = new Map<string, z.infer<typeof contextSchema>>();
  let current: string | undefined;
  let read = 0;
  for (const path of paths) {
    const file = await readOne(path);
    if (file === undefined) continue;
    read += 1;
    current ??= file["current-context"];
    for (const { name, cluster } of file.clusters ?? []) if (!clusters.has(name)) clusters.set(name, cluster);
    for (const { name, user } of file.users ?? []) if (user && !users.has(name)) users.set(name, user);
    for (const { name, context } of file.contexts ?? []) if (!contexts.has(name)) contexts.set(name, context);
  }
  const where = paths.join(", ");
  if (read === 0) throw new Error(`No kubeconfig at ${where}`);
  const name = wanted ?? current;
  const known = [...contexts.keys()].join(", ") || "none";
  if (name === undefined) throw new Error(`${where} has no current-context; name one of its contexts: ${known}`);
  const context = contexts.get(name);
  if (context === undefined) throw new Error(`${where} has no context "${name}"; it has: ${known}`);
  const cluster = clusters.get(context.cluster);
  if (cluster === undefined)
    throw new Error(`${where}: context "${name}" names the cluster "${context.cluster}", not there`);
  const user = context.user === undefined ? userSchema.parse({}) : users.get(context.user);
  if (user === undefined) throw new Error(`${where}: context "${name}" names the user "${context.user}", not there`);
  return {
    context: name,
    cluster,
    userName: context.user ?? "",
    user,
    ...(context.namespace === undefined ? {} : { namespace: context.namespace }),
  };
}

async function readOne(path: string): Promise<z.infer<typeof fileSchema> | undefined> {
  let content: string;
  try {
    content = await readFile(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") return undefined;
    throw new Error(`Cannot read the kubeconfig ${path} (${code ?? "unknown reason"})`);
  }
  let parsed: unknown;
  try {
    parsed = parse(content);
  } catch {
    // The parser's message quotes the line, which may be a token.
    throw new Error(`The kubeconfig ${path} is not YAML`);
  }
  const result = fileSchema.safeParse(parsed ?? {});
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new Error(
      `The kubeconfig ${path} is wrong at ${issue?.path.join(".") || "its top"}: ${issue?.message ?? ""}`,
    );
  }
  return absolute(result.data, dirname(path));
}

function absolute(file: z.infer<typeof fileSchema>, root: string): z.infer<typeof fileSchema> {
  const at = (path: string | undefined) => (path === undefined || isAbsolute(path) ? path : join(root, path));
  for (const { cluster } of file.clusters ?? [])
    cluster["certificate-authority"] = at(cluster["certificate-authority"]);
  for (const { user } of file.users ?? []) {
    if (!user) continue;
    user["client-certificate"] = at(user["client-certificate"]);
    user["client-key"] = at(user["client-key"]);
    user.tokenFile = at(user.tokenFile);
    // A bare name is looked up on the PATH; only one with a slash is relative to the file.
    if (user.exec?.command.includes("/")) user.exec.command = at(user.exec.command) ?? user.exec.command;
  }
  return file;
}
