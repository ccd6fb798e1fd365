import { setTimeout as sleep } from "node:timers/promises";
import { Agent, type Dispatcher, request } from "undici";
import { startKubernetes } from "../../../emulator/kubernetes/index.ts";
import { customResourceDefinition } from "../../../operator/resources/crd.ts";
import type { Definition } from "../../../operator/resources/definition.ts";
import { kinds } from "../../../operator/resources/kinds.ts";
import { startControlPlane } from "../../support/control-plane.ts";
import { controlPlaneAssets } from "../../tools/control-plane.ts";

export interface Answer {
  readonly status: number;
  readonly body: {
    readonly message?: string;
    readonly metadata?: Record<string, unknown>;
    readonly details?: { readonly causes?: readonly { readonly field?: string; readonly message?: string }[] };
    readonly [field: string]: unknown;
  };
}

/** An API server that has our CRDs. */
export interface ApiServer {
  call(method: Dispatcher.HttpMethod, path: string, body?: unknown, options?: CallOptions): Promise<Answer>;
  stop(): Promise<void>;
}

interface CallOptions {
  readonly token?: string;
  readonly contentType?: string;
  readonly accept?: string;
}

/** An API server that the tests may run on, or the sentence that says why not. */
export interface Candidate {
  readonly name: string;
  readonly missing?: string;
  /** Whether it authorises by RBAC. */
  readonly rbac?: true;
  start(): Promise<ApiServer>;
}

/** Every API server that the same tests run on. */
export async function candidates(): Promise<readonly Candidate[]> {
  const assets = await controlPlaneAssets();
  return [
    {
      name: "the embedded API server",
      start: async () => {
        const embedded = await startKubernetes();
        return withCrds(embedded.url, embedded.token, undefined, () => embedded.close());
      },
    },
    {
      name: "a real kube-apiserver",
      rbac: true,
      ...("missing" in assets ? { missing: assets.missing } : {}),
      start: async () => {
        const plane = await startControlPlane();
        return withCrds(plane.url, plane.adminToken, plane.ca, () => plane.stop());
      },
    },
  ];
}

/** The path of a kind's objects in the namespace `default`. */
export function objectsPath({ plural, scope }: Definition): string {
  const start = "/apis/tokapi.dev/v1alpha1";
  return scope === "Namespaced" ? `${start}/namespaces/default/${plural}` : `${start}/${plural}`;
}

async function withCrds(
  url: string,
  admin: string,
  ca: string | undefined,
  end: () => Promise<void>,
): Promise<ApiServer> {
  const agent = new Agent({ allowH2: false, connect: ca === undefined ? {} : { ca } });
  const call: ApiServer["call"] = async (
    method,
    path,
    body,
    { token = admin, contentType = "application/json", accept } = {},
  ) => {
    const answer = await request(url + path, {
      dispatcher: agent,
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": contentType, ...(accept ? { accept } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, body: text.startsWith("{") ? JSON.parse(text) : { message: text } };
  };
  const stop = async () => {
    await agent.close();
    await end();
  };
  try {
    for (const kind of kinds) {
      const crd = customResourceDefinition(kind);
      const made = await call("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", crd);
      if (made.status !== 201) throw new Error(`the CRD of ${kind.kind} was refused: ${made.body.message}`);
    }
    await Promise.all(kinds.map((kind) => served(call, objectsPath(kind))));
    return { call, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function served(call: ApiServer["call"], path: string): Promise<void> {
  // Nothing tells when the last handler of a new CRD is in place, so it is asked for.
  for (let turn = 0; turn < 200; turn++) {
    if ((await call("GET", path)).status === 200) return;
    await sleep(50);
  }
  throw new Error(`${path} is not served after ten seconds`);
}
