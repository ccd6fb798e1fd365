// The exercise provider in this process, and our own client that is connected to it.
import {
  type IdentitySchema,
  type Schema,
  serveReattached,
  type ValueMap,
} from "../../../../provider/protocol/index.ts";
import { decode } from "../../../../provider/protocol/values/decode.ts";
import { encode } from "../../../../provider/protocol/values/encode.ts";
import { typeOfIdentity, typeOfSchema } from "../../../../provider/protocol/values/type-of-schema.ts";
import { type Client, connect, type Draft, type Fields } from "../client.ts";
import { exerciseProvider, newWorld, thingSchema, type World } from "../exercise.ts";

export interface Attached extends AsyncDisposable {
  readonly world: World;
  readonly client: Client;
  readonly socket: string;
  readonly log: readonly string[];
  /** Another connection to the same provider. */
  connect(): Promise<Client>;
}

/** Connected, and configured unless a test wishes to do that itself. */
export async function attach({ configured = true } = {}): Promise<Attached> {
  const world = newWorld();
  const log: string[] = [];
  const reattached = await serveReattached(exerciseProvider(world), {
    log: { write: (line) => log.push(line), level: "error" },
  });
  const { Addr } = Object.values(JSON.parse(reattached.reattach) as Record<string, { Addr: { String: string } }>)[0]!;
  const clients: Client[] = [];
  const another = async () => {
    const client = await connect(Addr.String);
    clients.push(client);
    return client;
  };
  const client = await another();
  if (configured) await configure(client);
  return {
    world,
    client,
    log,
    socket: Addr.String,
    connect: another,
    [Symbol.asyncDispose]: async () => {
      for (const one of clients) one.close();
      reattached.close();
    },
  };
}

export async function configure(client: Client): Promise<void> {
  const config = exerciseProvider(newWorld()).schema;
  await client.call("ConfigureProvider", { 1: "1.14.0", 2: value({ endpoint: null, token: null }, config) });
}

/** A DynamicValue, by msgpack. */
export function value(map: ValueMap | null, schema: Schema): Draft {
  return { 1: encode(map, typeOfSchema(schema), "maybe unknown") };
}

export function identity(map: ValueMap, schema: IdentitySchema): Draft {
  return { 1: { 1: encode(map, typeOfIdentity(schema), "known") } };
}

/** What a DynamicValue in an answer holds. */
export function shownValue(fields: Fields | undefined, schema: Schema): ValueMap | null {
  const bytes = fields?.bytes(1);
  return bytes ? (decode(bytes, typeOfSchema(schema)) as ValueMap) : null;
}

/** A whole thing, with nulls where nothing is said. */
export function wholeThing(some: ValueMap): ValueMap {
  const blank = Object.fromEntries(Object.keys(thingSchema.attributes).map((name) => [name, null]));
  return { ...blank, single: null, repeated: [], unordered: [], ...some };
}
