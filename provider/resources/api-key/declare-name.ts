import { type Diagnostic, DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { ValueMap } from "../../protocol/value.ts";
import type { Client } from "../client.ts";
import { textOf } from "./state.ts";

/** Two resources of one name would find each other's keys. */
export function declareName(client: Client, config: ValueMap, id: string | undefined, making: boolean): void {
  const name = textOf(config, "name");
  if (client.kind !== "configured" || name === undefined) return;
  const answer = client.claims.declare(name, id, making);
  if (answer === "declared twice") throw new DiagnosticsError([declaredTwice(name)]);
  if (answer === "destroyed too") throw new DiagnosticsError([{ ...destroyedToo(name), path: ["name"] }]);
}

/** A new key must not find, nor be found by, one that goes. */
export function destroyName(client: Client, prior: ValueMap | null): void {
  const name = textOf(prior, "name");
  if (client.kind !== "configured" || name === undefined) return;
  if (!client.claims.destroy(name, textOf(prior, "id") ?? "")) throw new DiagnosticsError([destroyedToo(name)]);
}

function declaredTwice(name: string): Diagnostic {
  return {
    severity: "error",
    summary: `Two resources declare the key ${name}`,
    detail:
      "The name tells at the gateway whose a key is, so each resource needs one of its own. Say where and how each key is used, for example prod-api-server and prod-batch-summaries.",
    path: ["name"],
  };
}

function destroyedToo(name: string): Diagnostic {
  return {
    severity: "error",
    summary: `The key ${name} would be destroyed and made anew in one apply`,
    detail:
      "Both would happen in any order, and whoever uses the key would be cut off. If it is the same key at another address, say so, and it stays: moved { from = …, to = … }. Else give the new one another name, or destroy the old one first: destroy -target=ADDRESS.",
  };
}
