import { type Incoming, type Method, stream } from "../grpc/method.ts";
import { StatusError } from "../grpc/status.ts";
import type { Listed, Provider } from "../provider.ts";
import { withoutWriteOnly } from "../values/write-only.ts";
import { DiagnosticsOnly } from "../wire/common.ts";
import { ListResourceEvent, ListResourceRequest } from "../wire/messages.ts";
import type { Draft, Message } from "../wire/protobuf.ts";
import { ValidateRequest } from "../wire/resource-messages.ts";
import { type Answering, beginCall, type OwnCall, type Surroundings } from "./answer.ts";
import { diagnosticsOf, wireDiagnostics } from "./diagnostics.ts";
import { receivedConfig, sentIdentity, sentObject } from "./dynamic-value.ts";
import { clientOf, find, type Session } from "./session.ts";

type Decoded<M> = M extends Message<infer T> ? T : never;
type Request = Decoded<typeof ListResourceRequest>;
type Event = Draft<Decoded<typeof ListResourceEvent>>;

/** `terraform query`: objects as a stream, which ends when the client has enough of them. */
export function listMethods<Client>(
  provider: Provider<Client>,
  answer: Answering<Client>,
  surroundings: Surroundings,
): Readonly<Record<string, Method<Session<Client>>>> {
  const listOf = (name: string) => find(provider.listResources, "list resource", name);

  /** An event of diagnostics only, if there are any. */
  function* diagnosticEvents(diagnostics: ReturnType<OwnCall["reported"]>): Iterable<Event> {
    if (diagnostics.length > 0) yield { diagnostics: wireDiagnostics(diagnostics, surroundings) };
  }

  async function* events(
    request: Request,
    { call, reported }: OwnCall,
    session: Session<Client>,
  ): AsyncIterable<Event> {
    const { typeName } = request;
    const list = listOf(typeName);
    const resource = find(provider.resources, "resource", typeName);
    const convert = (listed: Listed): Event => ({
      displayName: listed.displayName,
      identity: sentIdentity(listed.identity, resource.identity, "known"),
      resourceObject:
        request.includeResourceObject && listed.state
          ? sentObject(withoutWriteOnly(listed.state, resource.schema), resource.schema, "known")
          : undefined,
    });
    const limit = request.limit > 0 ? request.limit : undefined;
    const wish = { state: request.includeResourceObject, limit };
    let left = limit ?? Number.POSITIVE_INFINITY;
    for await (const listed of list.list(clientOf(session), receivedConfig(request.config, list.schema), wish, call)) {
      yield* diagnosticEvents(reported());
      yield convert(listed);
      left -= 1;
      if (left <= 0) break;
    }
    yield* diagnosticEvents(reported());
  }

  async function* guarded(request: Request, incoming: Incoming<Session<Client>>): AsyncIterable<Event> {
    const own = beginCall(incoming, surroundings);
    try {
      yield* events(request, own, incoming.session);
    } catch (error) {
      if (error instanceof StatusError) throw error;
      yield* diagnosticEvents([...own.reported(), ...diagnosticsOf(error, surroundings)]);
    } finally {
      own.end();
    }
  }

  return {
    ValidateListResourceConfig: answer(ValidateRequest, DiagnosticsOnly, async ({ typeName, config }, call) => {
      const list = listOf(typeName);
      await list.validate?.(receivedConfig(config, list.schema), call);
      return {};
    }),
    ListResource: stream(ListResourceRequest, ListResourceEvent, guarded),
  };
}
