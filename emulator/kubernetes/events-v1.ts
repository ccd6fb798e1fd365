import { type Fields, fieldsOf, type KubeObject } from "./json.ts";

/** Core Events are what is stored; these are the names that events.k8s.io/v1 gives to the same fields. */
const RENAMED: [core: string, events: string][] = [
  ["involvedObject", "regarding"],
  ["message", "note"],
  ["reportingComponent", "reportingController"],
  ["source", "deprecatedSource"],
  ["count", "deprecatedCount"],
  ["firstTimestamp", "deprecatedFirstTimestamp"],
  ["lastTimestamp", "deprecatedLastTimestamp"],
];

export function eventToStored(event: KubeObject): KubeObject {
  const stored: Fields = { ...event, apiVersion: "v1" };
  for (const [core, events] of RENAMED) move(stored, events, core);
  stored.involvedObject ??= {};
  stored.source ??= {};
  stored.firstTimestamp ??= null;
  stored.lastTimestamp ??= null;
  stored.eventTime ??= null;
  stored.reportingComponent ??= "";
  stored.reportingInstance ??= "";
  return stored as KubeObject;
}

export function eventFromStored(stored: KubeObject): KubeObject {
  const event: Fields = { ...stored, apiVersion: "events.k8s.io/v1" };
  for (const [core, events] of RENAMED) move(event, core, events);
  if (Object.keys(fieldsOf(event.deprecatedSource)).length === 0) event.deprecatedSource = {};
  for (const empty of ["reportingController", "reportingInstance"]) if (event[empty] === "") delete event[empty];
  return event as KubeObject;
}

function move(object: Fields, from: string, to: string): void {
  if (!(from in object)) return;
  object[to] = object[from];
  delete object[from];
}
