// What jsii writes about a library, as far as we read it (.jsii, schema jsii/0.10.0).

export interface Assembly {
  readonly types: Readonly<Record<string, Type>>;
}

export interface Docs {
  readonly summary?: string;
  readonly remarks?: string;
  readonly default?: string;
  readonly returns?: string;
  readonly see?: string;
}

/** A class, an interface or an enum. */
export interface Type {
  readonly name: string;
  readonly fqn: string;
  /** The submodule; absent for what the entry exports itself. */
  readonly namespace?: string;
  readonly kind: "class" | "interface" | "enum";
  /** A props interface. */
  readonly datatype?: boolean;
  readonly abstract?: boolean;
  readonly base?: string;
  readonly interfaces?: readonly string[];
  readonly docs?: Docs;
  readonly initializer?: { readonly docs?: Docs; readonly parameters?: readonly Parameter[] };
  readonly methods?: readonly Method[];
  readonly properties?: readonly Property[];
  readonly members?: readonly { readonly name: string; readonly docs?: Docs }[];
}

export interface Method {
  readonly name: string;
  readonly static?: boolean;
  readonly docs?: Docs;
  readonly parameters?: readonly Parameter[];
  readonly returns?: { readonly type: Reference; readonly optional?: boolean };
}

export interface Parameter {
  readonly name: string;
  readonly type: Reference;
  readonly optional?: boolean;
  readonly variadic?: boolean;
  readonly docs?: Docs;
}

export interface Property {
  readonly name: string;
  readonly type: Reference;
  readonly optional?: boolean;
  readonly static?: boolean;
  readonly docs?: Docs;
}

export type Reference =
  | { readonly primitive: string }
  | { readonly fqn: string }
  | { readonly collection: { readonly kind: "array" | "map"; readonly elementtype: Reference } }
  | { readonly union: { readonly types: readonly Reference[] } };
