import type { Capabilities, Gateway } from "../../../gateways/gateway.ts";
import { type Diagnostic, DiagnosticsError } from "../../protocol/diagnostics.ts";

/** The models of a group, or of the account's own. Throws diagnostics where the gateway does not tell. */
export async function offeredModels(
  gateway: Gateway,
  group: string | undefined,
  signal: AbortSignal,
): Promise<readonly string[]> {
  // Some servers answer for a group that does not exist as if it were empty.
  if (gateway.capabilities.models && group !== undefined) {
    const names = (await gateway.groups({ signal })).map(({ name }) => name);
    if (!names.includes(group)) throw new DiagnosticsError([unknownGroup(group, names)]);
  }
  const models = await gateway.models(group, { signal });
  if (models) return models;
  throw new DiagnosticsError([untold(gateway.capabilities, group)]);
}

function unknownGroup(group: string, names: readonly string[]): Diagnostic {
  const list = names.map((name) => `"${name}"`).join(", ");
  return {
    severity: "error",
    summary: "There is no such group",
    detail: `The account has no group "${group}". It may use ${list || "none"}.`,
    path: ["group"],
  };
}

function untold({ models, serverVersion }: Capabilities, group: string | undefined): Diagnostic {
  const why = models
    ? `New API ${serverVersion} does not say which models ${group === undefined ? "a group" : `the group "${group}"`} offers. Name another group than "auto", or update the server, or have the site show its price list.`
    : 'Which models a group of Sub2API opens is its administrator\'s affair and told to nobody. Write the names out where you need them; data "tok_groups" tells the vendor of each group, and GET /v1/models with a key of the group what that key sees.';
  return { severity: "error", summary: "The gateway does not tell its models", detail: why, path: ["group"] };
}
