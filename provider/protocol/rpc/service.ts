import { createGrpcServer, type GrpcServer, type Tls } from "../grpc/server.ts";
import { defectFields, type Log } from "../process/log.ts";
import type { Provider } from "../provider.ts";
import { actionMethods } from "./action-methods.ts";
import { answering } from "./answer.ts";
import { dataMethods } from "./data-methods.ts";
import { ephemeralMethods } from "./ephemeral-methods.ts";
import { functionMethods } from "./function-methods.ts";
import { identityMethods } from "./identity-methods.ts";
import { importMethods } from "./import-methods.ts";
import { listMethods } from "./list-methods.ts";
import { pluginMethods } from "./plugin-methods.ts";
import { providerMethods } from "./provider-methods.ts";
import { resourceMethods } from "./resource-methods.ts";
import { schemaMethods } from "./schema-methods.ts";
import { openSession, type Session } from "./session.ts";
import { shapeMethods } from "./shape-methods.ts";

export interface ServiceOptions {
  readonly log: Log;
  readonly tls?: Tls | undefined;
  /** A client has connected. */
  opened(): void;
  /** It has gone. */
  closed(): void;
  /** The client wishes the end. Its answer is still to be sent. */
  shutdown(): void;
}

/** A provider as a server of everything that a client may call. */
export function createService<Client>(provider: Provider<Client>, options: ServiceOptions): GrpcServer {
  const { log } = options;
  const surroundings = { name: provider.name, log, blocks: blocksOf(provider) };
  const answer = answering<Client>(surroundings);
  const methods = new Map(pluginMethods<Session<Client>>(options.shutdown));
  const own = {
    ...schemaMethods(provider),
    ...providerMethods(provider, answer),
    ...shapeMethods(provider, answer),
    ...resourceMethods(provider, answer, surroundings),
    ...importMethods(provider, answer),
    ...identityMethods(provider, answer),
    ...dataMethods(provider, answer),
    ...ephemeralMethods(provider, answer),
    ...functionMethods(provider, surroundings),
    ...listMethods(provider, answer, surroundings),
    ...actionMethods(provider, answer, surroundings),
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

function blocksOf<Client>(provider: Provider<Client>): ReadonlySet<string> {
  const { resources, dataSources, ephemeralResources, listResources, actions } = provider;
  const kinds = [resources, dataSources, ephemeralResources, listResources, actions];
  const schemas = kinds.flatMap((kind = {}) => Object.values(kind).map(({ schema }) => schema));
  return new Set([provider.schema, ...schemas].flatMap(({ blocks = {} }) => Object.keys(blocks)));
}
