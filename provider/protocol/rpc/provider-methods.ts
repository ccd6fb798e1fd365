import { type Method, unary } from "../grpc/method.ts";
import type { Provider } from "../provider.ts";
import { DiagnosticsOnly, Empty } from "../wire/common.ts";
import {
  ConfigureProviderRequest,
  StopProviderResponse,
  ValidateProviderConfigRequest,
  ValidateProviderConfigResponse,
} from "../wire/messages.ts";
import type { Answering } from "./answer.ts";
import { receivedConfig } from "./dynamic-value.ts";
import type { Session } from "./session.ts";

/** The provider block and the end of a run. */
export function providerMethods<Client>(
  provider: Provider<Client>,
  answer: Answering<Client>,
): Readonly<Record<string, Method<Session<Client>>>> {
  return {
    ValidateProviderConfig: answer(
      ValidateProviderConfigRequest,
      ValidateProviderConfigResponse,
      async ({ config }, call) => {
        await provider.validate?.(receivedConfig(config, provider.schema), call);
        return {};
      },
    ),

    ConfigureProvider: answer(ConfigureProviderRequest, DiagnosticsOnly, async (request, call, session) => {
      const { terraformVersion } = request;
      const config = receivedConfig(request.config, provider.schema);
      session.configured = undefined;
      session.configured = { client: await provider.configure(config, { terraformVersion }, call) };
      return {};
    }),

    // Calls that come later are not touched: what was opened for the run is still to be closed.
    StopProvider: unary(Empty, StopProviderResponse, (_request, { session }) => {
      for (const abort of session.running) abort();
      return {};
    }),
  };
}
