import { ByteReader, ByteWriter, MalformedError } from "./bytes.ts";

/**
 * A message as a table of its fields. Fields that a sender of a newer protocol adds are skipped; a field that is absent
 * has its default. Bytes are views of what was received.
 */
export interface Message<T> {
  decode(bytes: Uint8Array): T;
  encode(value: Draft<T>): Buffer;
  read(reader: ByteReader, depth: number): T;
  write(writer: ByteWriter, value: Draft<T>): void;
}

/** A message to be sent: what is left out has its default. */
export type Draft<T> = T extends string | number | boolean | Uint8Array | undefined
  ? T
  : T extends readonly (infer Element)[]
    ? readonly Draft<Element>[]
    : { readonly [Name in keyof T]?: Draft<T[Name]> | undefined };

type WireType = 0 | 2;

/** One field of a message: its number, and how its value is read and written. */
interface Field<T> {
  readonly number: number;
  readonly wireType: WireType;
  readonly absent: T;
  /** `before` is what this field has so far: repeated fields add to it. */
  read(reader: ByteReader, before: T, depth: number): T;
  /** Writes nothing for what an absent field means. */
  write(writer: ByteWriter, value: T): void;
}

type Fields = Readonly<Record<string, Field<unknown>>>;
type MessageOf<F extends Fields> = { readonly [Name in keyof F]: F[Name] extends Field<infer T> ? T : never };

/** What a sender cannot reach by nesting; the messages themselves nest five deep, schemas as deep as their blocks. */
const deepest = 100;

export function message<F extends Fields>(fields: F): Message<MessageOf<F>> {
  const named = Object.entries(fields);
  const numbered = new Map(named.map(([name, field]) => [field.number, { name, field }]));
  const absent = Object.fromEntries(named.map(([name, field]) => [name, field.absent]));

  function read(reader: ByteReader, depth: number): MessageOf<F> {
    if (depth > deepest) throw new MalformedError(`messages are nested more than ${deepest} deep`);
    const found: Record<string, unknown> = { ...absent };
    while (reader.remaining > 0) {
      const tag = readVarint(reader);
      const wireType = tag % 8;
      const known = numbered.get(Math.floor(tag / 8));
      if (known?.field.wireType !== wireType) skip(reader, wireType);
      else found[known.name] = known.field.read(reader, found[known.name], depth);
    }
    return found as MessageOf<F>;
  }

  function write(writer: ByteWriter, value: Draft<MessageOf<F>>): void {
    const given = value as Readonly<Record<string, unknown>>;
    for (const [name, field] of named) {
      if (given[name] !== undefined) field.write(writer, given[name]);
    }
  }

  return {
    read,
    write,
    decode: (bytes) => read(new ByteReader(bytes), 0),
    encode: (value) => {
      const writer = new ByteWriter();
      write(writer, value);
      return writer.take();
    },
  };
}

export function string(number: number): Field<string> {
  return {
    number,
    wireType: 2,
    absent: "",
    read: (reader) => reader.utf8(readVarint(reader)),
    write: (writer, value) => {
      if (value === "") return;
      const length = Buffer.byteLength(value);
      writeVarint(writer, number * 8 + 2);
      writeVarint(writer, length);
      writer.utf8(value, length);
    },
  };
}

export function bytes(number: number): Field<Uint8Array> {
  return {
    number,
    wireType: 2,
    absent: Buffer.alloc(0),
    read: (reader) => reader.raw(readVarint(reader)),
    write: (writer, value) => {
      if (value.length > 0) writeBytes(writer, number, value);
    },
  };
}

export function bool(number: number): Field<boolean> {
  return {
    number,
    wireType: 0,
    absent: false,
    read: (reader) => readVarint(reader) !== 0,
    write: (writer, value) => {
      if (value) writeInteger(writer, number, 1);
    },
  };
}

/** An int64, int32, uint32 or enum. Beyond ±2^53 it is malformed: nothing in this protocol counts so far. */
export function integer(number: number): Field<number> {
  return {
    number,
    wireType: 0,
    absent: 0,
    read: readVarint,
    write: (writer, value) => {
      if (value !== 0) writeInteger(writer, number, value);
    },
  };
}

/** An int64 or bool whose zero is something else than its absence, also a member of a oneof. */
export function optionalInteger(number: number): Field<number | undefined> {
  return {
    number,
    wireType: 0,
    absent: undefined,
    read: readVarint,
    write: (writer, value) => {
      if (value !== undefined) writeInteger(writer, number, value);
    },
  };
}

/** Bytes that may be absent, empty or more. */
export function optionalBytes(number: number): Field<Uint8Array | undefined> {
  return {
    number,
    wireType: 2,
    absent: undefined,
    read: (reader) => reader.raw(readVarint(reader)),
    write: (writer, value) => {
      if (value !== undefined) writeBytes(writer, number, value);
    },
  };
}

/** A text that may be absent, empty or more, also a member of a oneof. */
export function optionalString(number: number): Field<string | undefined> {
  return {
    number,
    wireType: 2,
    absent: undefined,
    read: (reader) => reader.utf8(readVarint(reader)),
    write: (writer, value) => {
      if (value !== undefined) writeBytes(writer, number, Buffer.from(value));
    },
  };
}

/** A message within a message. The type is a function where messages contain themselves. */
export function nested<T>(number: number, type: () => Message<T>): Field<T | undefined> {
  return {
    number,
    wireType: 2,
    absent: undefined,
    read: (reader, _before, depth) => readNested(reader, type(), depth),
    write: (writer, value) => {
      if (value !== undefined) writeNested(writer, number, type(), value);
    },
  };
}

export function repeated<T>(number: number, type: () => Message<T>): Field<readonly T[]> {
  const absent: readonly T[] = [];
  return {
    number,
    wireType: 2,
    absent,
    read: (reader, before, depth) => {
      const one = readNested(reader, type(), depth);
      if (before === absent) return [one];
      (before as T[]).push(one);
      return before;
    },
    write: (writer, value) => {
      for (const one of value) writeNested(writer, number, type(), one);
    },
  };
}

/** A map with text keys: on the wire, entries of key and value. */
export function entries<T>(number: number, type: () => Message<T>): Field<readonly Entry<T>[]> {
  const entry = message({ key: string(1), value: nested(2, type) });
  return repeated(number, () => entry);
}

export interface Entry<T> {
  readonly key: string;
  readonly value: T | undefined;
}

function readNested<T>(reader: ByteReader, type: Message<T>, depth: number): T {
  return type.read(new ByteReader(reader.raw(readVarint(reader))), depth + 1);
}

function writeNested<T>(writer: ByteWriter, number: number, type: Message<T>, value: unknown): void {
  writeVarint(writer, number * 8 + 2);
  const at = writer.length;
  writer.u8(0);
  type.write(writer, value as Draft<T>);
  const length = writer.length - at - 1;
  const head = new ByteWriter();
  writeVarint(head, length);
  if (head.length > 1) writer.insert(at, head.length - 1);
  head.take().forEach((byte, index) => {
    writer.set(at + index, byte);
  });
}

function writeBytes(writer: ByteWriter, number: number, value: Uint8Array): void {
  writeVarint(writer, number * 8 + 2);
  writeVarint(writer, value.length);
  writer.raw(value);
}

function writeInteger(writer: ByteWriter, number: number, value: number): void {
  writeVarint(writer, number * 8);
  writeVarint(writer, value);
}

/** Seven bits at a time, the lowest first; negative numbers as 64-bit two's complement. */
function writeVarint(writer: ByteWriter, value: number): void {
  if (value < 0) {
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 127n; rest >>= 7n) writer.u8(Number(rest & 127n) | 128);
    writer.u8(Number(rest));
    return;
  }
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) writer.u8((rest % 128) | 128);
  writer.u8(rest);
}

function readVarint(reader: ByteReader): number {
  let value = 0;
  let factor = 1;
  // Seven bytes are 49 bits, which a number holds.
  for (let index = 0; index < 7; index += 1) {
    const byte = reader.u8();
    value += (byte & 127) * factor;
    if (byte < 128) return value;
    factor *= 128;
  }
  let long = BigInt(value);
  for (let shift = 49n; shift < 70n; shift += 7n) {
    const byte = reader.u8();
    long |= BigInt(byte & 127) << shift;
    if (byte < 128) {
      const signed = Number(BigInt.asIntN(64, long));
      if (!Number.isSafeInteger(signed)) throw new MalformedError("a number is beyond 2^53");
      return signed;
    }
  }
  throw new MalformedError("a number has more than ten bytes");
}

function skip(reader: ByteReader, wireType: number): void {
  if (wireType === 0) while (reader.u8() > 127);
  else if (wireType === 1) reader.raw(8);
  else if (wireType === 2) reader.raw(readVarint(reader));
  else if (wireType === 5) reader.raw(4);
  else throw new MalformedError(`wire type ${wireType}`);
}
