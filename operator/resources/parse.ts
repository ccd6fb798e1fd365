import type { z } from "zod";
import { nameProblem } from "../../core/names.ts";
import { type ClusterTokGatewaySpec, clusterTokGateway } from "./cluster-tok-gateway.ts";
import { type Definition, group, version } from "./definition.ts";
import { type Metadata, metadataSchema } from "./metadata.ts";
import type { TokApiKeyStatus, TokGatewayStatus } from "./status.ts";
import { type TokApiKeySpec, tokApiKey } from "./tok-api-key.ts";
import { type TokGatewaySpec, tokGateway } from "./tok-gateway.ts";
import { type TokModelRouteSpec, tokModelRoute } from "./tok-model-route.ts";

/** One thing wrong with an object: where, what is there, and what may be there. */
interface FieldProblem {
  /** For example `spec.routes[0].provider`. */
  readonly path: string;
  /** A sentence that begins with the path. */
  readonly message: string;
}

/**
 * An object of ours as it came from the API server. With problems, the parts that could be read are there all the same:
 * a resource with a bad spec still has keys to keep, and can be deleted. A status that could not be read is undefined,
 * one that does not exist yet is empty; only the latter means that nothing has been issued.
 */
export type Parsed<Spec, Status> =
  | { readonly ok: true; readonly metadata: Metadata; readonly spec: Spec; readonly status: Status }
  | {
      readonly ok: false;
      readonly metadata: Metadata | undefined;
      readonly status: Status | undefined;
      readonly problems: readonly FieldProblem[];
    };

/** Without `spec.name` the resource's own name must do as the name of a key. */
export function parseTokApiKey(object: unknown): Parsed<TokApiKeySpec, TokApiKeyStatus> {
  const parsed = parse(object, tokApiKey) as Parsed<TokApiKeySpec, TokApiKeyStatus>;
  const problem = parsed.ok && parsed.spec.name === undefined ? nameProblem(parsed.metadata.name) : undefined;
  if (!parsed.ok || problem === undefined) return parsed;
  const { metadata, status } = parsed;
  const message = `metadata.name: is the key's name too, and ${problem} Or give spec.name.`;
  return { ok: false, metadata, status, problems: [{ path: "metadata.name", message }] };
}

export function parseTokModelRoute(object: unknown): Parsed<TokModelRouteSpec, Record<string, never>> {
  return parse(object, tokModelRoute) as Parsed<TokModelRouteSpec, Record<string, never>>;
}

export function parseTokGateway(object: unknown): Parsed<TokGatewaySpec, TokGatewayStatus> {
  return parse(object, tokGateway) as Parsed<TokGatewaySpec, TokGatewayStatus>;
}

export function parseClusterTokGateway(object: unknown): Parsed<ClusterTokGatewaySpec, TokGatewayStatus> {
  return parse(object, clusterTokGateway) as Parsed<ClusterTokGatewaySpec, TokGatewayStatus>;
}

function parse(object: unknown, definition: Definition): Parsed<unknown, unknown> {
  const problems: FieldProblem[] = [];
  const part = (schema: z.ZodType, value: unknown, path: string): unknown => {
    const found = schema.safeParse(value, { error: explain, reportInput: true });
    if (found.success) return found.data;
    for (const issue of found.error.issues) {
      const at = joinPath(path, issue.path);
      problems.push({ path: at, message: `${at}: ${issue.message}${hint(issue, at, definition)}` });
    }
    return undefined;
  };
  const { apiVersion, kind, metadata, spec, status } = (isObject(object) ? object : {}) as Record<string, unknown>;
  if (apiVersion !== `${group}/${version}` || kind !== definition.kind) {
    const message = `kind: expected ${definition.kind} of ${group}/${version}, got ${show(kind)} of ${show(apiVersion)}`;
    return { ok: false, metadata: undefined, status: undefined, problems: [{ path: "kind", message }] };
  }
  const readMetadata = part(metadataSchema, metadata, "metadata") as Metadata | undefined;
  const readSpec = part(definition.spec, spec, "spec");
  const readStatus = definition.status ? part(definition.status, status ?? {}, "status") : {};
  if (problems.length > 0) return { ok: false, metadata: readMetadata, status: readStatus, problems };
  return { ok: true, metadata: readMetadata!, spec: readSpec, status: readStatus };
}

/** Messages for what the schemas have no words of their own for: what is there, and what may be. */
function explain(issue: z.core.$ZodRawIssue): string | undefined {
  const given = show(issue.input);
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? `is missing; expected ${issue.expected}`
        : `expected ${issue.expected}, got ${given}`;
    case "invalid_value":
      return `got ${given}; allowed: ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return `got ${given}; allowed: at least ${issue.minimum}${unit(issue.origin)}`;
    case "too_big":
      return `got ${given}; allowed: at most ${issue.maximum}${unit(issue.origin)}`;
    case "invalid_format":
      return `got ${given}; allowed: ${issue.pattern ? `text like ${issue.pattern}` : issue.format}`;
    case "unrecognized_keys":
      return `has no field ${issue.keys.map((key) => `"${key}"`).join(", ")}`;
    default:
      return undefined;
  }
}

function hint(issue: z.core.$ZodIssue, path: string, { kind }: Definition): string {
  if (issue.code !== "unrecognized_keys") return "";
  const field = `${kind.toLowerCase()}.${path.replace(/\[\d+\]/g, "")}`;
  return `; \`kubectl explain ${field}\` lists them. If the field is newer than this operator, update the operator`;
}

function unit(origin: string): string {
  return origin === "string" ? " characters" : origin === "array" ? " entries" : "";
}

/** A value for a message: short, and never a whole structure. */
function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return "an object";
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…"`;
}

function joinPath(start: string, path: readonly PropertyKey[]): string {
  let text = start;
  for (const part of path) text += typeof part === "number" ? `[${part}]` : `.${String(part)}`;
  return text;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
