// What Terraform and OpenTofu write, as far as tests look into it.

/** The raw state file, as far as tests look into it. */
export interface StateFile {
  readonly outputs: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly mode: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>>; readonly status?: string }[];
  }[];
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
