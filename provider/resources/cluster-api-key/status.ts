import * as z from "zod/mini";
import type { KubeObject } from "../kube/client.ts";

const text = z.optional(z.string());
const count = z.optional(z.number());
const conditionSchema = z.object({ type: z.string(), status: z.string(), reason: text, message: text });
const statusSchema = z.object({
  observedGeneration: count,
  conditions: z.optional(z.array(conditionSchema)),
  revision: count,
  nextRotationAt: text,
  keys: z.optional(z.array(z.object({ revision: z.number(), state: z.string() }))),
});
/** What the operator says of a TokApiKey. */
export type Status = z.output<typeof statusSchema>;

/** Its status; empty where the operator has not come yet, or says something that is not understood. */
export function statusOf({ status }: KubeObject): Status {
  return statusSchema.safeParse(status ?? {}).data ?? {};
}

export function isTrue(status: Status, type: string): boolean {
  return condition(status, type)?.status === "True";
}

function condition(status: Status, type: string) {
  return status.conditions?.find((each) => each.type === type);
}

/** Whether the operator speaks of the present spec. */
export function isObserved(object: KubeObject): boolean {
  return (statusOf(object).observedGeneration ?? 0) >= (object.metadata.generation ?? 1);
}

/** Nothing is under way and nobody is asked to do anything: a key that is declared off, or suspended, rests so. */
export function isAtRest(status: Status): boolean {
  return ["Reconciling", "Stalled"].every((type) => condition(status, type)?.status === "False");
}

/** Why it is not ready, in one line. */
export function whyNotReady(status: Status): string {
  const ready = condition(status, "Ready");
  return ready ? `${ready.reason}: ${ready.message}` : "the operator has said nothing yet";
}

/** The conditions as people read them, one a line, and what to do. */
export function conditionsText(object: KubeObject): string {
  const { name, namespace, finalizers = [], deletionTimestamp } = object.metadata;
  const status = statusOf(object);
  const lines = (status.conditions ?? [])
    .filter(({ type, status: is }) => type === "Ready" || is === "True")
    .map(({ type, status: is, reason, message }) => `  ${type} is ${is} (${reason}): ${message}`);
  // Clients break lines, but for those that are indented: a command can be copied whole.
  const more = `  kubectl -n ${namespace} describe tokapikey ${name}`;
  if (lines.length === 0)
    return `No operator has looked at it. Is the tokapi operator running, and does it watch the namespace ${namespace}?\n${more}`;
  const stale = isObserved(object) ? "" : " of an earlier version of it; the operator has not seen the present one";
  const held =
    deletionTimestamp && finalizers.length > 0 ? `\n  It is held by the finalizers ${finalizers.join(", ")}.` : "";
  return `Its conditions${stale}:\n${lines.join("\n")}${held}\n\nMore of it:\n${more}`;
}
