import { DiagnosticsError } from "../diagnostics.ts";
import type { Method } from "../grpc/method.ts";
import type { Provider } from "../provider.ts";
import type { Schema } from "../schema.ts";
import type { ValueMap } from "../value.ts";
import { mapAttributes } from "../values/attributes.ts";
import { parseJson } from "../values/json.ts";
import { withoutWriteOnly, writeOnlyPaths } from "../values/write-only.ts";
import { DiagnosticsOnly } from "../wire/common.ts";
import {
  GenerateResourceConfigRequest,
  GenerateResourceConfigResponse,
  UpgradeResourceStateRequest,
  UpgradeResourceStateResponse,
  ValidateRequest,
} from "../wire/resource-messages.ts";
import type { Answering } from "./answer.ts";
import { pathText, refusal } from "./diagnostics.ts";
import { receivedConfig, receivedObject, sentObject } from "./dynamic-value.ts";
import { find, type Session } from "./session.ts";

/** What is asked of a resource without going out: is this configuration valid, what is this old state today. */
export function shapeMethods<Client>(
  provider: Provider<Client>,
  answer: Answering<Client>,
): Readonly<Record<string, Method<Session<Client>>>> {
  return {
    ValidateResourceConfig: answer(ValidateRequest, DiagnosticsOnly, async (request, call) => {
      const { typeName, config, clientCapabilities } = request;
      const resource = find(provider.resources, "resource", typeName);
      const given = receivedConfig(config, resource.schema);
      if (!clientCapabilities?.writeOnlyAttributesAllowed) refuseWriteOnly(given, resource.schema);
      await resource.validate?.(given, call);
      return {};
    }),

    UpgradeResourceState: answer(
      UpgradeResourceStateRequest,
      UpgradeResourceStateResponse,
      async ({ typeName, version, rawState }, call) => {
        const { schema, upgrade } = find(provider.resources, "resource", typeName);
        const json = rawState?.json ?? new Uint8Array();
        if (json.length === 0) throw unreadable("It was written by Terraform 0.11, which nothing here reads any more.");
        // The same bytes: what is not parsed cannot be changed by it.
        if (version === (schema.version ?? 0)) return { upgradedState: { json } };
        if (!upgrade) {
          throw unreadable(
            `It has version ${version}; this version of the provider reads ${schema.version ?? 0} only.`,
          );
        }
        const upgraded = await upgrade(parseJson(json), version, call);
        return { upgradedState: sentObject(withoutWriteOnly(upgraded, schema), schema, "known") };
      },
    ),

    // A configuration that would make this state: without what only the provider can say.
    GenerateResourceConfig: answer(
      GenerateResourceConfigRequest,
      GenerateResourceConfigResponse,
      async ({ typeName, state }) => {
        const { schema, declare } = find(provider.resources, "resource", typeName);
        const found = receivedObject(state, schema);
        const config =
          found &&
          mapAttributes(declare ? await declare(found) : found, schema, (attribute, value) =>
            attribute.writeOnly || (attribute.computed && !attribute.optional) ? null : value,
          );
        return { config: sentObject(config, schema, "known") };
      },
    ),
  };
}

function unreadable(detail: string): DiagnosticsError {
  return refusal("The stored state cannot be read", detail);
}

/** An older client would put what is write-only into its plan and state. */
function refuseWriteOnly(config: ValueMap, schema: Schema): void {
  const paths = writeOnlyPaths(config, schema);
  if (paths.length === 0) return;
  throw new DiagnosticsError(
    paths.map((path) => ({
      severity: "error",
      summary: "Write-only attributes need a newer Terraform or OpenTofu",
      detail: `${pathText(path)} would be stored in plain text by this version. Use 1.11 or newer.`,
      path,
    })),
  );
}
