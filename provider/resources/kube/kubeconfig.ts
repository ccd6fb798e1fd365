import * as z from "zod/mini";
import type { Machine } from "./machine.ts";
import { clusterProblem } from "./problem.ts";
import { readYaml, YamlRefused } from "./yaml.ts";

/** kubectl writes null, or nothing, where a field was emptied. */
const text = z.nullish(z.string());
const flag = z.nullish(z.boolean());

const execSchema = z.object({
  command: z.string(),
  args: z.nullish(z.array(z.string())),
  env: z.nullish(z.array(z.object({ name: z.string(), value: z.string() }))),
  apiVersion: text,
  installHint: text,
  provideClusterInfo: flag,
});
const clusterSchema = z.object({
  server: z.string(),
  "certificate-authority": text,
  "certificate-authority-data": text,
  "insecure-skip-tls-verify": flag,
  "tls-server-name": text,
  "proxy-url": text,
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
  exec: z.nullish(execSchema),
  "auth-provider": z.nullish(z.object({ name: z.string() })),
});
const contextSchema = z.object({ cluster: z.string(), user: text });

const fileSchema = z.object({
  "current-context": text,
  clusters: z.nullish(z.array(z.object({ name: z.string(), cluster: clusterSchema }))),
  users: z.nullish(z.array(z.object({ name: z.string(), user: z.nullish(userSchema) }))),
  contexts: z.nullish(z.array(z.object({ name: z.string(), context: contextSchema }))),
});

/** A thing of a kubeconfig, and the folder that its relative paths start from. */
interface From<Thing> {
  readonly thing: Thing;
  readonly folder: string;
}

/** How to run a credential plugin. */
export type ExecSettings = z.output<typeof execSchema>;

/** One context, with all that it refers to. */
export interface Context {
  /** The files, for messages. */
  readonly where: string;
  readonly cluster: From<z.output<typeof clusterSchema>>;
  readonly userName: string;
  readonly user: From<z.output<typeof userSchema>>;
}

/**
 * Reads kubeconfigs as kubectl does: of several files the first that names a thing decides, and files that are not there
 * are passed over while one is. Messages name files, fields and contexts, and never a value.
 */
export async function readKubeconfig(
  machine: Machine,
  paths: readonly string[],
  wanted: string | undefined,
): Promise<Context> {
  const where = paths.join(", ");
  const files = (await Promise.all(paths.map((path) => readFile(machine, path)))).filter((file) => file !== undefined);
  if (files.length === 0) throw clusterProblem(`There is no kubeconfig at ${where}.`, "config_path");
  const first = <Thing>(kind: "clusters" | "users" | "contexts", field: string, name: string) => {
    for (const { content, folder } of files) {
      const found = content[kind]?.find((each) => each.name === name) as Record<string, Thing> | undefined;
      if (found) return { thing: found[field]!, folder };
    }
    return undefined;
  };
  const name = wanted || files.map(({ content }) => content["current-context"]).find((each) => each);
  const known = files.flatMap(({ content }) => content.contexts?.map((each) => each.name) ?? []).join(", ") || "none";
  if (!name)
    throw clusterProblem(`${where} names no current context. Choose one of its contexts: ${known}.`, "config_context");
  const context = first<z.output<typeof contextSchema>>("contexts", "context", name)?.thing;
  if (!context)
    throw clusterProblem(`${where} has no context "${name}". Its contexts are: ${known}.`, "config_context");
  const cluster = first<z.output<typeof clusterSchema>>("clusters", "cluster", context.cluster);
  const user = context.user
    ? first<z.output<typeof userSchema>>("users", "user", context.user)
    : { thing: {}, folder: "." };
  if (!cluster || !user) {
    const missing = cluster ? `user "${context.user}"` : `cluster "${context.cluster}"`;
    throw clusterProblem(`In ${where}, the context "${name}" names the ${missing}, which is not there.`, "config_path");
  }
  return {
    where,
    cluster,
    userName: context.user ?? "",
    user: { thing: user.thing ?? {}, folder: user.folder },
  };
}

async function readFile(machine: Machine, path: string) {
  let content: unknown;
  try {
    content = readYaml(await machine.readText(path));
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "ENOENT") return undefined;
    const why = error instanceof YamlRefused ? error.message : `it cannot be read (${code ?? "unknown reason"})`;
    throw clusterProblem(`The kubeconfig ${path} cannot be used: ${why}.`, "config_path");
  }
  const parsed = fileSchema.safeParse(content ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const at = issue!.path.join(".") || "its top";
    throw clusterProblem(`The kubeconfig ${path} is wrong at ${at}: ${issue!.message}.`, "config_path");
  }
  return { content: parsed.data, folder: path.slice(0, path.lastIndexOf("/") + 1) };
}

/** A path in a kubeconfig, which may be relative to the file. */
export function pathIn({ folder }: From<unknown>, path: string): string {
  return /^(\/|[A-Za-z]:|\\)/.test(path) ? path : folder + path;
}
