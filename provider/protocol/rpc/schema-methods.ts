import { type Method, unary } from "../grpc/method.ts";
import type { Provider } from "../provider.ts";
import type { Schema } from "../schema.ts";
import { Empty } from "../wire/common.ts";
import {
  GetFunctionsResponse,
  GetMetadataResponse,
  GetProviderSchemaResponse,
  GetResourceIdentitySchemasResponse,
} from "../wire/schema-messages.ts";
import type { Session } from "./session.ts";
import { wireFunction, wireIdentitySchema, wireSchema } from "./wire-schema.ts";

/**
 * plan_destroy: a destruction is planned too, so that it can be refused. get_provider_schema_optional: the client may
 * keep the schema, so nothing here may wait for having been asked for it.
 */
const serverCapabilities = {
  planDestroy: true,
  getProviderSchemaOptional: true,
  moveResourceState: false,
  generateResourceConfig: true,
};

/** What the provider has, asked before anything else. */
export function schemaMethods<Client>(provider: Provider<Client>): Readonly<Record<string, Method<Session<Client>>>> {
  const functions = () => pairs(provider.functions, wireFunction);
  return {
    GetProviderSchema: unary(Empty, GetProviderSchemaResponse, () => ({
      provider: wireSchema(provider.schema),
      resourceSchemas: pairs(provider.resources, schemaOf),
      dataSourceSchemas: pairs(provider.dataSources, schemaOf),
      ephemeralResourceSchemas: pairs(provider.ephemeralResources, schemaOf),
      listResourceSchemas: pairs(provider.listResources, schemaOf),
      actionSchemas: pairs(provider.actions, (action) => ({ schema: schemaOf(action) })),
      functions: functions(),
      serverCapabilities,
    })),

    GetMetadata: unary(Empty, GetMetadataResponse, () => ({
      serverCapabilities,
      resources: typeNames(provider.resources),
      dataSources: typeNames(provider.dataSources),
      ephemeralResources: typeNames(provider.ephemeralResources),
      listResources: typeNames(provider.listResources),
      actions: typeNames(provider.actions),
      functions: Object.keys(provider.functions ?? {}).map((name) => ({ name })),
    })),

    GetFunctions: unary(Empty, GetFunctionsResponse, () => ({ functions: functions() })),

    GetResourceIdentitySchemas: unary(Empty, GetResourceIdentitySchemasResponse, () => ({
      identitySchemas: Object.entries(provider.resources ?? {}).flatMap(([key, { identity }]) =>
        identity ? [{ key, value: wireIdentitySchema(identity) }] : [],
      ),
    })),
  };
}

function schemaOf(part: { readonly schema: Schema }) {
  return wireSchema(part.schema);
}

function pairs<T, U>(parts: Readonly<Record<string, T>> | undefined, convert: (part: T) => U) {
  return Object.entries(parts ?? {}).map(([key, part]) => ({ key, value: convert(part) }));
}

function typeNames(parts: Readonly<Record<string, unknown>> | undefined) {
  return Object.keys(parts ?? {}).map((typeName) => ({ typeName }));
}
