import type { Fields } from "./json.ts";

/** One finding of a validation, as it appears in `status.details.causes`. */
export interface Cause {
  reason: string;
  message: string;
  field?: string;
}

interface Details {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: Cause[];
  retryAfterSeconds?: number;
}

/** The API server's answer to a failed request; thrown inside, written once at the edge. */
export class StatusError extends Error {
  readonly code: number;
  readonly body: Fields;

  constructor(code: number, reason: string, message: string, details?: Details) {
    super(message);
    this.code = code;
    this.body = {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message,
      ...(reason === "" ? {} : { reason }),
      ...(details ? { details } : {}),
      code,
    };
  }
}

/** What a message calls a resource: `secrets`, `deployments.apps`. */
export interface ResourceName {
  group: string;
  plural: string;
}

function qualified(resource: ResourceName): string {
  return resource.group === "" ? resource.plural : `${resource.plural}.${resource.group}`;
}

function about(resource: ResourceName, name: string): Details {
  return { name, ...(resource.group === "" ? {} : { group: resource.group }), kind: resource.plural };
}

export function notFound(resource: ResourceName, name: string): StatusError {
  return new StatusError(404, "NotFound", `${qualified(resource)} "${name}" not found`, about(resource, name));
}

export function noSuchResource(): StatusError {
  return new StatusError(404, "NotFound", "the server could not find the requested resource", {});
}

export function alreadyExists(resource: ResourceName, name: string): StatusError {
  return new StatusError(
    409,
    "AlreadyExists",
    `${qualified(resource)} "${name}" already exists`,
    about(resource, name),
  );
}

export const MODIFIED = "the object has been modified; please apply your changes to the latest version and try again";

export function conflict(resource: ResourceName, name: string, why: string): StatusError {
  const message = `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`;
  return new StatusError(409, "Conflict", message, about(resource, name));
}

export function forbidden(resource: ResourceName, name: string, why: string, causes?: Cause[]): StatusError {
  const what = name === "" ? qualified(resource) : `${qualified(resource)} "${name}"`;
  return new StatusError(403, "Forbidden", `${what} is forbidden: ${why}`, {
    ...about(resource, name),
    ...(causes ? { causes } : {}),
  });
}

/** 422 with every finding; the message lists them as the real server does. */
export function invalid(group: string, kind: string, name: string, causes: Cause[]): StatusError {
  const lines = causes.map((cause) => `${cause.field}: ${cause.message}`);
  const list = lines.length === 1 ? lines[0] : `[${lines.join(", ")}]`;
  const what = group === "" ? kind : `${kind}.${group}`;
  return new StatusError(422, "Invalid", `${what} "${name}" is invalid: ${list}`, {
    ...(name === "" ? {} : { name }),
    ...(group === "" ? {} : { group }),
    ...(kind === "" ? {} : { kind }),
    causes,
  });
}

export function badRequest(message: string, details?: Details): StatusError {
  return new StatusError(400, "BadRequest", message, details);
}

export function unauthorized(): StatusError {
  return new StatusError(401, "Unauthorized", "Unauthorized");
}

export function methodNotAllowed(): StatusError {
  return new StatusError(
    405,
    "MethodNotAllowed",
    "the server does not allow this method on the requested resource",
    {},
  );
}

export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(", ")}`;
  return new StatusError(415, "UnsupportedMediaType", message);
}

/** A patch of a kind that no resource takes is refused before anything looks at it. */
export function unknownPatchType(): StatusError {
  return new StatusError(415, "UnsupportedMediaType", "415: Unsupported Media Type", {});
}

export function notAcceptable(): StatusError {
  const available = "application/json, application/yaml, application/vnd.kubernetes.protobuf";
  const streams = "application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch";
  const message = `406: Not Acceptable

Available representations: ${available}, ${streams}`;
  return new StatusError(406, "NotAcceptable", message, {});
}

export function expired(message: string): StatusError {
  return new StatusError(410, "Expired", message);
}
