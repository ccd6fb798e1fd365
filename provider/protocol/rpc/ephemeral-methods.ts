import type { Method } from "../grpc/method.ts";
import type { EphemeralResource, Provider } from "../provider.ts";
import { DiagnosticsOnly } from "../wire/common.ts";
import {
  EphemeralResourceRequest,
  OpenEphemeralResourceRequest,
  OpenEphemeralResourceResponse,
  RenewEphemeralResourceResponse,
} from "../wire/messages.ts";
import { ValidateRequest } from "../wire/resource-messages.ts";
import type { Answering } from "./answer.ts";
import { receivedBytes, receivedConfig, sentObject } from "./dynamic-value.ts";
import { clientOf, find, type Session } from "./session.ts";

/** What lives for one run. */
export function ephemeralMethods<Client>(
  provider: Provider<Client>,
  answer: Answering<Client>,
): Readonly<Record<string, Method<Session<Client>>>> {
  const resourceOf = (name: string): EphemeralResource<Client> =>
    find(provider.ephemeralResources, "ephemeral resource", name);
  return {
    ValidateEphemeralResourceConfig: answer(ValidateRequest, DiagnosticsOnly, async ({ typeName, config }, call) => {
      const resource = resourceOf(typeName);
      await resource.validate?.(receivedConfig(config, resource.schema), call);
      return {};
    }),

    OpenEphemeralResource: answer(
      OpenEphemeralResourceRequest,
      OpenEphemeralResourceResponse,
      async ({ typeName, config }, call, session) => {
        const resource = resourceOf(typeName);
        const client = clientOf(session);
        const opened = await resource.open(client, receivedConfig(config, resource.schema), call);
        try {
          return {
            result: sentObject(opened.result, resource.schema, "known"),
            renewAt: timestamp(opened.renewAt),
            private: opened.private,
          };
        } catch (error) {
          // The client closes only what it has heard of.
          await resource.close?.(client, opened.private, call);
          throw error;
        }
      },
    ),

    RenewEphemeralResource: answer(
      EphemeralResourceRequest,
      RenewEphemeralResourceResponse,
      async ({ typeName, private: notes }, call, session) => {
        const renewed = await resourceOf(typeName).renew?.(clientOf(session), receivedBytes(notes), call);
        return { renewAt: timestamp(renewed?.renewAt), private: renewed?.private ?? notes };
      },
    ),

    CloseEphemeralResource: answer(
      EphemeralResourceRequest,
      DiagnosticsOnly,
      async ({ typeName, private: notes }, call, session) => {
        await resourceOf(typeName).close?.(clientOf(session), receivedBytes(notes), call);
        return {};
      },
    ),
  };
}

function timestamp(milliseconds: number | undefined) {
  if (milliseconds === undefined) return undefined;
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds, nanos: Math.floor((milliseconds - seconds * 1000) * 1_000_000) };
}
