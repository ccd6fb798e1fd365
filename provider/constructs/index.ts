/** The bindings that are generated from the provider's schema: each resource and data source as it is in HCL. */
export * as l1 from "./l1/index.ts";
