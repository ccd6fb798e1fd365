import { DynamicValue, WireDiagnostic } from "./common.ts";
import { integer, message, nested, repeated, string } from "./protobuf.ts";

// The provider itself, data sources, ephemeral resources, functions, lists and actions.

export const ValidateProviderConfigRequest = message({ config: nested(1, () => DynamicValue) });
export const ValidateProviderConfigResponse = message({ diagnostics: repeated(2, () => WireDiagnostic) });

export const ConfigureProviderRequest = message({
  terraformVersion: string(1),
  config: nested(2, () => DynamicValue),
});

export const StopProviderResponse = message({ error: string(1) });

export const HealthCheckRequest = message({ service: string(1) });
export const HealthCheckResponse = message({ status: integer(1) });
