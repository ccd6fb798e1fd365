import type { Method } from "../grpc/method.ts";
import type { Provider, Resource } from "../provider.ts";
import { withoutWriteOnly } from "../values/write-only.ts";
import {
  ImportResourceStateRequest,
  ImportResourceStateResponse,
  MoveResourceStateRequest,
  MoveResourceStateResponse,
} from "../wire/resource-messages.ts";
import type { Answering } from "./answer.ts";
import { refusal } from "./diagnostics.ts";
import { receivedIdentity, sentIdentity, sentObject } from "./dynamic-value.ts";
import { clientOf, find, type Session } from "./session.ts";

/** How objects come into a state that does not know them. */
export function importMethods<Client>(
  provider: Provider<Client>,
  answer: Answering<Client>,
): Readonly<Record<string, Method<Session<Client>>>> {
  return {
    ImportResourceState: answer(
      ImportResourceStateRequest,
      ImportResourceStateResponse,
      async ({ typeName, id, identity: wireIdentity }, call, session) => {
        const resource: Resource<Client> = find(provider.resources, "resource", typeName);
        if (!resource.import) {
          throw refusal(`${typeName} cannot be imported`, "This provider has no way to find such an object.");
        }
        const identity = receivedIdentity(wireIdentity, resource.identity);
        const found = await resource.import(clientOf(session), identity ? { identity } : { id }, call);
        const { schema } = resource;
        const imported = {
          typeName,
          state: sentObject(withoutWriteOnly(found.state, schema), schema, "known"),
          private: found.private,
          identity: sentIdentity(found.identity ?? identity, resource.identity, "known"),
        };
        return { importedResources: [imported] };
      },
    ),

    MoveResourceState: answer(MoveResourceStateRequest, MoveResourceStateResponse, (request) => {
      const { sourceTypeName, sourceProviderAddress, targetTypeName } = request;
      throw refusal(
        `${sourceTypeName} cannot be moved to ${targetTypeName}`,
        `Nothing of ${sourceProviderAddress} is understood here. Remove it from the state and import the object.`,
      );
    }),
  };
}
