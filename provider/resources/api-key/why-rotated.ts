import type { Path } from "../../protocol/diagnostics.ts";
import type { Call } from "../../protocol/provider.ts";
import type { ValueMap } from "../../protocol/value.ts";
import { equal } from "../equal.ts";
import type { Notes } from "./notes.ts";

/** Why a key gets a successor. */
export interface Reason {
  /** What is the matter with the key that there is. */
  readonly because: string;
  readonly path?: Path;
}

/** Why a new key takes over: the clock says so, the user asks for it, or brings another text. Undefined: none does. */
export function whyRotated(config: ValueMap, prior: ValueMap, notes: Notes): Reason | undefined {
  // A key that was just imported has nothing declared yet: writing it down for the first time is no change.
  const imported = prior.name === null;
  if (notes.due?.lost) return { because: "was deleted at the gateway" };
  const off = (config.enabled ?? prior.enabled) === false;
  const { rotate_when_changed: values } = config;
  if (!imported && values !== null && !equal(values, prior.rotate_when_changed))
    return { because: "gives way: a value of rotate_when_changed is another one", path: ["rotate_when_changed"] };
  if (config.key_wo_version !== null && !equal(config.key_wo_version, prior.key_wo_version))
    return {
      because: "gives way to the text that you bring, unless that is its own: key_wo_version is another one",
      path: ["key_wo_version"],
    };
  const declared = config.rotation === null ? "lifetime" : "rotation";
  if (!notes.due?.rotate || off || config[declared] === null) return undefined;
  return { because: `is due for rotation since ${String(prior.rotate_after)}`, path: [declared] };
}

/** A warning, for nothing milder is shown: the plan itself says only that the id will be another one. */
export function reportRotated(prior: ValueMap, { because, path }: Reason, call: Call): void {
  call.report({
    severity: "warning",
    summary: "A new key takes over",
    detail: `The key ${String(prior.remote_name)} ${because}.`,
    ...(path ? { path } : {}),
  });
}
