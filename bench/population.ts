import type { KubeObject } from "../operator/kube/resource.ts";
import { SECRETS } from "../operator/kube/resource.ts";
import { TOK_API_KEYS } from "../operator/resources/addresses.ts";
import { Child } from "./child.ts";
import { type EmulatedGateway, startGateway } from "./emulated.ts";
import type { FloorJob, FloorResult } from "./floor-loop.ts";
import { ReadyWatch } from "./ready-watch.ts";
import { gatewayName, type Rig } from "./rig.ts";

/** What every key of a population declares, unless a scenario says more. */
export const keySpec = { gatewayRef: { name: gatewayName }, group: "default" };

/** Declares `count` keys, 50 at a time, from another process. Answers when it began. */
export async function declareKeys(
  rig: Rig,
  namespace: string,
  count: number,
  spec: Readonly<Record<string, unknown>> = keySpec,
  bodies?: FloorJob["bodies"],
): Promise<FloorResult> {
  const { url, ca, adminToken: token } = rig.plane;
  const job: FloorJob = {
    url,
    ca,
    token,
    namespace,
    prefix: "bench-key-",
    count,
    spec,
    ...(bodies ? { bodies } : {}),
  };
  const child = Child.part(["floor-loop", JSON.stringify(job)]);
  const [line = ""] = await child.lines(1);
  await child.ended;
  return JSON.parse(line) as FloorResult;
}

/** The bodies that the operator writes for one new key: the floor sends the same ones. */
export async function sampleBodies(rig: Rig): Promise<Omit<NonNullable<FloorJob["bodies"]>, "gateway">> {
  const gateway = await rig.own(startGateway("new-api"));
  const namespace = "sample";
  await rig.stage(namespace, gateway);
  const operator = await rig.operator({ TOKAPI_WATCH_NAMESPACE: namespace });
  const watch = await ReadyWatch.open(rig.client, namespace);
  await declareKeys(rig, namespace, 1);
  await watch.until(1, 60_000);
  await watch.close();
  const key = await rig.client.get(TOK_API_KEYS, { namespace, name: "bench-key-0" });
  const stored = await rig.client.get(SECRETS, { namespace, name: "bench-key-0" });
  await operator.stop();
  const { name, labels, annotations } = stored.metadata;
  const ready = (key as KubeObject & { status: { keys: object[] } }).status;
  const [first] = ready.keys as Record<string, unknown>[];
  const { revision, name: remote, reason, plannedAt } = first!;
  return {
    planned: { keys: [{ revision, name: remote, state: "Planned", reason, plannedAt }], lastRevision: 1 },
    ready,
    secret: { apiVersion: "v1", kind: "Secret", type: "Opaque", metadata: { name, labels, annotations } },
  };
}

/** What the bare loop takes. */
export interface Floor {
  readonly seconds: number;
  /** Processor time of the loop itself, for each key. */
  readonly cpuMs: number;
}

/** Lets the bare loop make `count` keys in a namespace and at a gateway of its own. */
export async function floor(
  rig: Rig,
  namespace: string,
  count: number,
  sample: Awaited<ReturnType<typeof sampleBodies>>,
): Promise<Floor> {
  const gateway: EmulatedGateway = await startGateway("new-api");
  await rig.namespace(namespace);
  const watch = await ReadyWatch.open(rig.client, namespace);
  const { panelURL, dataURL, credentials } = gateway;
  const bodies = { ...sample, gateway: { panelURL, dataURL, credentials } };
  const { began, cpuMs } = await declareKeys(rig, namespace, count, keySpec, bodies);
  const ended = await watch.until(count);
  await watch.close();
  await gateway.stop();
  return { seconds: (ended - began) / 1000, cpuMs: cpuMs / count };
}
