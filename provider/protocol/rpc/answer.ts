import { type Diagnostic, DiagnosticsError, type Path } from "../diagnostics.ts";
import { type Incoming, type Method, unary } from "../grpc/method.ts";
import { StatusError } from "../grpc/status.ts";
import { defectFields, type Log } from "../process/log.ts";
import { ApplyFailure, type Call } from "../provider.ts";
import { MismatchError } from "../values/mismatch.ts";
import { severities, type WireDiagnostic } from "../wire/common.ts";
import type { Draft, Message } from "../wire/protobuf.ts";
import type { Session } from "./session.ts";

type Reported = Draft<typeof WireDiagnostic extends Message<infer T> ? T : never>;

/** What every call of a provider's own code needs. */
export interface Surroundings {
  /** Of the provider, for messages. */
  readonly name: string;
  readonly log: Log;
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
    unary(request, response, async (asked, { session, signal, abort }: Incoming<Session<Client>>) => {
      const reported: Diagnostic[] = [];
      const call: Call = { signal, report: (diagnostic) => reported.push(diagnostic), log: surroundings.log };
      session.running.add(abort);
      let answer: Draft<typeof response extends Message<infer T> ? T : never> | undefined;
      try {
        answer = await work(asked, call, session);
      } catch (error) {
        if (error instanceof StatusError) throw error;
        reported.push(...diagnosticsOf(error, surroundings));
        answer = otherwise?.(asked);
      } finally {
        session.running.delete(abort);
      }
      return { ...answer, diagnostics: reported.map(wireDiagnostic) } as typeof answer & object;
    });
}

/** What the user reads of what was thrown. */
export function diagnosticsOf(error: unknown, { name, log }: Surroundings): readonly Diagnostic[] {
  if (error instanceof DiagnosticsError || error instanceof ApplyFailure) return error.diagnostics;
  if (error instanceof MismatchError) {
    const where = error.path.length > 0 ? `${pathText(error.path)}: ` : "";
    const detail = `${where}${error.message}. This is a defect of the provider "${name}": please report it.`;
    return [
      { severity: "error", summary: "The provider made a value that its schema forbids", detail, path: error.path },
    ];
  }
  log("error", "a call failed unexpectedly", defectFields(error));
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const detail = `${said.split("\n", 1)[0]!.slice(0, 300)}. This is a defect of the provider "${name}": please report it.`;
  return [{ severity: "error", summary: "Unexpected error in the provider", detail }];
}

export function wireDiagnostic({ severity, summary, detail, path }: Diagnostic): Reported {
  return {
    severity: severities[severity],
    summary,
    detail: detail ?? "",
    attribute: path && path.length > 0 ? wirePath(path) : undefined,
  };
}

export function wirePath(path: Path) {
  return {
    steps: path.map((step) => {
      if (typeof step === "string") return { attributeName: step };
      return typeof step === "number" ? { elementKeyInt: step } : { elementKeyString: step.key };
    }),
  };
}

/** As a user would write it: `limits.models[2].name`, `labels["a"]`. */
function pathText(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === "string") return index > 0 ? `.${step}` : step;
      return typeof step === "number" ? `[${step}]` : `[${JSON.stringify(step.key)}]`;
    })
    .join("");
}
