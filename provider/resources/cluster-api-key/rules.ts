import { parseDuration } from "../../../core/time.ts";
import type { Diagnostic, Path } from "../../protocol/diagnostics.ts";
import { isUnknown, isWhollyKnown, type ValueMap } from "../../protocol/value.ts";
import { refusal } from "../declared-key.ts";

/** A rule across several fields that the CRD has too, so that a plan tells what the API server would. */
interface Rule {
  /** The object that it is about, from the spec. */
  readonly on: Path;
  /** The attributes of it that the rule reads; while one of them is unknown it is not asked. */
  readonly reads: readonly string[];
  /** Where the error points at, within the object. */
  readonly at?: string;
  readonly message: string;
  holds(object: ValueMap): boolean;
}

const metadataKey = /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
export const metadataKeyMessage =
  "Keys of labels and annotations look like example.com/name: at most 63 characters after the slash.";
export const isMetadataKey = (key: string) => metadataKey.test(key);

const set = (object: ValueMap, name: string) => (object[name] ?? null) !== null;
const length = (object: ValueMap, name: string, otherwise = "") => parseDuration(String(object[name] ?? otherwise));
/** True also where one of them is no duration: that is told elsewhere. */
const ordered = (a: number | undefined, b: number | undefined, orEqual = false) =>
  a === undefined || b === undefined || a < b || (orEqual && a === b);
const keysOf = (map: ValueMap) => Object.keys(map);
const placeholder = /\$\$\{|\$\{([a-zA-Z]*)\}|\$\{/g;
const placeholders = (text: unknown) => [...String(text).matchAll(placeholder)].filter(([all]) => all !== "$${");

function dataKeys(secret: ValueMap): readonly string[] {
  const keys = (secret.keys ?? {}) as ValueMap;
  return [keys.api_key ?? "apiKey", keys.base_url ?? "baseURL", keys.previous_api_key ?? "previousApiKey"].map(String);
}

const data = (secret: ValueMap) => ((secret.template as ValueMap | null)?.data ?? {}) as ValueMap;
const template = ["secret", "template"];

const rules: readonly Rule[] = [
  {
    on: [],
    reads: ["expires_at", "lifetime"],
    at: "lifetime",
    message: "Give either expires_at (an end of the declared key) or lifetime (of each issued key), not both.",
    holds: (spec) => !set(spec, "expires_at") || !set(spec, "lifetime"),
  },
  {
    on: [],
    reads: ["lifetime", "rotation"],
    at: "lifetime",
    message: "It is not longer than rotation.every; each key would be dead before the next one is due.",
    holds: (spec) =>
      !set(spec, "lifetime") || ordered(length((spec.rotation ?? {}) as ValueMap, "every"), length(spec, "lifetime")),
  },
  {
    on: ["adopt"],
    reads: ["id", "name"],
    message: "Give either id or name of the key to adopt.",
    holds: (adopt) => set(adopt, "id") !== set(adopt, "name"),
  },
  {
    on: ["rotation"],
    reads: ["every", "schedule"],
    at: "schedule",
    message: "Give either every or schedule, not both.",
    holds: (rotation) => !set(rotation, "every") || !set(rotation, "schedule"),
  },
  {
    on: ["rotation"],
    reads: ["time_zone", "schedule"],
    at: "time_zone",
    message: "It goes with schedule, which is not set; a window has a time_zone of its own.",
    holds: (rotation) => !set(rotation, "time_zone") || set(rotation, "schedule"),
  },
  {
    on: ["rotation"],
    reads: ["every", "overlap"],
    at: "overlap",
    message: "The overlap (default: 1h) does not fit into every; make it shorter, or rotate less often.",
    holds: (rotation) => ordered(length(rotation, "overlap", "1h"), length(rotation, "every")),
  },
  {
    on: ["rotation"],
    reads: ["overlap", "max_overlap"],
    at: "max_overlap",
    message: "It is shorter than the overlap (default: 1h).",
    holds: (rotation) => ordered(length(rotation, "overlap", "1h"), length(rotation, "max_overlap"), true),
  },
  {
    on: ["verify"],
    reads: ["models", "data_plane"],
    at: "models",
    message: "Models can be checked on the data plane only; leave out data_plane = false.",
    holds: (verify) => !(verify.models === true && verify.data_plane === false),
  },
  {
    on: ["secret"],
    reads: ["creation_policy", "template"],
    message: 'With creation_policy = "Merge" the Secret is somebody else\'s and has its type; leave out template.type.',
    holds: (secret) => secret.creation_policy !== "Merge" || !set((secret.template ?? {}) as ValueMap, "type"),
  },
  {
    on: ["secret"],
    reads: ["keys", "template"],
    message: "template.data names an entry that keys delivers already; rename one of them.",
    holds: (secret) => dataKeys(secret).every((key) => !Object.hasOwn(data(secret), key)),
  },
  {
    on: ["secret"],
    reads: ["previous", "template"],
    message: `template.data uses \${previousApiKey}, which needs previous = true.`,
    holds: (secret) =>
      secret.previous === true ||
      !Object.values(data(secret)).some((text) => placeholders(text).some(([, name]) => name === "previousApiKey")),
  },
  {
    on: ["secret"],
    reads: ["keys"],
    at: "keys",
    message: "Two data keys have the same name; give each its own.",
    holds: (secret) => new Set(dataKeys(secret)).size === 3,
  },
  {
    on: template,
    reads: ["type"],
    at: "type",
    message: "A Secret of this type makes the cluster mint credentials; choose another, for example Opaque.",
    holds: ({ type }) => type !== "kubernetes.io/service-account-token" && type !== "bootstrap.kubernetes.io/token",
  },
  ...["labels", "annotations"].map((name) => ({
    on: [...template, name],
    reads: [],
    message: metadataKeyMessage,
    holds: (map: ValueMap) => keysOf(map).every(isMetadataKey),
  })),
  ...["labels", "annotations"].map((name) => ({
    on: [...template, name],
    reads: [],
    message:
      "Names under tokapi.dev/ are the operator's, and annotations under kubernetes.io/service-account. would mint cluster tokens; choose another name.",
    holds: (map: ValueMap) =>
      !keysOf(map).some(
        (key) =>
          key.startsWith("tokapi.dev/") || (name === "annotations" && key.startsWith("kubernetes.io/service-account.")),
      ),
  })),
  {
    on: [...template, "data"],
    reads: [],
    message: "Data keys consist of letters, digits, hyphens, underscores and dots.",
    holds: (map) => keysOf(map).every((key) => /^[-._a-zA-Z0-9]+$/.test(key)),
  },
  {
    on: [...template, "data"],
    reads: [],
    message: `A text knows only \${apiKey}, \${baseURL}, \${previousApiKey} and \${revision}; $\${ stands for \${ itself. (In HCL each dollar before a brace is written twice.)`,
    holds: (map) =>
      Object.values(map).every((text) =>
        placeholders(text).every(([, name]) => /^(apiKey|baseURL|previousApiKey|revision)$/.test(name ?? "")),
      ),
  },
];

/** The rules that a spec breaks. */
export function ruleProblems(spec: ValueMap): readonly Diagnostic[] {
  return rules.flatMap(({ on, reads, at, message, holds }) => {
    let object: ValueMap = spec;
    for (const step of on) {
      const inner = object[String(step)] ?? null;
      if (inner === null || isUnknown(inner)) return [];
      object = inner as ValueMap;
    }
    if (!reads.every((name) => isWhollyKnown(object[name] ?? null)) || holds(object)) return [];
    return [refusal(["spec", ...on, ...(at ? [at] : [])], message)];
  });
}
