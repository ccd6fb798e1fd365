import type { Diagnostic, Path } from "./diagnostics.ts";
import type { IdentitySchema, Schema } from "./schema.ts";
import type { Type, Value, ValueMap } from "./value.ts";

/** Given to every operation. */
export interface Call {
  /** Aborts when the user pressed ^C or the client went away: finish soon, and answer what is true by then. */
  readonly signal: AbortSignal;
  /** Shown to the user beside the answer. May be called any number of times, also before an error is thrown. */
  report(diagnostic: Diagnostic): void;
  /** A line of the provider's log (TF_LOG). Never a secret; fields are flat. */
  log(level: LogLevel, message: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
}
export type LogLevel = "trace" | "debug" | "info" | "warn" | "error";

/**
 * A whole provider. `Client` is what {@link Provider.configure} made of the provider block; operations that the client of
 * the protocol may call before that get `undefined`.
 */
export interface Provider<Client> {
  /** The short name: resources begin with `name_`. */
  readonly name: string;
  readonly version: string;
  readonly schema: Schema;
  /** Values may be unknown. Must not call out. */
  validate?(config: ValueMap, call: Call): void | Promise<void>;
  /** Values may be unknown while planning; complain when something is needed, not here. */
  configure(config: ValueMap, context: { readonly terraformVersion: string }, call: Call): Client | Promise<Client>;
  readonly resources?: Readonly<Record<string, Resource<Client>>>;
  readonly dataSources?: Readonly<Record<string, DataSource<Client>>>;
  readonly ephemeralResources?: Readonly<Record<string, EphemeralResource<Client>>>;
  readonly functions?: Readonly<Record<string, ProviderFunction>>;
  readonly listResources?: Readonly<Record<string, ListResource<Client>>>;
  readonly actions?: Readonly<Record<string, Action<Client>>>;
}

/** An object of the resource as it is stored. */
export interface Stored {
  /** Wholly known; write-only attributes are null. Null: there is no such object. */
  readonly state: ValueMap | null;
  /** The provider's own notes beside the state: at most a few KB, in clear in the state file, so never a secret. */
  readonly private?: Uint8Array | undefined;
  readonly identity?: ValueMap | undefined;
}

/** A resource that is created, changed and destroyed. */
export interface Resource<Client> {
  readonly schema: Schema;
  readonly identity?: IdentitySchema;
  /** Values may be unknown. Must not call out. */
  validate?(config: ValueMap, call: Call): void | Promise<void>;
  /** A state of an older `schema.version`, as parsed JSON (numbers beyond 2^53 are ExactNumber or bigint), in the present shape. */
  upgrade?(raw: Value, version: number, call: Call): ValueMap | Promise<ValueMap>;
  /** What there really is; a null state means that it is gone. An error keeps the stored state. */
  read(client: Client, stored: Stored & { readonly state: ValueMap }, call: Call): Promise<Stored>;
  /** What apply would make of it. Called for a destruction too, with `proposed: null`. */
  plan(client: Client, request: PlanRequest, call: Call): Promise<PlanResponse>;
  /** Makes it so. `prior: null` creates, `planned: null` destroys. See {@link ApplyFailure} for a half-done change. */
  apply(client: Client, request: ApplyRequest, call: Call): Promise<Stored>;
  /** Finds an existing object. What tells which one it is suffices as its state: `read` follows and fills in the rest. */
  import?(
    client: Client,
    by: { readonly id: string } | { readonly identity: ValueMap },
    call: Call,
  ): Promise<Stored & { readonly state: ValueMap }>;
  /**
   * How an imported object would be declared, for `-generate-config-out`: its state, with arguments that the state does not
   * hold. What cannot be set is left out by the library. Default: the state.
   */
  declare?(state: ValueMap): ValueMap | Promise<ValueMap>;
}

export interface PlanRequest {
  /** Null when the object is to be destroyed. */
  readonly config: ValueMap | null;
  /** Null when it is to be created. */
  readonly prior: ValueMap | null;
  /** `config`, with the prior value put in where the user says nothing and the provider computes. */
  readonly proposed: ValueMap | null;
  readonly private: Uint8Array | undefined;
  readonly identity: ValueMap | undefined;
}

export interface PlanResponse {
  /** Equal to `config` where that is set; write-only attributes are put to null by the library. */
  readonly planned: ValueMap | null;
  /** A change here makes a new object of it. */
  readonly requiresReplace?: readonly Path[];
  /** Handed to apply. */
  readonly private?: Uint8Array | undefined;
  readonly identity?: ValueMap | undefined;
}

export interface ApplyRequest {
  /** Wholly known, with the write-only values; null for a destruction. */
  readonly config: ValueMap | null;
  readonly prior: ValueMap | null;
  readonly planned: ValueMap | null;
  readonly private: Uint8Array | undefined;
  readonly identity: ValueMap | undefined;
}

/**
 * Thrown by apply when a change failed half-way: `stored` is what is true now and is kept. A create that failed after the
 * object was made keeps it as tainted that way; `stored.state: null` keeps nothing.
 */
export class ApplyFailure extends Error {
  readonly diagnostics: readonly Diagnostic[];
  readonly stored: Stored;

  constructor(diagnostics: readonly Diagnostic[], stored: Stored) {
    super(diagnostics.map(({ summary }) => summary).join("; "));
    this.name = "ApplyFailure";
    this.diagnostics = diagnostics;
    this.stored = stored;
  }
}

/** Something that is only looked up. */
export interface DataSource<Client> {
  readonly schema: Schema;
  validate?(config: ValueMap, call: Call): void | Promise<void>;
  /** `config` is wholly known; the answer repeats it and fills in the rest. */
  read(client: Client, config: ValueMap, call: Call): Promise<ValueMap>;
}

/** Something that lives for one run only and is never stored. */
export interface EphemeralResource<Client> {
  readonly schema: Schema;
  validate?(config: ValueMap, call: Call): void | Promise<void>;
  open(client: Client, config: ValueMap, call: Call): Promise<Opened>;
  /** Called at `renewAt`. */
  renew?(client: Client, notes: Uint8Array | undefined, call: Call): Promise<Omit<Opened, "result">>;
  /** Always called for what was opened, with the notes of `open`, also after errors. */
  close?(client: Client, notes: Uint8Array | undefined, call: Call): Promise<void>;
}

export interface Opened {
  readonly result: ValueMap;
  /** Milliseconds since 1970. */
  readonly renewAt?: number;
  readonly private?: Uint8Array;
}

/** A pure function, called as `provider::NAME::…`. Never sees the configuration. */
export interface ProviderFunction {
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly Parameter[];
  /** Takes any number of further arguments. */
  readonly variadic?: Parameter;
  readonly returns: Type;
  /** Variadic arguments are appended. Throw {@link FunctionError} for bad input. */
  call(args: readonly Value[]): Value;
}

export interface Parameter {
  readonly name: string;
  readonly type: Type;
  readonly description?: string;
  readonly allowNull?: boolean;
  readonly allowUnknown?: boolean;
}

/** What is wrong with the arguments of a function. */
export class FunctionError extends Error {
  /** Counted from 0. */
  readonly argument: number | undefined;

  constructor(message: string, argument?: number) {
    super(message);
    this.name = "FunctionError";
    this.argument = argument;
  }
}

/** Lists objects of the managed resource of the same name (`terraform query`). */
export interface ListResource<Client> {
  /** Of the `config` block. */
  readonly schema: Schema;
  validate?(config: ValueMap, call: Call): void | Promise<void>;
  /** Ends early when the client has enough: then the iteration is left. */
  list(
    client: Client,
    config: ValueMap,
    wish: { readonly state: boolean; readonly limit: number | undefined },
    call: Call,
  ): AsyncIterable<Listed>;
}

export interface Listed {
  readonly displayName: string;
  readonly identity: ValueMap;
  /** Sent only where the client asked for whole objects (`wish.state`). */
  readonly state?: ValueMap;
}

/** Does something once (`terraform apply -invoke`, or triggered by a resource's life). All attributes are input. */
export interface Action<Client> {
  readonly schema: Schema;
  validate?(config: ValueMap, call: Call): void | Promise<void>;
  /** Values may be unknown. */
  plan?(client: Client, config: ValueMap, call: Call): Promise<void>;
  invoke(client: Client, config: ValueMap, progress: (message: string) => void, call: Call): Promise<void>;
}
