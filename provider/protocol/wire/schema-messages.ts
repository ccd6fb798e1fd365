import { ServerCapabilities, WireDiagnostic } from "./common.ts";
import { bool, bytes, entries, integer, type Message, message, nested, repeated, string } from "./protobuf.ts";

export const nestingModes = { single: 1, list: 2, set: 3, map: 4 } as const;

/** Plain text is 0. */
export const markdown = 1;

export interface WireAttribute {
  readonly name: string;
  readonly type: Uint8Array;
  readonly description: string;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  readonly descriptionKind: number;
  readonly deprecated: boolean;
  readonly nestedType: WireObject | undefined;
  readonly writeOnly: boolean;
  readonly deprecationMessage: string;
}

export interface WireObject {
  readonly attributes: readonly WireAttribute[];
  readonly nesting: number;
}

export interface WireBlock {
  readonly attributes: readonly WireAttribute[];
  readonly blockTypes: readonly WireNestedBlock[];
  readonly description: string;
  readonly descriptionKind: number;
  readonly deprecated: boolean;
  readonly deprecationMessage: string;
}

export interface WireNestedBlock {
  readonly typeName: string;
  readonly block: WireBlock | undefined;
  readonly nesting: number;
  readonly minItems: number;
  readonly maxItems: number;
}

const AttributeMessage: Message<WireAttribute> = message({
  name: string(1),
  type: bytes(2),
  description: string(3),
  required: bool(4),
  optional: bool(5),
  computed: bool(6),
  sensitive: bool(7),
  descriptionKind: integer(8),
  deprecated: bool(9),
  nestedType: nested(10, () => ObjectMessage),
  writeOnly: bool(11),
  deprecationMessage: string(12),
});

const ObjectMessage: Message<WireObject> = message({
  attributes: repeated(1, () => AttributeMessage),
  nesting: integer(3),
});

const BlockMessage: Message<WireBlock> = message({
  attributes: repeated(2, () => AttributeMessage),
  blockTypes: repeated(3, () => NestedBlockMessage),
  description: string(4),
  descriptionKind: integer(5),
  deprecated: bool(6),
  deprecationMessage: string(7),
});

const NestedBlockMessage: Message<WireNestedBlock> = message({
  typeName: string(1),
  block: nested(2, () => BlockMessage),
  nesting: integer(3),
  minItems: integer(4),
  maxItems: integer(5),
});

export const SchemaMessage = message({ version: integer(1), block: nested(2, () => BlockMessage) });

const ActionSchema = message({ schema: nested(1, () => SchemaMessage) });

const ParameterMessage = message({
  name: string(1),
  type: bytes(2),
  allowNullValue: bool(3),
  allowUnknownValues: bool(4),
  description: string(5),
  descriptionKind: integer(6),
});

const ReturnMessage = message({ type: bytes(1) });

export const FunctionMessage = message({
  parameters: repeated(1, () => ParameterMessage),
  variadicParameter: nested(2, () => ParameterMessage),
  return: nested(3, () => ReturnMessage),
  summary: string(4),
  description: string(5),
  descriptionKind: integer(6),
  deprecationMessage: string(7),
});

export const GetProviderSchemaResponse = message({
  provider: nested(1, () => SchemaMessage),
  resourceSchemas: entries(2, () => SchemaMessage),
  dataSourceSchemas: entries(3, () => SchemaMessage),
  diagnostics: repeated(4, () => WireDiagnostic),
  providerMeta: nested(5, () => SchemaMessage),
  serverCapabilities: nested(6, () => ServerCapabilities),
  functions: entries(7, () => FunctionMessage),
  ephemeralResourceSchemas: entries(8, () => SchemaMessage),
  listResourceSchemas: entries(9, () => SchemaMessage),
  actionSchemas: entries(11, () => ActionSchema),
});

const TypeName = message({ typeName: string(1) });
const FunctionName = message({ name: string(1) });

export const GetMetadataResponse = message({
  serverCapabilities: nested(1, () => ServerCapabilities),
  diagnostics: repeated(2, () => WireDiagnostic),
  dataSources: repeated(3, () => TypeName),
  resources: repeated(4, () => TypeName),
  functions: repeated(5, () => FunctionName),
  ephemeralResources: repeated(6, () => TypeName),
  listResources: repeated(7, () => TypeName),
  actions: repeated(9, () => TypeName),
});

export const GetFunctionsResponse = message({
  functions: entries(1, () => FunctionMessage),
  diagnostics: repeated(2, () => WireDiagnostic),
});

const IdentityAttribute = message({
  name: string(1),
  type: bytes(2),
  requiredForImport: bool(3),
  optionalForImport: bool(4),
  description: string(5),
});

const IdentitySchemaMessage = message({
  version: integer(1),
  identityAttributes: repeated(2, () => IdentityAttribute),
});

export const GetResourceIdentitySchemasResponse = message({
  identitySchemas: entries(1, () => IdentitySchemaMessage),
  diagnostics: repeated(2, () => WireDiagnostic),
});
