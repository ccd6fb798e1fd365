import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { Emulator } from "../../emulator/emulator.ts";
import { startNewApi } from "../../emulator/new-api/index.ts";
import { startSub2api } from "../../emulator/sub2api/index.ts";
import type { KubeClient } from "../../operator/kube/client.ts";
import { KubeError } from "../../operator/kube/error.ts";
import {
  CUSTOM_RESOURCE_DEFINITIONS,
  DEPLOYMENTS,
  type KubeObject,
  NAMESPACES,
  type Resource,
  SECRETS,
} from "../../operator/kube/resource.ts";
import { TOK_API_KEYS, TOK_GATEWAYS, TOK_MODEL_ROUTES } from "../../operator/resources/addresses.ts";
import { crds } from "../../operator/resources/generate.ts";
import { cast, type Part } from "./cast.ts";

const fieldManager = "tokapi-demo";

/** The two emulated services. */
export interface Services {
  readonly tokmodel: Emulator;
  readonly tokenforme: Emulator;
}

export async function startServices(): Promise<Services> {
  const [tokmodel, tokenforme] = await Promise.all([
    startNewApi({ profile: "v1.0.0-rc.24", seed: "wire" }),
    startSub2api({ profile: "0.1.179", seed: "wire" }),
  ]);
  return { tokmodel, tokenforme };
}

/** Makes our kinds known to the cluster. */
export async function installKinds(client: KubeClient): Promise<void> {
  for (const crd of documents(crds())) await apply(client, CUSTOM_RESOURCE_DEFINITIONS, crd);
  for (const resource of [TOK_API_KEYS, TOK_GATEWAYS, TOK_MODEL_ROUTES]) {
    while (!(await isServed(client, resource))) await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Puts the example resources into the namespace: those of examples/, with the emulators' addresses and a demo's pace. */
export async function setTheStage(client: KubeClient, namespace: string, services: Services): Promise<readonly Part[]> {
  await createNamespace(client, namespace);
  const examples = await readExamples();
  for (const [name, emulator] of Object.entries(services) as [keyof Services, Emulator][]) {
    const credentials =
      name === "tokmodel"
        ? pick(emulator.credentials, ["accessToken", "userId"])
        : pick(emulator.credentials, ["email", "password"]);
    const secret = { metadata: { name: `${name}-account`, namespace }, type: "Opaque", stringData: credentials };
    await apply(client, SECRETS, secret as never);
    const spec = {
      driver: emulator.kind,
      panelURL: emulator.panelURL,
      dataURL: emulator.dataURL,
      credentialsSecretRef: { name: `${name}-account` },
      pollInterval: "5s",
      // The emulators keep no limits here, so nothing has to be waited for.
      rateLimits: (name === "tokmodel" ? ["GA", "CT"] : ["panel", "usage", "bad-probes"]).map((bucket) => ({
        bucket,
        unlimited: true,
      })),
    };
    await apply(client, TOK_GATEWAYS, { metadata: { name, namespace }, spec } as never);
  }
  for (const route of examples.filter(({ kind }) => kind === "TokModelRoute"))
    await apply(client, TOK_MODEL_ROUTES, placed(route, namespace));
  const parts = cast(examples.filter(({ kind }) => kind === "TokApiKey"));
  await Promise.all(
    parts
      .filter((part) => part.reads === "at start")
      .map((part) => apply(client, DEPLOYMENTS, workload(part, namespace))),
  );
  await Promise.all(
    parts.map((part) =>
      apply(client, TOK_API_KEYS, { metadata: { name: part.name, namespace }, spec: part.spec } as never),
    ),
  );
  return parts;
}

/** Takes the stage down again, in a cluster that stays: the keys first, so that the operator can revoke them. */
export async function clearTheStage(client: KubeClient, namespace: string, parts: readonly Part[]): Promise<void> {
  await Promise.all(parts.map(({ name }) => client.delete(TOK_API_KEYS, { namespace, name }).catch(ignoreMissing)));
  for (let tries = 0; tries < 100; tries++) {
    const { items } = await client.list(TOK_API_KEYS, { namespace });
    if (items.length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await client.delete(NAMESPACES, { name: namespace }).catch(ignoreMissing);
}

async function readExamples(): Promise<readonly KubeObject[]> {
  // From the sources, or from the bundle in dist/.
  const places = ["../../examples/kubernetes", "../examples/kubernetes"].map((path) => join(import.meta.dirname, path));
  const folder = places.find((place) => existsSync(place));
  if (!folder) throw new Error(`the examples are missing; looked in ${places.join(" and ")}`);
  const files = ["one-key.yaml", "model-route.yaml"];
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return texts.flatMap(documents);
}

function documents(text: string): KubeObject[] {
  return parseAllDocuments(text).map((document) => document.toJS() as KubeObject);
}

function placed(object: KubeObject, namespace: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, namespace } };
}

function workload({ name }: Part, namespace: string): KubeObject {
  const labels = { app: name };
  const container = { name: "app", image: "example.invalid/app", envFrom: [{ secretRef: { name } }] };
  const spec = {
    replicas: 1,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [container] } },
  };
  return { metadata: { name, namespace }, spec } as KubeObject;
}

async function apply(client: KubeClient, resource: Resource, object: KubeObject): Promise<void> {
  await client.patch(resource, object.metadata, object, { type: "apply", fieldManager, force: true });
}

async function createNamespace(client: KubeClient, name: string): Promise<void> {
  try {
    await client.create(NAMESPACES, { metadata: { name } });
  } catch (error) {
    if (!KubeError.is(error, "already-exists")) throw error;
  }
}

async function isServed(client: KubeClient, resource: Resource): Promise<boolean> {
  try {
    await client.list(resource, { pageSize: 1 });
    return true;
  } catch (error) {
    if (KubeError.is(error, "not-found")) return false;
    throw error;
  }
}

function ignoreMissing(error: unknown): void {
  if (!KubeError.is(error, "not-found")) throw error;
}

function pick(from: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}
