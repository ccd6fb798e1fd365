import type { Method } from "../grpc/method.ts";
import { ApplyFailure, type Provider, type Stored } from "../provider.ts";
import { withoutWriteOnly } from "../values/write-only.ts";
import {
  ApplyResourceChangeRequest,
  ApplyResourceChangeResponse,
  PlanResourceChangeRequest,
  PlanResourceChangeResponse,
  ReadResourceRequest,
  ReadResourceResponse,
} from "../wire/resource-messages.ts";
import { type Answering, wirePath } from "./answer.ts";
import { receivedBytes, receivedIdentity, receivedObject, sentIdentity, sentObject } from "./dynamic-value.ts";
import { clientOf, find, type Session } from "./session.ts";

/** Read, plan, apply. */
export function resourceMethods<Client>(
  provider: Provider<Client>,
  answer: Answering<Client>,
): Readonly<Record<string, Method<Session<Client>>>> {
  const resourceOf = (name: string) => find(provider.resources, "resource", name);
  return {
    ReadResource: answer(
      ReadResourceRequest,
      ReadResourceResponse,
      async (request, call, session) => {
        const resource = resourceOf(request.typeName);
        const { schema } = resource;
        const state = receivedObject(request.currentState, schema);
        if (!state) return { newState: request.currentState };
        const identity = receivedIdentity(request.currentIdentity, resource.identity);
        const stored = { state, private: receivedBytes(request.private), identity };
        const found = await resource.read(clientOf(session), stored, call);
        return {
          newState: sentObject(found.state && withoutWriteOnly(found.state, schema), schema, "known"),
          private: found.private ?? request.private,
          newIdentity: sentIdentity(found.identity ?? identity, resource.identity, "known"),
        };
      },
      (request) => ({
        newState: request.currentState,
        private: request.private,
        newIdentity: request.currentIdentity,
      }),
    ),

    PlanResourceChange: answer(
      PlanResourceChangeRequest,
      PlanResourceChangeResponse,
      async (request, call, session) => {
        const resource = resourceOf(request.typeName);
        const { schema } = resource;
        const identity = receivedIdentity(request.priorIdentity, resource.identity);
        const response = await resource.plan(
          clientOf(session),
          {
            config: receivedObject(request.config, schema),
            prior: receivedObject(request.priorState, schema),
            proposed: receivedObject(request.proposedNewState, schema),
            private: receivedBytes(request.priorPrivate),
            identity,
          },
          call,
        );
        const planned = response.planned && withoutWriteOnly(response.planned, schema);
        return {
          plannedState: sentObject(planned, schema, "maybe unknown"),
          requiresReplace: (response.requiresReplace ?? []).map(wirePath),
          plannedPrivate: response.private ?? request.priorPrivate,
          plannedIdentity: sentIdentity(response.identity ?? identity, resource.identity, "maybe unknown"),
        };
      },
    ),

    ApplyResourceChange: answer(
      ApplyResourceChangeRequest,
      ApplyResourceChangeResponse,
      async (request, call, session) => {
        const resource = resourceOf(request.typeName);
        const { schema } = resource;
        const identity = receivedIdentity(request.plannedIdentity, resource.identity);
        const applied = (stored: Stored) => ({
          newState: sentObject(stored.state && withoutWriteOnly(stored.state, schema), schema, "known"),
          private: stored.private ?? request.plannedPrivate,
          newIdentity: sentIdentity(stored.identity ?? identity, resource.identity, "known"),
        });
        const change = {
          config: receivedObject(request.config, schema),
          prior: receivedObject(request.priorState, schema),
          planned: receivedObject(request.plannedState, schema),
          private: receivedBytes(request.plannedPrivate),
          identity,
        };
        try {
          return applied(await resource.apply(clientOf(session), change, call));
        } catch (error) {
          if (!(error instanceof ApplyFailure)) throw error;
          for (const diagnostic of error.diagnostics) call.report(diagnostic);
          return applied(error.stored);
        }
      },
    ),
  };
}
