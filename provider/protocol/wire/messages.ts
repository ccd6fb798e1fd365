import { ClientCapabilities, DynamicValue, IdentityData, Timestamp, WireDiagnostic } from "./common.ts";
import { bool, integer, message, nested, optionalBytes, optionalInteger, repeated, string } from "./protobuf.ts";

// The provider itself, data sources, ephemeral resources, functions, lists and actions.

export const ValidateProviderConfigRequest = message({ config: nested(1, () => DynamicValue) });
export const ValidateProviderConfigResponse = message({ diagnostics: repeated(2, () => WireDiagnostic) });

export const ConfigureProviderRequest = message({
  terraformVersion: string(1),
  config: nested(2, () => DynamicValue),
});

export const StopProviderResponse = message({ error: string(1) });

export const ReadDataSourceRequest = message({ typeName: string(1), config: nested(2, () => DynamicValue) });
export const ReadDataSourceResponse = message({
  state: nested(1, () => DynamicValue),
  diagnostics: repeated(2, () => WireDiagnostic),
});

export const OpenEphemeralResourceRequest = message({ typeName: string(1), config: nested(2, () => DynamicValue) });
export const OpenEphemeralResourceResponse = message({
  diagnostics: repeated(1, () => WireDiagnostic),
  renewAt: nested(2, () => Timestamp),
  result: nested(3, () => DynamicValue),
  private: optionalBytes(4),
});
/** Renewing and closing ask with the same words. */
export const EphemeralResourceRequest = message({ typeName: string(1), private: optionalBytes(2) });
export const RenewEphemeralResourceResponse = message({
  diagnostics: repeated(1, () => WireDiagnostic),
  renewAt: nested(2, () => Timestamp),
  private: optionalBytes(3),
});

export const CallFunctionRequest = message({ name: string(1), arguments: repeated(2, () => DynamicValue) });
const FunctionErrorMessage = message({ text: string(1), functionArgument: optionalInteger(2) });
export const CallFunctionResponse = message({
  result: nested(1, () => DynamicValue),
  error: nested(2, () => FunctionErrorMessage),
});

export const ListResourceRequest = message({
  typeName: string(1),
  config: nested(2, () => DynamicValue),
  includeResourceObject: bool(3),
  limit: integer(4),
});
export const ListResourceEvent = message({
  identity: nested(1, () => IdentityData),
  displayName: string(2),
  resourceObject: nested(3, () => DynamicValue),
  diagnostics: repeated(4, () => WireDiagnostic),
});

/** Planning and invoking ask with the same words; validating puts the type name there too. */
export const ActionRequest = message({
  actionType: string(1),
  config: nested(2, () => DynamicValue),
  clientCapabilities: nested(3, () => ClientCapabilities),
});
const Progress = message({ message: string(1) });
const Completed = message({ diagnostics: repeated(1, () => WireDiagnostic) });
/** Exactly one is set: an event with neither would crash the client. */
export const InvokeActionEvent = message({
  progress: nested(1, () => Progress),
  completed: nested(2, () => Completed),
});

export const HealthCheckRequest = message({ service: string(1) });
export const HealthCheckResponse = message({ status: integer(1) });
