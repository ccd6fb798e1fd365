// A provider that has one of everything and remembers all that it was asked, for tests in the same process.
import {
  type Action,
  type Attribute,
  DiagnosticsError,
  Dynamic,
  ExactNumber,
  FunctionError,
  isUnknown,
  type Listed,
  type ListResource,
  type PlanRequest,
  type Provider,
  type Resource,
  unknown,
  type Value,
  type ValueMap,
} from "../../../provider/protocol/index.ts";

/** What the provider made of its configuration, and all that happened since it was made. */
export interface World {
  readonly journal: Entry[];
  /** Objects by id, for list resources, and for what reads find. */
  readonly objects: Map<string, ValueMap>;
  /** Answers of the next calls, by the name of the operation: run in its place. */
  readonly instead: Map<string, (...args: readonly never[]) => unknown>;
  counter: number;
}

export interface Entry {
  readonly operation: string;
  readonly request: unknown;
}

export function newWorld(): World {
  return { journal: [], objects: new Map(), instead: new Map(), counter: 0 };
}

const text = { type: "string" } as const;
const leaf: Readonly<Record<string, Attribute>> = {
  name: { ...text, optional: true },
  made: { ...text, computed: true },
};

export const thingSchema = {
  version: 2,
  attributes: {
    id: { ...text, computed: true },
    text: { ...text, optional: true },
    fallback: { ...text, optional: true, computed: true },
    replaced_by: { ...text, optional: true },
    number: { type: "number", optional: true },
    flag: { type: "bool", optional: true },
    texts: { type: ["list", "string"], optional: true },
    numbers: { type: ["set", "number"], optional: true },
    labels: { type: ["map", "string"], optional: true },
    object: { type: ["object", { a: "string", n: "number" }], optional: true },
    tuple: { type: ["tuple", ["string", "number"]], optional: true },
    matrix: { type: ["list", ["map", ["set", "string"]]], optional: true },
    anything: { type: "dynamic", optional: true },
    secret: { ...text, optional: true, sensitive: true },
    password: { ...text, optional: true, writeOnly: true },
    one: {
      nested: { nesting: "single", attributes: { ...leaf, hidden: { ...text, optional: true, writeOnly: true } } },
      optional: true,
    },
    many: { nested: { nesting: "list", attributes: leaf }, optional: true },
    some: { nested: { nesting: "set", attributes: leaf }, optional: true },
    named: { nested: { nesting: "map", attributes: leaf }, optional: true },
  },
  blocks: {
    single: { nesting: "single", schema: { attributes: leaf } },
    repeated: {
      nesting: "list",
      schema: { attributes: leaf, blocks: { inner: { nesting: "list", schema: { attributes: leaf } } } },
    },
    unordered: { nesting: "set", schema: { attributes: leaf } },
  },
} as const satisfies Resource<World>["schema"];

/** Keeps what is there; what is computed and null becomes unknown when anything changes. */
function plannedFrom({ prior, proposed, config }: PlanRequest): ValueMap | null {
  if (!proposed || !config) return null;
  if (prior && sameExceptSecrets(prior, proposed)) return prior;
  const planned: Record<string, Value> = { ...proposed };
  if (proposed.id === null) planned.id = unknown;
  if (config.fallback === null) planned.fallback = prior?.fallback ?? unknown;
  return withMade(planned, unknown);
}

function sameExceptSecrets(one: ValueMap, other: ValueMap): boolean {
  const shown = (value: ValueMap) =>
    JSON.stringify({ ...value, password: null }, (key, inner: unknown) => {
      if (key === "hidden") return null;
      if (typeof inner === "bigint") return `${inner}n`;
      if (isUnknown(inner as Value)) return { unknown: true };
      return inner instanceof ExactNumber ? inner.decimal : inner;
    });
  return shown(one) === shown(other);
}

/** Every `made` that is null, however deep, as `made`. */
function withMade(value: ValueMap, made: Value): ValueMap {
  const changed: Record<string, Value> = Object.create(null);
  for (const [key, inner] of Object.entries(value)) {
    changed[key] = key === "made" && (inner === null || isUnknown(inner)) ? made : inside(inner, made);
  }
  return changed;
}

function inside(value: Value, made: Value): Value {
  if (value instanceof Dynamic || value instanceof ExactNumber || isUnknown(value)) return value;
  if (Array.isArray(value)) return value.map((one: Value) => inside(one, made));
  return typeof value === "object" && value !== null ? withMade(value as ValueMap, made) : value;
}

function thing(world: World): Resource<World> {
  /** Does what a test has put in place for the next call, else what is usual. */
  const noted = <Result>(operation: string, request: unknown, usual: () => Result): Result => {
    world.journal.push({ operation, request });
    const instead = world.instead.get(operation);
    if (!instead) return usual();
    world.instead.delete(operation);
    return (instead as (request: unknown) => Result)(request);
  };
  return {
    schema: thingSchema,
    identity: { attributes: { id: { type: "string", importedBy: "required", description: "Its number." } } },
    validate: (config, call) => noted("validate", { config, call }, () => {}),
    upgrade: (raw, version) =>
      noted("upgrade", { raw, version }, () => {
        const old = raw as ValueMap;
        const blank = Object.fromEntries(Object.keys(thingSchema.attributes).map((name) => [name, null]));
        return {
          ...blank,
          single: null,
          repeated: [],
          unordered: [],
          id: old.id!,
          text: old.old_text!,
          number: old.number!,
        };
      }),
    declare: (state) => noted("declare", state, () => state),
    read: async (_client, stored, call) =>
      noted("read", { ...stored, call }, () => ({
        state: stored.state,
        identity: stored.state.id === null ? undefined : { id: stored.state.id! },
      })),
    plan: async (_client, request, call) =>
      noted("plan", { ...request, call }, () => ({
        planned: plannedFrom(request),
        requiresReplace: [["replaced_by"]],
      })),
    apply: async (_client, request, call) =>
      noted("apply", { ...request, call }, () => {
        if (!request.planned) {
          world.objects.delete(String(request.prior?.id));
          return { state: null };
        }
        world.counter += 1;
        const { id, fallback } = request.planned;
        const filled = {
          ...withMade(request.planned, `made-${world.counter}`),
          id: isUnknown(id) ? `thing-${world.counter}` : id!,
          fallback: isUnknown(fallback) ? "filled in" : fallback!,
        };
        world.objects.set(String(filled.id), filled);
        return { state: filled, private: Buffer.from(`notes ${world.counter}`), identity: { id: filled.id } };
      }),
    import: async (_client, by) =>
      noted("import", by, () => {
        const id = "id" in by ? by.id : String(by.identity.id);
        const state = world.objects.get(id);
        if (!state) {
          throw new DiagnosticsError([{ severity: "error", summary: `There is no thing "${id}"`, path: ["id"] }]);
        }
        return { state, identity: { id } };
      }),
  };
}

function things(world: World): ListResource<World> {
  return {
    schema: { attributes: { containing: { ...text, optional: true } } },
    async *list(_client, config, wish, call): AsyncIterable<Listed> {
      world.journal.push({ operation: "list", request: { config, wish } });
      try {
        for (const [id, state] of world.objects) {
          if (id.includes(String(config.containing ?? "")))
            yield { displayName: `Thing ${id}`, identity: { id }, state };
        }
        call.report({ severity: "warning", summary: "That was all" });
      } finally {
        world.journal.push({ operation: "list left", request: { aborted: call.signal.aborted } });
      }
    },
  };
}

function shout(world: World): Action<World> {
  return {
    schema: { attributes: { words: { type: ["list", "string"], required: true } } },
    async plan(_client, config) {
      world.journal.push({ operation: "plan action", request: config });
    },
    async invoke(_client, config, progress) {
      for (const word of config.words as readonly string[]) {
        if (word === "fail") throw new DiagnosticsError([{ severity: "error", summary: "Hoarse", path: ["words"] }]);
        progress(word.toUpperCase());
        await new Promise(setImmediate);
      }
    },
  };
}

/** The provider, in a world of its own. */
export function exerciseProvider(world: World): Provider<World> {
  return {
    name: "exercise",
    version: "1.0.0",
    schema: {
      description: "Tries the *protocol*.",
      attributes: {
        endpoint: { ...text, optional: true, description: "May be unknown." },
        token: { ...text, optional: true, sensitive: true, deprecated: "Use `endpoint`." },
      },
    },
    validate: (config) => void world.journal.push({ operation: "validate provider", request: config }),
    configure: (config, context) => {
      world.journal.push({ operation: "configure", request: { config, ...context } });
      return world;
    },
    resources: { exercise_thing: thing(world) },
    listResources: { exercise_thing: things(world) },
    actions: { exercise_shout: shout(world) },
    dataSources: {
      exercise_echo: {
        schema: {
          attributes: { input: { type: "dynamic", required: true }, output: { type: "dynamic", computed: true } },
        },
        read: async (_client, config) => ({ input: config.input!, output: config.input! }),
      },
    },
    ephemeralResources: {
      exercise_lease: {
        schema: {
          attributes: {
            seconds: { type: "number", optional: true },
            token: { ...text, computed: true, sensitive: true },
          },
        },
        open: async (_client, config) => {
          world.counter += 1;
          world.journal.push({ operation: "open", request: config });
          const lease = `lease-${world.counter}`;
          const renewAt = config.seconds === null ? {} : { renewAt: Date.now() + Number(config.seconds) * 1000 };
          const token = Number(config.seconds) < 0 ? 5 : `token-of-${lease}`;
          return { result: { ...config, token }, private: Buffer.from(lease), ...renewAt };
        },
        renew: async (_client, notes) => {
          world.journal.push({ operation: "renew", request: String(notes) });
          return {};
        },
        close: async (_client, notes) => {
          world.journal.push({ operation: "close", request: String(notes) });
        },
      },
    },
    functions: {
      echo: {
        summary: "Its argument",
        description: "Says it *again*.",
        parameters: [{ name: "value", type: "dynamic", allowNull: true, allowUnknown: true }],
        returns: "dynamic",
        call: ([value]) => value!,
      },
      join: {
        summary: "Texts with something between",
        parameters: [{ name: "between", type: "string", description: "What is between." }],
        variadic: { name: "texts", type: "string", allowNull: true },
        returns: "string",
        call: ([between, ...texts]) => {
          if (between === "") throw new FunctionError("must not be empty", 0);
          if (between === "defect") throw new TypeError("x is not a function");
          return texts.map((one) => one ?? "null").join(String(between));
        },
      },
    },
  };
}
