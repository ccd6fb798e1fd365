import { codes, StatusError } from "../grpc/status.ts";
import type { IdentitySchema, Schema } from "../schema.ts";
import type { Type, Value, ValueMap } from "../value.ts";
import { decode } from "../values/decode.ts";
import { encode, type Knowledge } from "../values/encode.ts";
import { fromJson, parseJson } from "../values/json.ts";
import { MismatchError } from "../values/mismatch.ts";
import { typeOfIdentity, typeOfSchema } from "../values/type-of-schema.ts";
import { MalformedError } from "../wire/bytes.ts";
import { pathText } from "./diagnostics.ts";

export interface WireValue {
  readonly msgpack: Uint8Array;
  readonly json: Uint8Array;
}

/** A value as the client sent it. Nothing at all is null: OpenTofu sends the null arguments of functions so. */
export function received(wire: WireValue | undefined, type: Type): Value {
  if (!wire) return null;
  try {
    if (wire.msgpack.length > 0) return decode(wire.msgpack, type);
    return wire.json.length > 0 ? fromJson(parseJson(wire.json), type) : null;
  } catch (error) {
    if (error instanceof MalformedError) throw new StatusError(codes.invalidArgument, error.message);
    if (!(error instanceof MismatchError)) throw error;
    const { path, message } = error;
    throw new StatusError(codes.invalidArgument, `a value does not fit the schema at "${pathText(path)}": ${message}`);
  }
}

export function receivedObject(wire: WireValue | undefined, schema: Schema): ValueMap | null {
  const value = received(wire, typeOfSchema(schema));
  return value === null ? null : whole(value);
}

/** A configuration, which is never null. */
export function receivedConfig(wire: WireValue | undefined, schema: Schema): ValueMap {
  return whole(received(wire, typeOfSchema(schema)));
}

export function receivedIdentity(
  wire: { readonly identityData: WireValue | undefined } | undefined,
  schema: IdentitySchema | undefined,
): ValueMap | undefined {
  if (!wire?.identityData || !schema) return undefined;
  const value = received(wire.identityData, typeOfIdentity(schema));
  return value === null ? undefined : whole(value);
}

export function sent(value: Value, type: Type, knowledge: Knowledge): { readonly msgpack: Uint8Array } {
  return { msgpack: encode(value, type, knowledge) };
}

export function sentObject(value: ValueMap | null, schema: Schema, knowledge: Knowledge) {
  return sent(value, typeOfSchema(schema), knowledge);
}

export function sentIdentity(value: ValueMap | undefined, schema: IdentitySchema | undefined, knowledge: Knowledge) {
  if (!value || !schema) return undefined;
  return { identityData: sent(value, typeOfIdentity(schema), knowledge) };
}

/** Empty on the wire is none. */
export function receivedBytes(bytes: Uint8Array | undefined): Uint8Array | undefined {
  return bytes && bytes.length > 0 ? bytes : undefined;
}

function whole(value: Value): ValueMap {
  if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === null) return value as ValueMap;
  throw new StatusError(codes.invalidArgument, "a whole object is needed, and it is null or unknown");
}
