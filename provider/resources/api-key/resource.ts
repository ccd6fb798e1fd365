import { DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { Resource } from "../../protocol/provider.ts";
import type { Value, ValueMap } from "../../protocol/value.ts";
import type { Client } from "../client.ts";
import { apply } from "./apply.ts";
import { importKey } from "./import.ts";
import { plan } from "./plan.ts";
import { read } from "./read.ts";
import { apiKeyIdentity, apiKeySchema } from "./schema.ts";
import { problemsOf } from "./validate.ts";

/** `tok_api_key`. */
export const apiKey: Resource<Client> = {
  schema: apiKeySchema,
  identity: apiKeyIdentity,
  validate(config) {
    const problems = problemsOf(config);
    if (problems.length > 0) throw new DiagnosticsError(problems);
  },
  upgrade,
  read,
  plan,
  apply,
  import: importKey,
};

/** States of version 0 lack attributes that came later; the next refresh fills them in. */
function upgrade(raw: Value): ValueMap {
  const old = (raw ?? {}) as ValueMap;
  const present = Object.keys(apiKeySchema.attributes).map((name) => [name, old[name] ?? null] as const);
  const state: ValueMap = Object.fromEntries(present);
  return { ...state, retiring_keys: state.retiring_keys ?? [], key_wo: null };
}
