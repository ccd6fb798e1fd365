import { AttributePath, ClientCapabilities, DynamicValue, IdentityData, RawState, WireDiagnostic } from "./common.ts";
import { bytes, integer, message, nested, repeated, string } from "./protobuf.ts";

/** Resources, data sources, ephemeral resources and lists are all validated by this request. */
export const ValidateRequest = message({
  typeName: string(1),
  config: nested(2, () => DynamicValue),
  clientCapabilities: nested(3, () => ClientCapabilities),
});

export const UpgradeResourceStateRequest = message({
  typeName: string(1),
  version: integer(2),
  rawState: nested(3, () => RawState),
});
export const UpgradeResourceStateResponse = message({
  upgradedState: nested(1, () => DynamicValue),
  diagnostics: repeated(2, () => WireDiagnostic),
});

export const UpgradeResourceIdentityRequest = message({
  typeName: string(1),
  version: integer(2),
  rawIdentity: nested(3, () => RawState),
});
export const UpgradeResourceIdentityResponse = message({
  upgradedIdentity: nested(1, () => IdentityData),
  diagnostics: repeated(2, () => WireDiagnostic),
});

export const ReadResourceRequest = message({
  typeName: string(1),
  currentState: nested(2, () => DynamicValue),
  private: bytes(3),
  currentIdentity: nested(6, () => IdentityData),
});
export const ReadResourceResponse = message({
  newState: nested(1, () => DynamicValue),
  diagnostics: repeated(2, () => WireDiagnostic),
  private: bytes(3),
  newIdentity: nested(5, () => IdentityData),
});

export const PlanResourceChangeRequest = message({
  typeName: string(1),
  priorState: nested(2, () => DynamicValue),
  proposedNewState: nested(3, () => DynamicValue),
  config: nested(4, () => DynamicValue),
  priorPrivate: bytes(5),
  priorIdentity: nested(8, () => IdentityData),
});
export const PlanResourceChangeResponse = message({
  plannedState: nested(1, () => DynamicValue),
  requiresReplace: repeated(2, () => AttributePath),
  plannedPrivate: bytes(3),
  diagnostics: repeated(4, () => WireDiagnostic),
  plannedIdentity: nested(7, () => IdentityData),
});

export const ApplyResourceChangeRequest = message({
  typeName: string(1),
  priorState: nested(2, () => DynamicValue),
  plannedState: nested(3, () => DynamicValue),
  config: nested(4, () => DynamicValue),
  plannedPrivate: bytes(5),
  plannedIdentity: nested(7, () => IdentityData),
});
export const ApplyResourceChangeResponse = message({
  newState: nested(1, () => DynamicValue),
  private: bytes(2),
  diagnostics: repeated(3, () => WireDiagnostic),
  newIdentity: nested(5, () => IdentityData),
});

export const ImportResourceStateRequest = message({
  typeName: string(1),
  id: string(2),
  identity: nested(4, () => IdentityData),
});
const ImportedResource = message({
  typeName: string(1),
  state: nested(2, () => DynamicValue),
  private: bytes(3),
  identity: nested(4, () => IdentityData),
});
export const ImportResourceStateResponse = message({
  importedResources: repeated(1, () => ImportedResource),
  diagnostics: repeated(2, () => WireDiagnostic),
});

export const MoveResourceStateRequest = message({
  sourceProviderAddress: string(1),
  sourceTypeName: string(2),
  targetTypeName: string(5),
});
export const MoveResourceStateResponse = message({
  targetState: nested(1, () => DynamicValue),
  diagnostics: repeated(2, () => WireDiagnostic),
});

export const GenerateResourceConfigRequest = message({
  typeName: string(1),
  state: nested(2, () => DynamicValue),
});
export const GenerateResourceConfigResponse = message({
  config: nested(1, () => DynamicValue),
  diagnostics: repeated(2, () => WireDiagnostic),
});
