import type { Fields } from "./json.ts";
import { badRequest, unsupportedMediaType } from "./status.ts";

export const PROTOBUF = "application/vnd.kubernetes.protobuf";

/** How a field is written: a scalar, a message by name, or many of either. */
type FieldType = string;

const META: Record<number, [string, FieldType]> = { 1: ["metadata", "ObjectMeta"] };

/** The few messages that kubectl's own commands send (`create secret`, `auth can-i`, `create token`, …). */
const messages: Record<string, Record<number, [name: string, type: FieldType]>> = {
  ObjectMeta: {
    1: ["name", "string"],
    2: ["generateName", "string"],
    3: ["namespace", "string"],
    11: ["labels", "map string"],
    12: ["annotations", "map string"],
    14: ["finalizers", "list string"],
  },
  Secret: {
    ...META,
    2: ["data", "map bytes"],
    3: ["type", "string"],
    4: ["stringData", "map string"],
    5: ["immutable", "bool"],
  },
  ConfigMap: { ...META, 2: ["data", "map string"], 3: ["binaryData", "map bytes"], 4: ["immutable", "bool"] },
  Namespace: { ...META },
  ServiceAccount: { ...META },
  SelfSubjectReview: { ...META },
  SelfSubjectAccessReview: { ...META, 2: ["spec", "AccessSpec"] },
  AccessSpec: {
    1: ["resourceAttributes", "ResourceAttributes"],
    2: ["nonResourceAttributes", "NonResourceAttributes"],
  },
  ResourceAttributes: {
    1: ["namespace", "string"],
    2: ["verb", "string"],
    3: ["group", "string"],
    4: ["version", "string"],
    5: ["resource", "string"],
    6: ["subresource", "string"],
    7: ["name", "string"],
  },
  NonResourceAttributes: { 1: ["path", "string"], 2: ["verb", "string"] },
  SelfSubjectRulesReview: { ...META, 2: ["spec", "RulesSpec"] },
  RulesSpec: { 1: ["namespace", "string"] },
  TokenRequest: { ...META, 2: ["spec", "TokenSpec"] },
  TokenSpec: { 1: ["audiences", "list string"], 4: ["expirationSeconds", "int"] },
  Deployment: { ...META, 2: ["spec", "DeploymentSpec"] },
  DeploymentSpec: { 1: ["replicas", "int"], 2: ["selector", "LabelSelector"], 3: ["template", "PodTemplate"] },
  LabelSelector: { 1: ["matchLabels", "map string"] },
  PodTemplate: { ...META, 2: ["spec", "PodSpec"] },
  PodSpec: { 2: ["containers", "list Container"] },
  Container: {
    1: ["name", "string"],
    2: ["image", "string"],
    3: ["command", "list string"],
    4: ["args", "list string"],
  },
  Role: { ...META, 2: ["rules", "list PolicyRule"] },
  ClusterRole: { ...META, 2: ["rules", "list PolicyRule"] },
  PolicyRule: {
    1: ["verbs", "list string"],
    2: ["apiGroups", "list string"],
    3: ["resources", "list string"],
    4: ["resourceNames", "list string"],
    5: ["nonResourceURLs", "list string"],
  },
  RoleBinding: { ...META, 2: ["subjects", "list Subject"], 3: ["roleRef", "RoleRef"] },
  ClusterRoleBinding: { ...META, 2: ["subjects", "list Subject"], 3: ["roleRef", "RoleRef"] },
  Subject: { 1: ["kind", "string"], 2: ["apiGroup", "string"], 3: ["name", "string"], 4: ["namespace", "string"] },
  RoleRef: { 1: ["apiGroup", "string"], 2: ["kind", "string"], 3: ["name", "string"] },
  TypeMeta: { 1: ["apiVersion", "string"], 2: ["kind", "string"] },
  Envelope: { 1: ["typeMeta", "TypeMeta"], 2: ["raw", "bytes"] },
};

const MAGIC = Buffer.from("k8s\0");

/** The JSON form of a body in Kubernetes' protobuf encoding; 415 for a kind that is only read as JSON here. */
export function parseProtobuf(body: Buffer): Fields {
  if (!body.subarray(0, 4).equals(MAGIC))
    throw badRequest("the body does not begin as Kubernetes' protobuf encoding does");
  const envelope = decode("Envelope", body.subarray(4));
  const { apiVersion, kind } = envelope.typeMeta as { apiVersion: string; kind: string };
  if (!Object.hasOwn(messages, kind)) throw unsupportedMediaType(["application/json"]);
  return { apiVersion, kind, ...decode(kind, Buffer.from(String(envelope.raw ?? ""), "base64")) };
}

function decode(message: string, bytes: Buffer): Fields {
  const result: Fields = {};
  for (const { number, value } of wireFields(bytes)) {
    const field = messages[message]?.[number];
    if (!field) continue;
    const [name, type] = field;
    if (type.startsWith("map ")) {
      const entry = decodeEntry(type.slice(4), value as Buffer);
      result[name] = { ...(result[name] as Fields | undefined), [entry.key]: entry.value };
    } else if (type.startsWith("list ")) {
      result[name] = [...((result[name] as unknown[] | undefined) ?? []), scalar(type.slice(5), value)];
    } else result[name] = scalar(type, value);
  }
  return result;
}

function decodeEntry(type: FieldType, bytes: Buffer): { key: string; value: unknown } {
  let key = "";
  let value: unknown = "";
  for (const field of wireFields(bytes)) {
    if (field.number === 1) key = String(scalar("string", field.value));
    if (field.number === 2) value = scalar(type, field.value);
  }
  return { key, value };
}

function scalar(type: FieldType, value: Buffer | number): unknown {
  if (typeof value === "number") return type === "bool" ? value !== 0 : value;
  if (type === "string") return value.toString("utf8");
  return type === "bytes" ? value.toString("base64") : decode(type, value);
}

function* wireFields(bytes: Buffer): Generator<{ number: number; value: Buffer | number }> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at];
      if (byte === undefined) throw badRequest("the protobuf body ends in the middle of a number");
      at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (wireType === 0) yield { number, value: varint() };
    else if (wireType === 2) {
      const length = varint();
      if (at + length > bytes.length) throw badRequest("the protobuf body ends in the middle of a field");
      yield { number, value: bytes.subarray(at, at + length) };
      at += length;
    } else if (wireType === 1 || wireType === 5) at += wireType === 1 ? 8 : 4;
    else throw badRequest(`the protobuf body uses wire type ${wireType}, which is not read here`);
  }
}
