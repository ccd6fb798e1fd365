import type { RemoteKey } from "../../../core/restrictions.ts";
import { type Diagnostic, DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { Call } from "../../protocol/provider.ts";
import type { Value, ValueMap } from "../../protocol/value.ts";
import { desired } from "../api-key/desired.ts";
import type { ConfiguredClient } from "../client.ts";
import { declaredKey, refusal } from "../declared-key.ts";

/** Everything that is wrong with a declaration by itself. Nothing is said of what is not known yet. */
export function routesProblems({ routes, on_destroy }: ValueMap): readonly Diagnostic[] {
  const { diagnostics } = declaredKey({ routes: routes ?? null });
  if (typeof on_destroy !== "string" || on_destroy === "keep" || on_destroy === "open") return diagnostics;
  const message = `"${on_destroy}" is none of the values that are allowed: keep, open.`;
  return [...diagnostics, refusal(["on_destroy"], message)];
}

/**
 * The models that the routes mean for this key, sorted; undefined while the routes are not known. Throws diagnostics.
 * `attempts`: how often a gateway that does not answer is asked.
 */
export async function wantedModels(
  client: ConfiguredClient,
  routes: Value,
  { restrictions }: RemoteKey,
  call: Call,
  patience: { readonly attempts?: number } = {},
): Promise<readonly string[] | undefined> {
  const { spec } = declaredKey({ routes, group: restrictions.group ?? null });
  if (!spec) return undefined;
  const { models } = await desired(client, spec, { others: 0, issuedAt: 0, ...patience }, call).catch(
    (error: unknown) => {
      throw error instanceof DiagnosticsError ? aboutKey(error) : error;
    },
  );
  if (models) return models;
  const message =
    "On Sub2API the group decides which models a key may call, so a key has no routes to set. Put the key into another group instead.";
  throw new DiagnosticsError([refusal(["routes"], message)]);
}

/** The group is the key's, and no attribute here. */
function aboutKey(error: DiagnosticsError): DiagnosticsError {
  const diagnostics = error.diagnostics.map((each) =>
    each.path?.[0] === "group" ? { ...each, path: ["key_id"] } : each,
  );
  return new DiagnosticsError(diagnostics, { cause: error.cause });
}
