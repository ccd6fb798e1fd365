import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import type { KubeClient } from "../../operator/kube/client.ts";
import { KubeError } from "../../operator/kube/error.ts";
import { DEPLOYMENTS, type KubeObject, type Resource, SECRETS } from "../../operator/kube/resource.ts";
import { delivery, restartedFor } from "../../operator/reconcile/marks.ts";
import { entryOf } from "../../operator/reconcile/secret-body.ts";
import type { Part } from "./cast.ts";

/** A kubelet writes a changed Secret into a volume at some point within this time. */
const mountLagMs = 2_000;
const callEveryMs = 100;
const startTakesMs = 400;

/** One application: what it holds, and how its calls went. */
export interface Application {
  readonly part: Part;
  /** The revision whose key it uses now; 0 before its first. */
  readonly revision: number;
  readonly requests: number;
  readonly failed: number;
  /** What the last failure was; for people. */
  readonly lastFailure: string | undefined;
}

interface Held {
  readonly text: string;
  readonly baseURL: string;
  readonly revision: number;
}

/** Plays an application and its pod: gets the key as its kind does, and calls the data plane ten times a second with it. */
export function play(client: KubeClient, namespace: string, part: Part, signal: AbortSignal): Application {
  const agent = new Agent({ connections: 8 });
  const state = { part, revision: 0, requests: 0, failed: 0, lastFailure: undefined as string | undefined };
  let held: Held | undefined;
  const hold = (next: Held | undefined) => {
    if (!next) return;
    held = next;
    state.revision = next.revision;
  };

  const follow = part.reads === "file" ? followFile : followRestarts;
  void follow(client, namespace, part, hold, signal).catch((error: unknown) => {
    if (!signal.aborted) state.lastFailure = String(error);
  });
  const timer = setInterval(() => void call(), callEveryMs);
  signal.addEventListener("abort", () => {
    clearInterval(timer);
    void agent.close();
  });

  async function call(): Promise<void> {
    if (!held || signal.aborted) return;
    const { text, baseURL } = held;
    state.requests += 1;
    try {
      const answer = await request(`${baseURL}/v1/chat/completions`, {
        method: "POST",
        dispatcher: agent,
        headers: { authorization: `Bearer ${text}`, "content-type": "application/json" },
        body: JSON.stringify({ model: part.model, messages: [{ role: "user", content: "Say ok." }] }),
      });
      const body = await answer.body.text();
      if (answer.statusCode >= 400) fail(`${answer.statusCode} ${body.slice(0, 200)}`);
    } catch (error) {
      if (!signal.aborted) fail(String(error));
    }
  }

  function fail(why: string): void {
    state.failed += 1;
    state.lastFailure = why;
  }
  return state;
}

/** The application reads the key from its mounted file before each call; the file follows the Secret with a delay. */
async function followFile(
  client: KubeClient,
  namespace: string,
  part: Part,
  hold: (held: Held | undefined) => void,
  signal: AbortSignal,
): Promise<void> {
  let first = true;
  let newest: Held | undefined;
  await follow(client, SECRETS, namespace, part.secret, signal, async (secret) => {
    newest = secret && read(secret, part);
    // The first time the pod waits for its volume; later the kubelet comes round when it comes round, and writes what is
    // there then: a file never goes back to an older key.
    const lag = first ? 0 : Math.random() * mountLagMs;
    first = false;
    setTimeout(() => hold(newest), lag);
  });
}

/** The application reads the key once, when its pod starts. A new pod takes over only once it is up. */
async function followRestarts(
  client: KubeClient,
  namespace: string,
  part: Part,
  hold: (held: Held | undefined) => void,
  signal: AbortSignal,
): Promise<void> {
  const ref = { namespace, name: part.secret };
  // Without its Secret a container is not started; the kubelet tries again.
  const start = async (): Promise<void> => {
    for (;;) {
      const secret = await client.get(SECRETS, ref).catch((error: unknown) => {
        if (KubeError.is(error, "not-found")) return undefined;
        throw error;
      });
      const held = secret && read(secret, part);
      if (held) return hold(held);
      await sleep(100, undefined, { signal });
    }
  };
  await start();
  let startedFor: string | undefined;
  await follow(client, DEPLOYMENTS, namespace, part.name, signal, async (deployment) => {
    const mark = deployment && markOf(deployment);
    if (!deployment || mark === startedFor) return;
    startedFor = mark;
    await sleep(startTakesMs, undefined, { signal });
    await start();
    const { generation = 0 } = deployment.metadata;
    const status = {
      observedGeneration: generation,
      replicas: 1,
      updatedReplicas: 1,
      readyReplicas: 1,
      availableReplicas: 1,
    };
    await client.patch(
      DEPLOYMENTS,
      { namespace, name: part.name },
      { status },
      { type: "merge", subresource: "status" },
    );
  });
}

async function follow(
  client: KubeClient,
  resource: Resource,
  namespace: string,
  name: string,
  signal: AbortSignal,
  seen: (object: KubeObject | undefined) => Promise<void>,
): Promise<void> {
  const selector = { namespace, fieldSelector: `metadata.name=${name}` };
  const { items, resourceVersion } = await client.list(resource, selector);
  let version = resourceVersion;
  await seen(items[0]);
  while (!signal.aborted) {
    for await (const { type, object } of client.watch(resource, {
      ...selector,
      resourceVersion: version,
      timeoutSeconds: 300,
      signal,
    })) {
      version = object.metadata.resourceVersion ?? version;
      if (type !== "BOOKMARK") await seen(type === "DELETED" ? undefined : object);
    }
  }
}

function read(secret: KubeObject, part: Part): Held | undefined {
  const text = entryOf(secret, part.entry);
  const baseURL = entryOf(secret, "baseURL");
  const revision = Number(secret.metadata.annotations?.[delivery.revision] ?? 0);
  return text && baseURL ? { text, baseURL, revision } : undefined;
}

function markOf(deployment: KubeObject): string | undefined {
  const { template } = (deployment.spec ?? {}) as {
    template?: { metadata?: { annotations?: Record<string, string> } };
  };
  return template?.metadata?.annotations?.[restartedFor];
}
