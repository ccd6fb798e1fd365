import type { Type } from "./value.ts";

/** What a resource, data source, provider block, … looks like in a configuration. */
export interface Schema {
  /** Of the stored state; raise it when the shape changes, and upgrade older ones. Default: 0. */
  readonly version?: number;
  /** Markdown, for the documentation. */
  readonly description?: string;
  /** Why it should not be used any more. */
  readonly deprecated?: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks?: Readonly<Record<string, Block>>;
}

interface AttributeTraits {
  /** Markdown, for the documentation and editors. */
  readonly description?: string;
  readonly deprecated?: string;
  /** The user must set it. */
  readonly required?: boolean;
  /** The user may set it. */
  readonly optional?: boolean;
  /** The provider fills it in where the user does not. */
  readonly computed?: boolean;
  /** Masked in the client's output; it is still in state. */
  readonly sensitive?: boolean;
  /** Never in plan or state; null outside of `config`. */
  readonly writeOnly?: boolean;
}

/** One attribute: of a plain type, or an object (or a collection of objects) with attributes of its own. */
export type Attribute = AttributeTraits &
  (
    | { readonly type: Type; readonly nested?: never }
    | {
        readonly type?: never;
        readonly nested: {
          readonly nesting: "single" | "list" | "set" | "map";
          readonly attributes: Readonly<Record<string, Attribute>>;
        };
      }
  );

/** A nested block, `name { … }`. Prefer nested attributes; blocks are for what users expect as one. */
export interface Block {
  readonly nesting: "single" | "list" | "set";
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly schema: Omit<Schema, "version">;
}

/** Names one object apart from its state, for import by identity and for listing. A flat set of plain values. */
export interface IdentitySchema {
  /** Default: 0. */
  readonly version?: number;
  /** An update may give an object another identity; else that is refused as a defect. Default: false. */
  readonly mutable?: boolean;
  readonly attributes: Readonly<
    Record<string, { readonly type: Type; readonly description?: string; readonly importedBy: "required" | "optional" }>
  >;
}
