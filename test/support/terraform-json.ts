// What Terraform and OpenTofu write, as far as tests look into it.

/** The raw state file, as far as tests look into it. */
export interface StateFile {
  readonly outputs: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
  readonly resources: readonly StateResource[];
}

/** One resource of a state, with all its objects. */
export interface StateResource {
  readonly module?: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly instances: readonly StateInstance[];
}

/** One object of a state. */
export interface StateInstance {
  readonly index_key?: string | number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status?: "tainted";
  readonly deposed?: string;
  /** Since Terraform and OpenTofu 1.12. */
  readonly identity?: Readonly<Record<string, unknown>>;
}

/** The present objects of a state by their addresses: `module.a.tok_api_key.b["c"]`. */
export function objectsByAddress(state: StateFile | undefined): ReadonlyMap<string, StateInstance> {
  return new Map(
    (state?.resources ?? []).flatMap(({ module, mode, type, name, instances }) =>
      instances
        .filter(({ deposed }) => deposed === undefined)
        .map((instance): [string, StateInstance] => {
          const index = instance.index_key === undefined ? "" : `[${JSON.stringify(instance.index_key)}]`;
          const parts = [module, mode === "data" ? "data" : undefined, type, `${name}${index}`];
          return [parts.filter((part) => part !== undefined).join("."), instance];
        }),
    ),
  );
}

/** A plan, as far as tests look into it. */
export interface PlanJson {
  readonly resource_changes?: readonly ResourceChange[];
  /** What the refresh found changed. */
  readonly resource_drift?: readonly ResourceChange[];
}

/** What a plan would do to one object. */
export interface ResourceChange {
  readonly address: string;
  readonly mode: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly importing?: { readonly id?: string };
  };
}
