import { cloneJson, equalJson, isFields } from "./json.ts";
import { badRequest, StatusError } from "./status.ts";

interface Operation {
  op: string;
  path: string;
  from?: string;
  value?: unknown;
}

/** RFC 6902. An operation that cannot be done is 422; a patch that is none is 400. */
export function jsonPatch(target: unknown, operations: unknown): unknown {
  if (!Array.isArray(operations))
    throw badRequest(
      "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp",
    );
  let document = cloneJson(target);
  for (const operation of operations) document = run(document, readOperation(operation));
  return document;
}

function readOperation(value: unknown): Operation {
  if (!isFields(value) || typeof value.op !== "string" || typeof value.path !== "string") {
    throw badRequest("error decoding patch: every operation needs op and path");
  }
  return value as unknown as Operation;
}

function run(document: unknown, operation: Operation): unknown {
  const { op, path } = operation;
  switch (op) {
    case "add":
      return put(document, path, cloneJson(operation.value), "add");
    case "replace":
      return put(document, path, cloneJson(operation.value), "replace");
    case "remove":
      return remove(document, path);
    case "move": {
      const value = read(document, operation.from ?? "", op);
      return put(remove(document, operation.from ?? ""), path, value, "add");
    }
    case "copy":
      return put(document, path, cloneJson(read(document, operation.from ?? "", op)), "add");
    case "test":
      if (!equalJson(read(document, path, op) ?? null, operation.value ?? null)) throw refused();
      return document;
    default:
      throw refused();
  }
}

/** What exactly failed is not told, as on the real server. */
function refused(): StatusError {
  return new StatusError(422, "Invalid", "the server rejected our request due to an error in our request", {});
}

function tokens(path: string): string[] {
  if (path === "") return [];
  return path
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function parentOf(document: unknown, path: string): { parent: unknown; last: string } {
  const steps = tokens(path);
  const last = steps.pop() ?? "";
  let parent = document;
  for (const step of steps) {
    parent = child(parent, step);
    if (parent === undefined || parent === null) {
      throw refused();
    }
  }
  return { parent, last };
}

function child(parent: unknown, step: string): unknown {
  if (Array.isArray(parent)) return parent[Number(step)];
  return isFields(parent) && Object.hasOwn(parent, step) ? parent[step] : undefined;
}

function read(document: unknown, path: string, op: string): unknown {
  if (path === "") return document;
  const { parent, last } = parentOf(document, path);
  const value = child(parent, last);
  if (value === undefined && op !== "test") throw refused();
  return value;
}

function put(document: unknown, path: string, value: unknown, op: "add" | "replace"): unknown {
  if (path === "") return value;
  const { parent, last } = parentOf(document, path);
  if (Array.isArray(parent)) {
    const index = last === "-" ? parent.length : Number(last);
    if (
      !Number.isInteger(index) ||
      index < 0 ||
      index > parent.length ||
      (op === "replace" && index >= parent.length)
    ) {
      throw refused();
    }
    if (op === "replace") parent[index] = value;
    else parent.splice(index, 0, value);
  } else if (isFields(parent)) {
    if (op === "replace" && !Object.hasOwn(parent, last)) {
      throw refused();
    }
    parent[last] = value;
  }
  return document;
}

function remove(document: unknown, path: string): unknown {
  const { parent, last } = parentOf(document, path);
  if (child(parent, last) === undefined) {
    throw refused();
  }
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (isFields(parent)) delete parent[last];
  return document;
}
