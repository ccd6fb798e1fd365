import { notAcceptable } from "./status.ts";

/** How the client wants objects shown. */
export type Form = "object" | "metadata" | "table";

/** Chooses the first form of the Accept header that this server writes; 406 when there is none. */
export function negotiate(accept: string | undefined): Form {
  if (accept === undefined || accept.trim() === "") return "object";
  for (const clause of accept.split(",")) {
    const { type, parameters } = mediaType(clause);
    if (type === "*/*" || type === "application/*") return "object";
    if (type !== "application/json") continue;
    const as = parameters.get("as");
    if (as === undefined) return "object";
    const known = parameters.get("g") === "meta.k8s.io" && parameters.get("v") === "v1";
    if (!known) continue;
    if (as === "Table") return "table";
    if (as === "PartialObjectMetadata" || as === "PartialObjectMetadataList") return "metadata";
  }
  throw notAcceptable();
}

export function mediaType(clause: string): { type: string; parameters: Map<string, string> } {
  const [type = "", ...rest] = clause.split(";").map((part) => part.trim());
  const parameters = new Map<string, string>();
  for (const part of rest) {
    const [name = "", value = ""] = part.split("=");
    parameters.set(name, value);
  }
  return { type: type.toLowerCase(), parameters };
}
