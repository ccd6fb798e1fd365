import { DiagnosticsError } from "../diagnostics.ts";
import type { Method } from "../grpc/method.ts";
import type { Provider } from "../provider.ts";
import { parseJson } from "../values/json.ts";
import { withoutWriteOnly } from "../values/write-only.ts";
import { DiagnosticsOnly } from "../wire/common.ts";
import {
  UpgradeResourceStateRequest,
  UpgradeResourceStateResponse,
  ValidateRequest,
} from "../wire/resource-messages.ts";
import type { Answering } from "./answer.ts";
import { receivedConfig, sentObject } from "./dynamic-value.ts";
import { find, type Session } from "./session.ts";

/** What is asked of a resource without going out: is this configuration valid, what is this old state today. */
export function shapeMethods<Client>(
  provider: Provider<Client>,
  answer: Answering<Client>,
): Readonly<Record<string, Method<Session<Client>>>> {
  return {
    ValidateResourceConfig: answer(ValidateRequest, DiagnosticsOnly, async ({ typeName, config }, call) => {
      const resource = find(provider.resources, "resource", typeName);
      await resource.validate?.(receivedConfig(config, resource.schema), call);
      return {};
    }),

    UpgradeResourceState: answer(
      UpgradeResourceStateRequest,
      UpgradeResourceStateResponse,
      async ({ typeName, version, rawState }, call) => {
        const { schema, upgrade } = find(provider.resources, "resource", typeName);
        const json = rawState?.json ?? new Uint8Array();
        if (json.length === 0) throw refusal("It was written by Terraform 0.11, which nothing here reads any more.");
        // The same bytes: what is not parsed cannot be changed by it.
        if (version === (schema.version ?? 0)) return { upgradedState: { json } };
        if (!upgrade) {
          throw refusal(`It has version ${version}; this version of the provider reads ${schema.version ?? 0} only.`);
        }
        const upgraded = await upgrade(parseJson(json), version, call);
        return { upgradedState: sentObject(withoutWriteOnly(upgraded, schema), schema, "known") };
      },
    ),
  };
}

function refusal(detail: string): DiagnosticsError {
  return new DiagnosticsError([{ severity: "error", summary: "The stored state cannot be read", detail }]);
}
