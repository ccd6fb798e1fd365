import { createHash } from "node:crypto";
import { readGatewayConfig } from "../../gateways/config.ts";
import type { Connection } from "../../gateways/connection.ts";
import type { KubeClient } from "../kube/client.ts";
import { KubeError } from "../kube/error.ts";
import { CONFIG_MAPS, type KubeObject, SECRETS } from "../kube/resource.ts";
import { entryOf } from "../reconcile/secret-body.ts";
import { credentialKeys, type TokGatewaySpec } from "../resources/tok-gateway.ts";

/** How a gateway is to be reached, and a digest that changes with any part of it; or what is missing. */
export type Configured =
  | { readonly connection: Connection; readonly digest: string }
  | { readonly problem: { readonly reason: string; readonly message: string } };

class Missing extends Error {
  readonly reason: string;
  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Reads what a gateway's spec refers to. `namespace` is where its Secrets are. Only what is missing is a problem; a failing API server throws. */
export async function configure(client: KubeClient, spec: TokGatewaySpec, namespace: string): Promise<Configured> {
  try {
    const credentials = await credentialsOf(client, spec, namespace);
    const caBundle = await caBundleOf(client, spec, namespace);
    const proxy = await proxyOf(client, spec, namespace);
    const { preset, region, driver, panelURL, dataURL, timeout } = spec;
    const limits = (spec.rateLimits ?? []).map(({ bucket, limit, window }) => [
      bucket,
      limit === undefined ? "none" : { limit, window },
    ]);
    const given = {
      preset,
      region,
      driver,
      panelURL,
      dataURL,
      timeout,
      caBundle,
      proxy,
      credentials,
      rateLimits: Object.fromEntries(limits),
    };
    const config = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const read = readGatewayConfig(config);
    if ("problems" in read) {
      return {
        problem: { reason: "InvalidConfig", message: read.problems.map(({ message }) => `${message}.`).join(" ") },
      };
    }
    return { connection: read.connection, digest: createHash("sha256").update(JSON.stringify(config)).digest("hex") };
  } catch (error) {
    if (error instanceof Missing) return { problem: { reason: error.reason, message: error.message } };
    throw error;
  }
}

async function credentialsOf(client: KubeClient, { credentialsSecretRef: ref }: TokGatewaySpec, namespace: string) {
  const secret = await read(client, namespace, ref.name, "spec.credentialsSecretRef");
  const found: Record<string, string> = {};
  for (const field of credentialKeys) {
    const value = entryOf(secret, ref.keys?.[field] ?? field)?.trim();
    if (value) found[field] = value;
  }
  const { accessToken, userId, email, password, totpSecret } = found;
  if (accessToken) return { accessToken, ...(userId ? { userId } : {}) };
  if (email && password) return { email, password, ...(totpSecret ? { totpSecret } : {}) };
  const names = Object.keys((secret as { data?: object }).data ?? {}).join(", ") || "none";
  throw new Missing(
    "CredentialsIncomplete",
    `Secret ${namespace}/${ref.name} must hold accessToken (and userId), or email and password; it has these entries: ${names}.`,
  );
}

async function caBundleOf(
  client: KubeClient,
  { caBundle }: TokGatewaySpec,
  namespace: string,
): Promise<string | undefined> {
  if (!caBundle) return undefined;
  if (caBundle.pem !== undefined) return caBundle.pem;
  const { secretRef, configMapRef } = caBundle;
  const ref = secretRef ?? configMapRef;
  if (!ref) return undefined;
  const key = ref.key ?? "ca.crt";
  const object = await read(client, namespace, ref.name, "spec.caBundle", secretRef ? "Secret" : "ConfigMap");
  const text = secretRef ? entryOf(object, key) : (object as { data?: Record<string, string> }).data?.[key];
  if (!text) throw new Missing("CABundleMissing", `spec.caBundle: ${namespace}/${ref.name} has no entry ${key}.`);
  return text;
}

async function proxyOf(client: KubeClient, { proxy }: TokGatewaySpec, namespace: string): Promise<string | undefined> {
  if (!proxy?.secretRef) return proxy?.url;
  const { name, usernameKey = "username", passwordKey = "password" } = proxy.secretRef;
  const secret = await read(client, namespace, name, "spec.proxy.secretRef");
  const url = new URL(proxy.url);
  url.username = encodeURIComponent(entryOf(secret, usernameKey) ?? "");
  url.password = encodeURIComponent(entryOf(secret, passwordKey) ?? "");
  return url.href.replace(/\/$/, "");
}

async function read(
  client: KubeClient,
  namespace: string,
  name: string,
  path: string,
  kind = "Secret",
): Promise<KubeObject> {
  try {
    return await client.get(kind === "Secret" ? SECRETS : CONFIG_MAPS, { namespace, name });
  } catch (error) {
    if (!KubeError.is(error, "not-found")) throw error;
    throw new Missing(
      `${kind}NotFound`,
      `${path}: ${kind} ${namespace}/${name} does not exist; create it, or correct the name.`,
    );
  }
}
