import { tokApiKeys } from "../resources/cluster-api-key/crd-object.ts";

/** The metadata of an object that a cluster is to have. */
export interface ManifestMetadata {
  /** The object's name. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
  /** Its labels. */
  readonly labels?: { readonly [key: string]: string };
  /** Its annotations. */
  readonly annotations?: { readonly [key: string]: string };
}

/**
 * An object that a cluster is to have, as plain data: `new ApiObject(chart, "key", manifest)` in a chart of cdk8s, or
 * `JSON.stringify(manifest)` for `kubectl apply -f -`.
 */
export interface Manifest {
  /** `tokapi.dev/v1alpha1`. */
  readonly apiVersion: string;
  /** TokGateway, TokModelRoute or TokApiKey. */
  readonly kind: string;
  /** Name, namespace, labels and annotations. */
  readonly metadata: ManifestMetadata;
  /** What is declared, as `kubectl explain` describes it. */
  readonly spec: unknown;
}

const apiVersion = `${tokApiKeys.group}/${tokApiKeys.version}`;

/** A manifest without what nobody has set. */
export function manifestOf(kind: string, metadata: ManifestMetadata, spec: object): Manifest {
  return JSON.parse(JSON.stringify({ apiVersion, kind, metadata, spec })) as Manifest;
}
