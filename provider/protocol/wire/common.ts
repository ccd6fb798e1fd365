import {
  bool,
  bytes,
  integer,
  message,
  nested,
  optionalInteger,
  optionalString,
  repeated,
  string,
} from "./protobuf.ts";

// Numbers and types are those of tfplugin6; names are ours, since only the numbers travel.

export const Empty = message({});

/** A value, as msgpack or (where somebody prefers it) JSON. Neither: null. */
export const DynamicValue = message({ msgpack: bytes(1), json: bytes(2) });

/** State as it is stored. `flatmap` is how Terraform 0.11 did it. */
const FlatmapEntry = message({ key: string(1), value: string(2) });
export const RawState = message({ json: bytes(1), flatmap: repeated(2, () => FlatmapEntry) });

export const IdentityData = message({ identityData: nested(1, () => DynamicValue) });

/** Exactly one is set. */
const Step = message({
  attributeName: optionalString(1),
  elementKeyString: optionalString(2),
  elementKeyInt: optionalInteger(3),
});
export const AttributePath = message({ steps: repeated(1, () => Step) });

export const severities = { error: 1, warning: 2 } as const;

export const WireDiagnostic = message({
  severity: integer(1),
  summary: string(2),
  detail: string(3),
  attribute: nested(4, () => AttributePath),
});

/** What most calls answer when there is nothing else to say. */
export const DiagnosticsOnly = message({ diagnostics: repeated(1, () => WireDiagnostic) });

export const ClientCapabilities = message({
  deferralAllowed: bool(1),
  writeOnlyAttributesAllowed: bool(2),
  storePlannedPrivate: bool(3),
  computedBlocksAllowed: bool(4),
});

export const ServerCapabilities = message({
  planDestroy: bool(1),
  getProviderSchemaOptional: bool(2),
  moveResourceState: bool(3),
  generateResourceConfig: bool(4),
});

export const Timestamp = message({ seconds: integer(1), nanos: integer(2) });
