import type { Diagnostic } from "../../provider/protocol/diagnostics.ts";
import { DiagnosticsError } from "../../provider/protocol/diagnostics.ts";
import { ApplyFailure, type Call, type Resource, type Stored } from "../../provider/protocol/provider.ts";
import type { Attribute } from "../../provider/protocol/schema.ts";
import { isUnknown, type Value, type ValueMap } from "../../provider/protocol/value.ts";

/** One resource of a configuration, with what a client of the protocol does to it and demands of the answers. */
export class ManagedResource<Client> {
  readonly #resource: Resource<Client>;
  client: Client;
  /** As the state file would have it; undefined while there is nothing. */
  stored: (Stored & { readonly state: ValueMap }) | undefined;
  /** A create that failed half-way: the next apply would make a new one. */
  tainted = false;
  readonly warnings: Diagnostic[] = [];

  constructor(resource: Resource<Client>, client: Client) {
    this.#resource = resource;
    this.client = client;
  }

  get state(): ValueMap {
    if (!this.stored) throw new Error("nothing is stored");
    return this.stored.state;
  }

  /** What the user wrote, whole: what is left out is null. */
  config(written: object): ValueMap {
    return complete(this.#resource.schema.attributes, written as ValueMap);
  }

  async validate(written: object): Promise<readonly Diagnostic[]> {
    try {
      await this.#resource.validate?.(this.config(written), this.call());
      return [];
    } catch (error) {
      if (error instanceof DiagnosticsError) return error.diagnostics;
      throw error;
    }
  }

  /** Plans a change, or a destruction for null. */
  async plan(written: object | null) {
    const config = written && this.config(written);
    const prior = this.stored?.state ?? null;
    const proposed = config && proposedFrom(this.#resource.schema.attributes, config, prior);
    const { stored } = this;
    const answer = await this.#resource.plan(
      this.client,
      { config, prior, proposed, private: stored?.private, identity: stored?.identity },
      this.call(),
    );
    return { ...answer, config, prior, changes: JSON.stringify(answer.planned) !== JSON.stringify(prior) };
  }

  /** Plans and applies, as a whole `apply` does without the refresh. Throws what the provider throws; what it stored is kept. */
  async apply(written: object | null, signal?: AbortSignal): Promise<ValueMap | undefined> {
    if (written && this.tainted) await this.apply(null);
    const { config, prior, planned, requiresReplace = [], ...notes } = await this.plan(written);
    if (prior && planned && requiresReplace.length > 0) {
      await this.apply(null);
      return this.apply(written, signal);
    }
    const request = { config, prior, planned, private: notes.private, identity: notes.identity };
    try {
      this.#store(await this.#resource.apply(this.client, request, this.call(signal)));
      this.tainted = false;
    } catch (error) {
      if (error instanceof ApplyFailure) {
        this.#store(error.stored);
        this.tainted = !prior && error.stored.state !== null;
      }
      throw error;
    }
    if (planned) kept(planned, this.state, "");
    return this.stored?.state;
  }

  /** Looks what there really is; undefined if it is gone. */
  async refresh(): Promise<ValueMap | undefined> {
    this.#store(await this.#resource.read(this.client, this.stored!, this.call()));
    return this.stored?.state;
  }

  async import(by: { readonly id: string } | { readonly identity: ValueMap }): Promise<ValueMap | undefined> {
    this.stored = await this.#resource.import!(this.client, by, this.call());
    return this.refresh();
  }

  /** A call that keeps the warnings. */
  call(signal: AbortSignal = new AbortController().signal): Call {
    return { signal, report: (diagnostic) => void this.warnings.push(diagnostic), log: () => undefined };
  }

  #store(stored: Stored): void {
    if (stored.state) known(stored.state, "");
    this.stored = stored.state ? { ...stored, state: stored.state } : undefined;
  }
}

type Attributes = Readonly<Record<string, Attribute>>;

function complete(attributes: Attributes, written: ValueMap): ValueMap {
  const strange = Object.keys(written).filter((name) => !(name in attributes));
  if (strange.length > 0) throw new Error(`there is no attribute ${strange}`);
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [name, completeValue(attribute, written[name] ?? null)]),
  );
}

function completeValue({ nested }: Attribute, value: Value): Value {
  if (!nested || value === null || isUnknown(value)) return value;
  const each = (object: Value) => complete(nested.attributes, object as ValueMap);
  return Array.isArray(value) ? value.map(each) : each(value);
}

function proposedFrom(attributes: Attributes, config: ValueMap, prior: ValueMap | null): ValueMap {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { computed }]) => [
      name,
      computed && config[name] === null ? (prior?.[name] ?? null) : (config[name] ?? null),
    ]),
  );
}

/** What the plan knew is what came of it. */
function kept(planned: Value, made: Value, path: string): void {
  if (isUnknown(planned)) return;
  if (typeof planned !== "object" || planned === null) {
    if (!Object.is(planned, made)) throw new Error(`${path}: planned ${planned}, made ${JSON.stringify(made)}`);
    return;
  }
  const entries = Object.entries(planned as ValueMap);
  if (entries.length !== Object.keys((made ?? {}) as ValueMap).length) throw new Error(`${path}: another shape`);
  for (const [name, value] of entries) kept(value, (made as ValueMap)[name] ?? null, `${path}.${name}`);
}

function known(value: Value, path: string): void {
  if (isUnknown(value)) throw new Error(`${path} is not known after apply`);
  if (typeof value !== "object" || value === null) return;
  for (const [name, each] of Object.entries(value as ValueMap)) known(each, `${path}.${name}`);
}
