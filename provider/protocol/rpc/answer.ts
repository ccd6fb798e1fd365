import type { Diagnostic } from "../diagnostics.ts";
import { type Incoming, type Method, unary } from "../grpc/method.ts";
import { StatusError } from "../grpc/status.ts";
import type { Log } from "../process/log.ts";
import type { Call } from "../provider.ts";
import type { Draft, Message } from "../wire/protobuf.ts";
import { diagnosticsOf, wireDiagnostics } from "./diagnostics.ts";
import type { Session } from "./session.ts";

/** What every call of a provider's own code needs. */
export interface Surroundings {
  /** Of the provider, for messages. */
  readonly name: string;
  readonly log: Log;
  /** The names of all nested blocks that stand at the top of a resource or the like. */
  readonly blocks: ReadonlySet<string>;
}

/** One call of a provider's own code. */
export interface OwnCall {
  readonly call: Call;
  /** What was reported since it was last asked for. */
  reported(): Diagnostic[];
  /** To be called when the code is done: from then on StopProvider has nothing to abort. */
  end(): void;
}

/** Begins a call of a provider's own code, which StopProvider may abort until it ends. */
export function beginCall<Client>(
  { session, signal, abort }: Incoming<Session<Client>>,
  { log }: Surroundings,
): OwnCall {
  let diagnostics: Diagnostic[] = [];
  session.running.add(abort);
  return {
    call: { signal, report: (diagnostic) => diagnostics.push(diagnostic), log },
    reported: () => {
      const taken = diagnostics;
      diagnostics = [];
      return taken;
    },
    end: () => session.running.delete(abort),
  };
}

/** Makes a method of a provider's own code for it. `otherwise` is what is true when that throws. */
export type Answering<Client> = <Request, Response extends { readonly diagnostics: readonly unknown[] }>(
  request: Message<Request>,
  response: Message<Response>,
  work: (
    request: Request,
    call: Call,
    session: Session<Client>,
  ) => Draft<NoInfer<Response>> | Promise<Draft<NoInfer<Response>>>,
  otherwise?: (request: Request) => Draft<NoInfer<Response>>,
) => Method<Session<Client>>;

/**
 * Whatever a provider's code throws becomes diagnostics of the answer, so that the client never reads "Plugin did not
 * respond".
 */
export function answering<Client>(surroundings: Surroundings): Answering<Client> {
  return (request, response, work, otherwise) =>
    unary(request, response, async (asked, incoming: Incoming<Session<Client>>) => {
      const own = beginCall(incoming, surroundings);
      const diagnostics: Diagnostic[] = [];
      let answer: object | undefined;
      try {
        answer = await work(asked, own.call, incoming.session);
      } catch (error) {
        if (error instanceof StatusError) throw error;
        answer = otherwise?.(asked);
        diagnostics.push(...diagnosticsOf(error, surroundings));
      } finally {
        own.end();
      }
      diagnostics.unshift(...own.reported());
      return { ...answer, diagnostics: wireDiagnostics(diagnostics, surroundings) } as Awaited<ReturnType<typeof work>>;
    });
}
