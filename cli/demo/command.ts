import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseDuration } from "../../core/time.ts";
import { startKubernetes } from "../../emulator/kubernetes/index.ts";
import { KubeClient } from "../../operator/kube/client.ts";
import { loadCluster } from "../../operator/kube/config.ts";
import { UsageError } from "../usage-error.ts";
import { Performance } from "./performance.ts";

/** What `tokapi demo` was asked for. */
interface Options {
  readonly forMs: number | undefined;
  readonly json: boolean;
  readonly plain: boolean;
  readonly context: string | undefined;
  readonly namespace: string;
}

/** `tokapi demo`. Exits 1 when a request failed or a key leaked. */
export async function runDemo(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  const directory = await mkdtemp(join(tmpdir(), "tokapi-demo-"));
  const cluster = options.context === undefined ? await embedded(directory) : await real(options.context);
  try {
    const show = new Performance({ ...options, ...cluster });
    return await show.run();
  } finally {
    await cluster.client.close();
    await cluster.close();
    await rm(directory, { recursive: true, force: true });
  }
}

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      for: { type: "string" },
      json: { type: "boolean", default: false },
      plain: { type: "boolean", default: false },
      context: { type: "string" },
      namespace: { type: "string", default: "tokapi-demo" },
    },
  });
  const forMs = values.for === undefined ? undefined : parseDuration(values.for);
  if (values.for !== undefined && forMs === undefined)
    throw new UsageError(`--for ${values.for}: write for example 40s or 2m`);
  return {
    forMs,
    json: values.json,
    plain: values.plain || values.json,
    context: values.context,
    namespace: values.namespace,
  };
}

/** A cluster for the demo: how to reach it, as a client and as a process. */
interface DemoCluster {
  readonly client: KubeClient;
  readonly environment: Readonly<Record<string, string>>;
  /** What to type to look into it. */
  readonly kubectl: string;
  readonly keep: boolean;
  close(): Promise<void>;
}

async function embedded(directory: string): Promise<DemoCluster> {
  const kubernetes = await startKubernetes();
  const kubeconfig = join(directory, "kubeconfig");
  await writeFile(kubeconfig, kubernetes.kubeconfig(), { mode: 0o600 });
  return {
    client: new KubeClient({ cluster: await loadCluster({ kubeconfig }) }),
    environment: { KUBECONFIG: kubeconfig },
    kubectl: `export KUBECONFIG=${kubeconfig}`,
    keep: false,
    close: () => kubernetes.close(),
  };
}

async function real(context: string): Promise<DemoCluster> {
  return {
    client: new KubeClient({ cluster: await loadCluster({ context }) }),
    environment: { TOKAPI_CONTEXT: context },
    kubectl: `kubectl config use-context ${context}`,
    keep: true,
    close: () => Promise.resolve(),
  };
}
