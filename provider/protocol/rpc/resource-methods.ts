import type { Method } from "../grpc/method.ts";
import { ApplyFailure, type Call, type Provider, type Stored } from "../provider.ts";
import type { IdentitySchema } from "../schema.ts";
import { isWhollyKnown, type ValueMap } from "../value.ts";
import { identityChanged } from "../values/identity.ts";
import { MismatchError } from "../values/mismatch.ts";
import { salvaged, withoutUnknown } from "../values/salvage.ts";
import { withoutWriteOnly } from "../values/write-only.ts";
import {
  ApplyResourceChangeRequest,
  ApplyResourceChangeResponse,
  PlanResourceChangeRequest,
  PlanResourceChangeResponse,
  ReadResourceRequest,
  ReadResourceResponse,
} from "../wire/resource-messages.ts";
import type { Answering, Surroundings } from "./answer.ts";
import { diagnosticsOf, wirePath } from "./diagnostics.ts";
import { receivedBytes, receivedIdentity, receivedObject, sentIdentity, sentObject } from "./dynamic-value.ts";
import { clientOf, find, type Session } from "./session.ts";

/** Read, plan, apply. */
export function resourceMethods<Client>(
  provider: Provider<Client>,
  answer: Answering<Client>,
  surroundings: Surroundings,
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
          newIdentity: sentIdentity(
            sameIdentity(found.identity, identity, resource.identity, call),
            resource.identity,
            "known",
          ),
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
        const replaces = (response.requiresReplace ?? []).length > 0;
        const plannedIdentity = replaces
          ? response.identity
          : sameIdentity(response.identity, identity, resource.identity, call);
        return {
          plannedState: sentObject(planned, schema, "maybe unknown"),
          requiresReplace: (response.requiresReplace ?? []).map(wirePath),
          plannedPrivate: response.private ?? request.priorPrivate,
          plannedIdentity: sentIdentity(plannedIdentity ?? identity, resource.identity, "maybe unknown"),
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
        // A planned identity that the change has not filled in cannot be stored.
        const known = identity && isWhollyKnown(identity) ? identity : undefined;
        const applied = (stored: Stored) => ({
          newState: sentObject(stored.state && withoutWriteOnly(stored.state, schema), schema, "known"),
          private: stored.private ?? request.plannedPrivate,
          newIdentity: sentIdentity(stored.identity ?? known, resource.identity, "known"),
        });
        const change = {
          config: receivedObject(request.config, schema),
          prior: receivedObject(request.priorState, schema),
          planned: receivedObject(request.plannedState, schema),
          private: receivedBytes(request.plannedPrivate),
          identity,
        };
        let stored: Stored;
        try {
          stored = await resource.apply(clientOf(session), change, call);
        } catch (error) {
          if (!(error instanceof ApplyFailure)) throw error;
          for (const diagnostic of error.diagnostics) call.report(diagnostic);
          const { state } = error.stored;
          stored = { ...error.stored, state: state && (withoutUnknown(state) as ValueMap) };
        }
        if (change.prior && change.planned) sameIdentity(stored.identity, known, resource.identity, call);
        try {
          return applied(stored);
        } catch (error) {
          if (!stored.state || !(error instanceof MismatchError)) throw error;
          // The object exists: it is kept as well as it can be, beside the error.
          for (const diagnostic of diagnosticsOf(error, surroundings)) call.report(diagnostic);
          return applied({ state: salvaged(stored.state, schema), private: stored.private });
        }
      },
    ),
  };
}

/**
 * The identity that an answer brings, else the one that was. It stays for as long as the object exists, unless the schema
 * says otherwise.
 */
function sameIdentity(
  now: ValueMap | undefined,
  before: ValueMap | undefined,
  schema: IdentitySchema | undefined,
  call: Call,
): ValueMap | undefined {
  if (!now || !schema || schema.mutable || !identityChanged(before, now, schema)) return now ?? before;
  call.report({
    severity: "error",
    summary: "The provider changed the identity of an object",
    detail: "It has the one that it was made with. Please report this.",
  });
  return before;
}
