// What a provider is written with. Everything else in this folder is how it is done.
export { type Diagnostic, DiagnosticsError, type Path } from "./diagnostics.ts";
export * from "./provider.ts";
export { type Reattached, type ReattachOptions, serveReattached } from "./reattach.ts";
export type { Attribute, Block, IdentitySchema, Schema } from "./schema.ts";
export { schemaProblems } from "./schema-check.ts";
export { type SchemaJsonOptions, schemaJson } from "./schema-json.ts";
export { type ServeOptions, serve } from "./serve.ts";
export * from "./value.ts";
