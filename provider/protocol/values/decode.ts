import { Dynamic, type ExactNumber, type Type, Unknown, unknown, type Value, type ValueMap } from "../value.ts";
import { ByteReader, MalformedError } from "../wire/bytes.ts";
import { MismatchError, within } from "./mismatch.ts";
import { parseNumber } from "./number.ts";
import { parseType } from "./type-json.ts";

/** The extension whose body says something about the unknown value; every other one is a plain unknown. */
export const refinedUnknown = 12;

/** A value of this type, from msgpack. */
export function decode(bytes: Uint8Array, type: Type): Value {
  const reader = new ByteReader(bytes);
  const value = read(reader, type);
  if (reader.remaining > 0) throw new MalformedError(`${reader.remaining} bytes after a value`);
  return value;
}

function read(reader: ByteReader, type: Type): Value {
  const head = reader.u8();
  if (head === 0xc0) return null;
  const extension = extensionLength(reader, head);
  if (extension !== undefined) return unknownOf(reader, extension);
  if (type === "string") return text(reader, head);
  if (type === "number") return number(reader, head);
  if (type === "bool") {
    if (head === 0xc2 || head === 0xc3) return head === 0xc3;
    throw wrong("true or false", head);
  }
  if (type === "dynamic") return dynamic(reader, head);
  const inner = type[1];
  if (type[0] === "list" || type[0] === "set") {
    return collect(arrayLength(reader, head), (index) => within(index, () => read(reader, inner as Type)));
  }
  if (type[0] === "tuple") {
    const types = inner as readonly Type[];
    const length = arrayLength(reader, head);
    if (length !== types.length) throw new MismatchError(`${types.length} elements are needed, ${length} are there`);
    return types.map((one, index) => within(index, () => read(reader, one)));
  }
  if (type[0] === "map") return record(reader, head, () => inner as Type);
  return object(reader, head, inner as Readonly<Record<string, Type>>);
}

function collect(length: number, one: (index: number) => Value): Value[] {
  const values: Value[] = [];
  for (let index = 0; index < length; index += 1) values.push(one(index));
  return values;
}

function record(reader: ByteReader, head: number, typeOf: (key: string) => Type): ValueMap {
  const values: Record<string, Value> = Object.create(null);
  for (let left = mapLength(reader, head); left > 0; left -= 1) {
    const key = text(reader, reader.u8());
    values[key] = within({ key }, () => read(reader, typeOf(key)));
  }
  return values;
}

function object(reader: ByteReader, head: number, types: Readonly<Record<string, Type>>): ValueMap {
  const values: Record<string, Value> = Object.create(null);
  for (let left = mapLength(reader, head); left > 0; left -= 1) {
    const name = text(reader, reader.u8());
    if (!Object.hasOwn(types, name)) throw new MismatchError(`there is no attribute "${name.slice(0, 100)}"`);
    values[name] = within(name, () => read(reader, types[name]!));
  }
  for (const name of Object.keys(types)) {
    if (values[name] === undefined) throw new MismatchError(`the attribute "${name}" is missing`);
  }
  return values;
}

/** A pair of a type, as JSON, and a value of it. */
function dynamic(reader: ByteReader, head: number): Dynamic {
  if (arrayLength(reader, head) !== 2) throw wrong("a type and a value", head);
  const type = parseType(binary(reader, reader.u8()).toString("utf8"));
  return new Dynamic(type, read(reader, type));
}

function number(reader: ByteReader, head: number): number | bigint | ExactNumber {
  if (head < 0x80) return head;
  if (head >= 0xe0) return head - 0x100;
  switch (head) {
    case 0xca:
      return real(reader.f32());
    case 0xcb:
      return real(reader.f64());
    case 0xcc:
      return reader.u8();
    case 0xcd:
      return reader.u16();
    case 0xce:
      return reader.u32();
    case 0xcf:
      return whole(reader.u64());
    case 0xd0:
      return reader.i8();
    case 0xd1:
      return reader.i16();
    case 0xd2:
      return reader.i32();
    case 0xd3:
      return whole(reader.i64());
    default:
      return parseNumber(text(reader, head, "a number"));
  }
}

/** A whole number beyond 2^53 arrives as the very number that a float holds, which only a bigint shows. */
function real(value: number): number | bigint {
  if (Number.isNaN(value)) throw new MismatchError("not a number (NaN)");
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value;
}

function whole(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function text(reader: ByteReader, head: number, expected = "a text"): string {
  if (head >= 0xa0 && head < 0xc0) return reader.utf8(head - 0xa0);
  if (head === 0xd9) return reader.utf8(reader.u8());
  if (head === 0xda) return reader.utf8(reader.u16());
  if (head === 0xdb) return reader.utf8(reader.u32());
  throw wrong(expected, head);
}

function binary(reader: ByteReader, head: number): Buffer {
  if (head === 0xc4) return reader.raw(reader.u8());
  if (head === 0xc5) return reader.raw(reader.u16());
  if (head === 0xc6) return reader.raw(reader.u32());
  throw wrong("a type as bytes", head);
}

function arrayLength(reader: ByteReader, head: number): number {
  if (head >= 0x90 && head < 0xa0) return head - 0x90;
  if (head === 0xdc) return reader.u16();
  if (head === 0xdd) return reader.u32();
  throw wrong("a list", head);
}

function mapLength(reader: ByteReader, head: number): number {
  if (head >= 0x80 && head < 0x90) return head - 0x80;
  if (head === 0xde) return reader.u16();
  if (head === 0xdf) return reader.u32();
  throw wrong("an object or a map", head);
}

/** The length of an extension's body; undefined for everything that is no extension. */
function extensionLength(reader: ByteReader, head: number): number | undefined {
  if (head >= 0xd4 && head <= 0xd8) return 2 ** (head - 0xd4);
  if (head === 0xc7) return reader.u8();
  if (head === 0xc8) return reader.u16();
  if (head === 0xc9) return reader.u32();
  return undefined;
}

function unknownOf(reader: ByteReader, length: number): Unknown {
  const kind = reader.u8();
  const body = reader.raw(length);
  return kind === refinedUnknown ? new Unknown(body) : unknown;
}

function wrong(expected: string, head: number): MismatchError {
  return new MismatchError(`${expected} is needed; the byte 0x${head.toString(16)} begins something else`);
}
