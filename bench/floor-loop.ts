import { Agent, request } from "undici";
import { type Bare, textsOfNewApi } from "./bare-gateway.ts";

/** What the bare loop is told, as JSON in its argument. */
export interface FloorJob {
  readonly url: string;
  readonly ca: string;
  readonly token: string;
  readonly namespace: string;
  readonly prefix: string;
  readonly count: number;
  /** Only makes the resources: the hand of whoever declares them. */
  readonly spec: Readonly<Record<string, unknown>>;
  /** Bodies as the operator wrote them for a key of its own; undefined: only the resources are made. */
  readonly bodies?: {
    readonly planned: Readonly<Record<string, unknown>>;
    readonly ready: Readonly<Record<string, unknown>>;
    readonly secret: { readonly metadata: Record<string, unknown>; readonly [field: string]: unknown };
    readonly gateway: Bare;
  };
}

/** What it prints: milliseconds since 1970, and processor time from the first call to the last. */
export interface FloorResult {
  readonly began: number;
  readonly ended: number;
  readonly cpuMs: number;
}

const atOnce = 50;
const group = "/apis/tokapi.dev/v1alpha1";

/**
 * The floor: the API calls of a new key made by a loop that decides nothing, remembers nothing and parses next to
 * nothing: one pool, 50 keys at a time. Prints a {@link FloorResult}.
 */
export async function runFloorLoop(argument: string): Promise<number> {
  const job = JSON.parse(argument) as FloorJob;
  const { namespace, token, bodies } = job;
  const agent = new Agent({ connections: atOnce, allowH2: false, connect: { ca: job.ca } });
  const keys = `${group}/namespaces/${namespace}/tokapikeys`;
  const secrets = `/api/v1/namespaces/${namespace}/secrets`;
  const texts = bodies && textsOfNewApi(bodies.gateway, atOnce);

  async function call(method: "POST" | "PATCH", path: string, body: unknown, type = "application/json") {
    const { statusCode, body: answer } = await request(job.url + path, {
      dispatcher: agent,
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": type },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (statusCode >= 300) throw new Error(`${method} ${path}: ${statusCode} ${text}`);
    return JSON.parse(text) as { metadata: { uid: string; resourceVersion: string } };
  }

  async function one(name: string): Promise<void> {
    const made = await call("POST", keys, {
      apiVersion: "tokapi.dev/v1alpha1",
      kind: "TokApiKey",
      metadata: { name, namespace },
      spec: job.spec,
    });
    if (!bodies || !texts) return;
    const finalized = await call(
      "PATCH",
      `${keys}/${name}?fieldManager=floor`,
      { metadata: { resourceVersion: made.metadata.resourceVersion, finalizers: ["tokapi.dev/revoke-keys"] } },
      "application/merge-patch+json",
    );
    const status = (version: string, value: unknown) =>
      call(
        "PATCH",
        `${keys}/${name}/status?fieldManager=floor`,
        [
          { op: "replace", path: "/metadata/resourceVersion", value: version },
          { op: "add", path: "/status", value },
        ],
        "application/json-patch+json",
      );
    const planned = await status(finalized.metadata.resourceVersion, bodies.planned);
    const text = await texts.make(`${name}.floor`);
    const metadata = { ...bodies.secret.metadata, name, namespace };
    const owner = {
      apiVersion: "tokapi.dev/v1alpha1",
      kind: "TokApiKey",
      name,
      uid: made.metadata.uid,
      controller: true,
    };
    await call("POST", `${secrets}?fieldManager=floor`, {
      ...bodies.secret,
      metadata: { ...metadata, ownerReferences: [owner] },
      data: { apiKey: Buffer.from(text).toString("base64"), baseURL: "aHR0cDovLzEyNy4wLjAuMTo4MA==" },
    });
    await status(planned.metadata.resourceVersion, bodies.ready);
  }

  let next = 0;
  const began = Date.now();
  const cpu = process.cpuUsage();
  const worker = async () => {
    while (next < job.count) await one(`${job.prefix}${next++}`);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, job.count) }, worker));
  const { user, system } = process.cpuUsage(cpu);
  const result: FloorResult = { began, ended: Date.now(), cpuMs: (user + system) / 1000 };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  await texts?.close();
  await agent.close();
  return 0;
}
