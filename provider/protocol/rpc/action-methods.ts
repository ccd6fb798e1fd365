import type { Diagnostic } from "../diagnostics.ts";
import { type Incoming, type Method, stream } from "../grpc/method.ts";
import type { Action, Provider } from "../provider.ts";
import { DiagnosticsOnly } from "../wire/common.ts";
import { ActionRequest, InvokeActionEvent } from "../wire/messages.ts";
import type { Draft, Message } from "../wire/protobuf.ts";
import { type Answering, beginCall, type Surroundings } from "./answer.ts";
import { diagnosticsOf, wireDiagnostics } from "./diagnostics.ts";
import { receivedConfig } from "./dynamic-value.ts";
import { MessageQueue } from "./message-queue.ts";
import { clientOf, find, type Session } from "./session.ts";

type Decoded<M> = M extends Message<infer T> ? T : never;
type Event = Draft<Decoded<typeof InvokeActionEvent>>;

/** Actions: what is done once, with progress while it is being done and exactly one event when it is over. */
export function actionMethods<Client>(
  provider: Provider<Client>,
  answer: Answering<Client>,
  surroundings: Surroundings,
): Readonly<Record<string, Method<Session<Client>>>> {
  const actionOf = (name: string): Action<Client> => find(provider.actions, "action", name);

  async function* invoke(
    { actionType, config }: Decoded<typeof ActionRequest>,
    incoming: Incoming<Session<Client>>,
  ): AsyncIterable<Event> {
    const { call, reported, end } = beginCall(incoming, surroundings);
    const messages = new MessageQueue();
    const diagnostics: Diagnostic[] = [];
    const work = async () => {
      try {
        const action = actionOf(actionType);
        const known = receivedConfig(config, action.schema);
        await action.invoke(clientOf(incoming.session), known, (message) => messages.push(message), call);
      } catch (error) {
        diagnostics.push(...diagnosticsOf(error, surroundings));
      } finally {
        end();
        messages.close();
      }
    };
    const done = work();
    for await (const message of messages) yield { progress: { message } };
    await done;
    yield { completed: { diagnostics: wireDiagnostics([...reported(), ...diagnostics], surroundings) } };
  }

  return {
    ValidateActionConfig: answer(ActionRequest, DiagnosticsOnly, async ({ actionType, config }, call) => {
      const action = actionOf(actionType);
      await action.validate?.(receivedConfig(config, action.schema), call);
      return {};
    }),
    PlanAction: answer(ActionRequest, DiagnosticsOnly, async ({ actionType, config }, call, session) => {
      const action = actionOf(actionType);
      await action.plan?.(clientOf(session), receivedConfig(config, action.schema), call);
      return {};
    }),
    InvokeAction: stream(ActionRequest, InvokeActionEvent, invoke),
  };
}
