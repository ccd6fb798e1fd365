import { type Method, unary } from "../grpc/method.ts";
import { StatusError } from "../grpc/status.ts";
import { defectFields } from "../process/log.ts";
import { FunctionError, type Provider, type ProviderFunction } from "../provider.ts";
import type { Value } from "../value.ts";
import { CallFunctionRequest, CallFunctionResponse } from "../wire/messages.ts";
import type { Surroundings } from "./answer.ts";
import { defectOf, inOneLine } from "./diagnostics.ts";
import { received, sent, type WireValue } from "./dynamic-value.ts";
import type { Session } from "./session.ts";

/** Functions answer with a value or one error; there are no diagnostics here. */
export function functionMethods<Client>(
  provider: Provider<Client>,
  { log }: Surroundings,
): Readonly<Record<string, Method<Session<Client>>>> {
  return {
    CallFunction: unary(CallFunctionRequest, CallFunctionResponse, ({ name, arguments: given }) => {
      try {
        const { functions = {} } = provider;
        const called = Object.hasOwn(functions, name) ? functions[name] : undefined;
        if (!called) throw new FunctionError(`this version of the provider has no function "${name}"`);
        return { result: sent(called.call(argumentsOf(called, given)), called.returns, "maybe unknown") };
      } catch (error) {
        if (error instanceof StatusError) throw error;
        if (error instanceof FunctionError) return { error: { text: error.message, functionArgument: error.argument } };
        log("error", `the function ${name} failed unexpectedly`, defectFields(error));
        return { error: { text: `${inOneLine(error)}. ${defectOf(provider.name)}` } };
      }
    }),
  };
}

function argumentsOf(called: ProviderFunction, given: readonly WireValue[]): Value[] {
  const { parameters, variadic } = called;
  if (given.length < parameters.length || (given.length > parameters.length && !variadic)) {
    throw new FunctionError(`takes ${parameters.length} arguments${variadic ? " or more" : ""}, got ${given.length}`);
  }
  return given.map((value, index) => received(value, (parameters[index] ?? variadic)!.type));
}
