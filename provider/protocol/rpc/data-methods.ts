import type { Method } from "../grpc/method.ts";
import type { Provider } from "../provider.ts";
import { DiagnosticsOnly } from "../wire/common.ts";
import { ReadDataSourceRequest, ReadDataSourceResponse } from "../wire/messages.ts";
import { ValidateRequest } from "../wire/resource-messages.ts";
import type { Answering } from "./answer.ts";
import { receivedConfig, sentObject } from "./dynamic-value.ts";
import { clientOf, find, type Session } from "./session.ts";

/** Data sources. */
export function dataMethods<Client>(
  provider: Provider<Client>,
  answer: Answering<Client>,
): Readonly<Record<string, Method<Session<Client>>>> {
  return {
    ValidateDataResourceConfig: answer(ValidateRequest, DiagnosticsOnly, async ({ typeName, config }, call) => {
      const source = find(provider.dataSources, "data source", typeName);
      await source.validate?.(receivedConfig(config, source.schema), call);
      return {};
    }),

    ReadDataSource: answer(
      ReadDataSourceRequest,
      ReadDataSourceResponse,
      async ({ typeName, config }, call, session) => {
        const source = find(provider.dataSources, "data source", typeName);
        const found = await source.read(clientOf(session), receivedConfig(config, source.schema), call);
        return { state: sentObject(found, source.schema, "known") };
      },
    ),
  };
}
