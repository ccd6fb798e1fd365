import { parseAllDocuments } from "yaml";
import { type EmbeddedKubernetes, startKubernetes } from "../../emulator/kubernetes/index.ts";
import { KubeClient } from "../../operator/kube/client.ts";
import { loadCluster } from "../../operator/kube/config.ts";
import {
  CUSTOM_RESOURCE_DEFINITIONS,
  type KubeObject,
  NAMESPACES,
  type Resource,
  SERVICE_ACCOUNTS,
} from "../../operator/kube/resource.ts";
import { crds } from "../../operator/resources/generate.ts";
import { operatorNamespace, rbacObjects } from "../../operator/resources/rbac.ts";
import { type ControlPlane, startControlPlane } from "./control-plane.ts";

/** An API server that has our kinds, the embedded one or a real one, and the rights that the operator has on it. */
export interface ApiServer {
  readonly name: string;
  readonly url: string;
  /** PEM; absent where the server speaks no TLS. */
  readonly ca?: string;
  /** A client with every right. */
  readonly admin: KubeClient;
  /** The token of somebody with every right. */
  readonly adminToken: string;
  /** The token that the operator shows: its own ServiceAccount's where rights are enforced. */
  readonly operatorToken: string;
  /** Whether a controller restarts workloads and reports on them. */
  readonly runsWorkloads: boolean;
  stop(): Promise<void>;
}

/** The embedded one misbehaves on request. */
export interface EmbeddedServer extends ApiServer {
  readonly faults: EmbeddedKubernetes["faults"];
}

/**
 * The API server of the demo, in this process. It authorises everybody with its token, and rolls workloads out if told how
 * fast.
 */
export async function embeddedServer(options: { readonly rolloutDelayMs?: number } = {}): Promise<EmbeddedServer> {
  const kube = await startKubernetes(options);
  const admin = await clientOf(kube.url, kube.token);
  await prepare(admin);
  return {
    name: "the embedded API server",
    faults: kube.faults,
    url: kube.url,
    admin,
    adminToken: kube.token,
    operatorToken: kube.token,
    runsWorkloads: options.rolloutDelayMs !== undefined,
    async stop() {
      await admin.close();
      await kube.close();
    },
  };
}

/** etcd, kube-apiserver and kube-controller-manager; the operator has the rights of its role and no other. */
export async function realServer(): Promise<ApiServer> {
  const plane: ControlPlane = await startControlPlane({ controllerManager: true });
  const admin = await clientOf(plane.url, plane.adminToken, plane.ca);
  await prepare(admin);
  const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 7200 } };
  const account = { namespace: operatorNamespace, name: "tokapi-operator" };
  const answer = await admin.create(SERVICE_ACCOUNTS, request, { under: account, subresource: "token" });
  const { token } = answer.status as { token: string };
  return {
    name: "a real control plane",
    url: plane.url,
    ca: plane.ca,
    admin,
    adminToken: plane.adminToken,
    operatorToken: token,
    runsWorkloads: true,
    async stop() {
      await admin.close();
      await plane.stop();
    },
  };
}

async function clientOf(url: string, token: string, ca?: string): Promise<KubeClient> {
  return new KubeClient({
    userAgent: "kubectl",
    // A busy machine is no fault of what is tested.
    deadlineMs: 120_000,
    cluster: await loadCluster({ url, token, ...(ca === undefined ? {} : { ca }) }),
  });
}

async function prepare(admin: KubeClient): Promise<void> {
  await admin.create(NAMESPACES, { metadata: { name: operatorNamespace } });
  await Promise.all([installCRDs(admin), installRoles(admin)]);
}

async function installRoles(admin: KubeClient): Promise<void> {
  for (const object of rbacObjects() as unknown as KubeObject[]) {
    const [group = "", version = "v1"] = (object.apiVersion ?? "v1").includes("/")
      ? object.apiVersion!.split("/")
      : ["", object.apiVersion];
    const kind = object.kind!;
    const resource: Resource = {
      group,
      version,
      kind,
      plural: `${kind.toLowerCase()}s`,
      namespaced: object.metadata.namespace !== undefined,
    };
    await admin.create(resource, object);
  }
}

/** Puts our kinds into the cluster and waits until they are served. */
async function installCRDs(client: KubeClient): Promise<void> {
  for (const document of parseAllDocuments(crds())) {
    const crd = document.toJS() as KubeObject;
    await client.patch(CUSTOM_RESOURCE_DEFINITIONS, crd.metadata, crd, {
      type: "apply",
      fieldManager: "test",
      force: true,
    });
  }
  const waiting = parseAllDocuments(crds()).map((document) => (document.toJS() as KubeObject).metadata.name);
  const { items, resourceVersion } = await client.list(CUSTOM_RESOURCE_DEFINITIONS);
  const left = new Set(waiting);
  for (const item of items) if (isEstablished(item)) left.delete(item.metadata.name);
  if (left.size === 0) return;
  const signal = AbortSignal.timeout(20_000);
  for await (const { type, object } of client.watch(CUSTOM_RESOURCE_DEFINITIONS, {
    resourceVersion,
    timeoutSeconds: 60,
    signal,
  })) {
    if (type !== "BOOKMARK" && isEstablished(object)) left.delete(object.metadata.name);
    if (left.size === 0) return;
  }
}

function isEstablished(object: KubeObject): boolean {
  const { conditions = [] } = (object.status ?? {}) as { conditions?: { type: string; status: string }[] };
  return conditions.some(({ type, status }) => type === "Established" && status === "True");
}
