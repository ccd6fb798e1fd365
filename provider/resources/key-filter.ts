import type { RemoteKey } from "../../core/restrictions.ts";
import type { Attribute } from "../protocol/schema.ts";
import type { ValueMap } from "../protocol/value.ts";
import { textOf } from "./api-key/state.ts";

/** Which of an account's keys are meant. */
export const keyFilter: Readonly<Record<string, Attribute>> = {
  group: { type: "string", optional: true, description: "Only keys of this group, by its exact name." },
  name_prefix: { type: "string", optional: true, description: "Only keys whose names at the gateway begin so." },
};

/** Those that the filter lets through, by ascending ids. */
export function filtered(keys: readonly RemoteKey[], config: ValueMap): readonly RemoteKey[] {
  const group = textOf(config, "group");
  const prefix = textOf(config, "name_prefix") ?? "";
  return keys
    .filter((key) => (group === undefined || key.restrictions.group === group) && key.name.startsWith(prefix))
    .sort((a, b) => Number(a.id) - Number(b.id) || (a.id < b.id ? -1 : 1));
}
