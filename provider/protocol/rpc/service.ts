import { createGrpcServer, type GrpcServer, type Tls } from "../grpc/server.ts";
import { defectFields, type Log } from "../process/log.ts";
import type { Provider } from "../provider.ts";
import { answering } from "./answer.ts";
import { importMethods } from "./import-methods.ts";
import { pluginMethods } from "./plugin-methods.ts";
import { providerMethods } from "./provider-methods.ts";
import { resourceMethods } from "./resource-methods.ts";
import { schemaMethods } from "./schema-methods.ts";
import { openSession, type Session } from "./session.ts";
import { shapeMethods } from "./shape-methods.ts";

export interface ServiceOptions {
  readonly log: Log;
  readonly tls?: Tls | undefined;
  opened(): void;
  closed(): void;
  /** The client wishes the end. Its answer is still to be sent. */
  shutdown(): void;
}

/** A provider as a server of everything that a client may call. */
export function createService<Client>(provider: Provider<Client>, options: ServiceOptions): GrpcServer {
  const { log } = options;
  const answer = answering<Client>({ name: provider.name, log });
  const methods = new Map(pluginMethods<Session<Client>>(options.shutdown));
  const own = {
    ...schemaMethods(provider),
    ...providerMethods(provider, answer),
    ...shapeMethods(provider, answer),
    ...resourceMethods(provider, answer),
    ...importMethods(provider, answer),
  };
  for (const [name, method] of Object.entries(own)) methods.set(`/tfplugin6.Provider/${name}`, method);
  return createGrpcServer<Session<Client>>({
    tls: options.tls,
    methods,
    open: () => {
      options.opened();
      return openSession();
    },
    close: (session) => {
      for (const abort of session.running) abort();
      options.closed();
    },
    failed: (path, error) => log("error", `${path} failed`, defectFields(error)),
  });
}
