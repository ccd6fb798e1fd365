import { parseDuration } from "../../../core/time.ts";
import type { Diagnostic } from "../../protocol/diagnostics.ts";
import { isUnknown, isWhollyKnown, type Value, type ValueMap } from "../../protocol/value.ts";
import { refusal } from "../declared-key.ts";
import { inside } from "./inside.ts";

/**
 * A rule across several fields that the CRD has too, so that a plan tells what the API server would. It is about the
 * object at `on`, and is not asked while one of the attributes that it reads is unknown. The error points at the first.
 */
type Rule = readonly [on: string, reads: string, message: string, holds: (object: ValueMap) => boolean];

const has = (object: ValueMap, name: string) => (object[name] ?? null) !== null;
const inner = (object: ValueMap, name: string) => (object[name] ?? {}) as ValueMap;
/** True also where one of them is no duration: that is told elsewhere. */
function shorter(a: Value | undefined, b: Value | undefined, orEqual = false): boolean {
  const [first, second] = [a, b].map((text) => parseDuration(String(text)));
  return first === undefined || second === undefined || first < second || (orEqual && first === second);
}
const overlapOf = (rotation: ValueMap) => rotation.overlap ?? "1h";
const dataKeys = ({ keys }: ValueMap) => {
  const { api_key, base_url, previous_api_key } = (keys ?? {}) as ValueMap;
  return [api_key ?? "apiKey", base_url ?? "baseURL", previous_api_key ?? "previousApiKey"].map(String);
};
const dataOf = (secret: ValueMap) => inner(inner(secret, "template"), "data");
/** What is between `${` and `}`, but for `$${`; empty where there is no end. */
const placeholders = (map: ValueMap) =>
  Object.values(map).flatMap((text) =>
    [...String(text).matchAll(/\$\$\{|\$\{(?:([a-zA-Z]*)\})?/g)].flatMap(([all, name = ""]) =>
      all === "$${" ? [] : [name],
    ),
  );
const everyKey = (pattern: RegExp) => (map: ValueMap) => Object.keys(map).every((key) => pattern.test(key));

const metadataKey = /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
export const metadataKeyMessage = "Keys look like example.com/name: at most 63 characters after the slash.";
export const isMetadataKey = (key: string) => metadataKey.test(key);

const reserved = "Names under tokapi.dev/ are the operator's; choose another.";
const template = "secret.template";

const rules: readonly Rule[] = [
  [
    "",
    "lifetime expires_at",
    "Give either expires_at (an end of the declared key) or lifetime (of each issued key), not both.",
    (spec) => !has(spec, "expires_at") || !has(spec, "lifetime"),
  ],
  [
    "",
    "lifetime rotation",
    "It is not longer than rotation.every; each key would be dead before the next one is due.",
    (spec) => shorter(inner(spec, "rotation").every, spec.lifetime),
  ],
  [
    "adopt",
    "id name",
    "Give either id or name of the key to adopt.",
    (adopt) => has(adopt, "id") !== has(adopt, "name"),
  ],
  [
    "rotation",
    "schedule every",
    "Give either every or schedule, not both.",
    (rotation) => !has(rotation, "every") || !has(rotation, "schedule"),
  ],
  [
    "rotation",
    "time_zone schedule",
    "It goes with schedule, which is not set; a window has a time_zone of its own.",
    (rotation) => !has(rotation, "time_zone") || has(rotation, "schedule"),
  ],
  [
    "rotation",
    "overlap every",
    "The overlap (default: 1h) does not fit into every; make it shorter, or rotate less often.",
    (rotation) => shorter(overlapOf(rotation), rotation.every),
  ],
  [
    "rotation",
    "max_overlap overlap",
    "It is shorter than the overlap (default: 1h).",
    (rotation) => shorter(overlapOf(rotation), rotation.max_overlap, true),
  ],
  [
    "verify",
    "models data_plane",
    "Models can be checked on the data plane only; leave out data_plane = false.",
    (verify) => verify.models !== true || verify.data_plane !== false,
  ],
  [
    "secret",
    "creation_policy template",
    'With "Merge" the Secret is somebody else\'s and has its type; leave out template.type.',
    (secret) => secret.creation_policy !== "Merge" || !has(inner(secret, "template"), "type"),
  ],
  [
    "secret",
    "template keys",
    "data names an entry that keys delivers already; rename one of them.",
    (secret) => dataKeys(secret).every((key) => !Object.hasOwn(dataOf(secret), key)),
  ],
  [
    "secret",
    "previous template",
    `template.data uses \${previousApiKey}, which needs previous = true.`,
    (secret) => secret.previous === true || !placeholders(dataOf(secret)).includes("previousApiKey"),
  ],
  [
    "secret",
    "keys",
    "Two data keys have the same name; give each its own.",
    (secret) => new Set(dataKeys(secret)).size === 3,
  ],
  [
    template,
    "type",
    "A Secret of this type makes the cluster mint credentials; choose another, for example Opaque.",
    ({ type }) => !/^(kubernetes\.io\/service-account-|bootstrap\.kubernetes\.io\/)token$/.test(String(type)),
  ],
  [`${template}.labels`, "", metadataKeyMessage, everyKey(metadataKey)],
  [`${template}.annotations`, "", metadataKeyMessage, everyKey(metadataKey)],
  [`${template}.labels`, "", reserved, everyKey(/^(?!tokapi\.dev\/)/)],
  [
    `${template}.annotations`,
    "",
    `${reserved} Those under kubernetes.io/service-account. would mint cluster tokens.`,
    everyKey(/^(?!tokapi\.dev\/|kubernetes\.io\/service-account\.)/),
  ],
  [
    `${template}.data`,
    "",
    "Data keys consist of letters, digits, hyphens, underscores and dots.",
    everyKey(/^[-._a-zA-Z0-9]+$/),
  ],
  [
    `${template}.data`,
    "",
    `A text knows only \${apiKey}, \${baseURL}, \${previousApiKey} and \${revision}; $\${ stands for \${ itself. (HCL wants each of these dollars twice.)`,
    (map) => placeholders(map).every((name) => /^(apiKey|baseURL|previousApiKey|revision)$/.test(name)),
  ],
];

/** The rules that a spec breaks. */
export function ruleProblems(spec: ValueMap): readonly Diagnostic[] {
  return rules.flatMap(([on, reads, message, holds]) => {
    const path = on.split(".").filter(Boolean);
    const object = inside(spec, ...path);
    if (object === null || isUnknown(object)) return [];
    const names = reads.split(" ").filter(Boolean);
    if (!names.every((name) => isWhollyKnown(inside(object, name))) || holds(object as ValueMap)) return [];
    return [refusal(["spec", ...path, ...names.slice(0, 1)], message)];
  });
}
