import type { Draft, Message } from "../wire/protobuf.ts";

/** One method of a service, ready to be called with bytes. `Session` is what one connection remembers. */
export type Method<Session> = Unary<Session> | ServerStream<Session> | Silent;

/** One message, one answer. */
interface Unary<Session> {
  readonly kind: "unary";
  answer(request: Uint8Array, incoming: Incoming<Session>): Promise<Uint8Array>;
}

/** One message, any number of answers. Leaving the iteration early is how a client that went away is told. */
interface ServerStream<Session> {
  readonly kind: "stream";
  answers(request: Uint8Array, incoming: Incoming<Session>): AsyncIterable<Uint8Array>;
}

/** A stream on which nothing is ever said: it stays open until the client leaves or ends its side. */
interface Silent {
  readonly kind: "silent";
  /** Whether it outlives the client's side: a request was all that the client had to say. */
  readonly outlivesRequest: boolean;
}

export interface Incoming<Session> {
  readonly session: Session;
  /** Aborts when the client cancels this call or somebody calls `abort`. */
  readonly signal: AbortSignal;
  abort(): void;
}

export function unary<Request, Response, Session>(
  request: Message<Request>,
  response: Message<Response>,
  handle: (request: Request, incoming: Incoming<Session>) => Draft<Response> | Promise<Draft<Response>>,
): Method<Session> {
  return {
    kind: "unary",
    answer: async (bytes, incoming) => response.encode(await handle(request.decode(bytes), incoming)),
  };
}

export function stream<Request, Event, Session>(
  request: Message<Request>,
  event: Message<Event>,
  handle: (request: Request, incoming: Incoming<Session>) => AsyncIterable<Draft<Event>>,
): Method<Session> {
  return {
    kind: "stream",
    answers: async function* (bytes, incoming) {
      for await (const one of handle(request.decode(bytes), incoming)) yield event.encode(one);
    },
  };
}
