import { Dynamic, ExactNumber, isUnknown, type Type, type Unknown, type Value, type ValueMap } from "../value.ts";
import { ByteWriter } from "../wire/bytes.ts";
import { refinedUnknown } from "./decode.ts";
import { kindOf, MismatchError, within } from "./mismatch.ts";
import { parseNumber } from "./number.ts";

/** Whether a value may still hold unknowns: those of a plan may, those of a state may not. */
export type Knowledge = "known" | "maybe unknown";

/**
 * A value as msgpack. Throws a {@link MismatchError} for what is not of the type: the client would refuse it without a
 * word of where.
 */
export function encode(value: Value, type: Type, knowledge: Knowledge): Buffer {
  const writer = new ByteWriter();
  write(writer, value, type, knowledge);
  return writer.take();
}

function write(writer: ByteWriter, value: Value | undefined, type: Type, knowledge: Knowledge): void {
  if (value === null) writer.u8(0xc0);
  else if (isUnknown(value)) {
    if (knowledge === "known") throw new MismatchError("must be known here, and is unknown");
    writeUnknown(writer, type === "dynamic" ? undefined : value);
  } else if (type === "string") {
    if (typeof value !== "string") throw wrong("a string", value);
    writeText(writer, value);
  } else if (type === "number") writeNumber(writer, value);
  else if (type === "bool") {
    if (typeof value !== "boolean") throw wrong("true or false", value);
    writer.u8(value ? 0xc3 : 0xc2);
  } else if (type === "dynamic") writeDynamic(writer, value, knowledge);
  else if (type[0] === "list" || type[0] === "set") {
    const values = list(value, `a ${type[0]}`);
    writeLength(writer, values.length, 0x90, 0xdc);
    values.forEach((one, index) => {
      within(index, () => write(writer, one, type[1], knowledge));
    });
  } else if (type[0] === "tuple") {
    const values = list(value, "a tuple");
    if (values.length !== type[1].length) {
      throw new MismatchError(`must have ${type[1].length} elements, and has ${values.length}`);
    }
    writeLength(writer, values.length, 0x90, 0xdc);
    values.forEach((one, index) => {
      within(index, () => write(writer, one, type[1][index]!, knowledge));
    });
  } else if (type[0] === "map") {
    const inner = type[1];
    const pairs = Object.entries(record(value, "a map"));
    writeLength(writer, pairs.length, 0x80, 0xde);
    for (const [key, one] of pairs) {
      writeText(writer, key);
      within({ key }, () => write(writer, one, inner, knowledge));
    }
  } else if (type[0] === "object") writeObject(writer, record(value, "an object"), type[1], knowledge);
}

/** Exactly the attributes of the type. */
function writeObject(
  writer: ByteWriter,
  value: ValueMap,
  types: Readonly<Record<string, Type>>,
  knowledge: Knowledge,
): void {
  const names = Object.keys(types);
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(types, name)) throw new MismatchError(`there is no attribute "${name}"`);
  }
  writeLength(writer, names.length, 0x80, 0xde);
  for (const name of names) {
    writeText(writer, name);
    within(name, () => {
      if (!Object.hasOwn(value, name)) throw new MismatchError("is missing; it may be null, but must be there");
      write(writer, value[name], types[name]!, knowledge);
    });
  }
}

function writeDynamic(writer: ByteWriter, value: Value | undefined, knowledge: Knowledge): void {
  if (!(value instanceof Dynamic)) throw wrong("a Dynamic, which says its type", value);
  const type = Buffer.from(JSON.stringify(value.type));
  writer.u8(0x92);
  if (type.length < 0x100) {
    writer.u8(0xc4);
    writer.u8(type.length);
  } else {
    writer.u8(0xc6);
    writer.u32(type.length);
  }
  writer.raw(type);
  write(writer, value.value, value.type, knowledge);
}

/** Integers as such, everything else in decimal, which is how the user wrote it and how the client compares. */
function writeNumber(writer: ByteWriter, value: Value | undefined): void {
  if (value instanceof ExactNumber) {
    // A malformed one is the provider's defect and is refused here.
    parseNumber(value.decimal);
    writeText(writer, value.decimal);
  } else if (typeof value === "bigint") writeBigint(writer, value);
  else if (typeof value !== "number" || Number.isNaN(value)) throw wrong("a number", value);
  else if (Number.isSafeInteger(value) && !Object.is(value, -0)) writeInteger(writer, value);
  else if (Number.isInteger(value) || !Number.isFinite(value)) {
    writer.u8(0xcb);
    writer.f64(value === 0 ? 0 : value);
  } else writeText(writer, String(value));
}

function writeInteger(writer: ByteWriter, value: number): void {
  if (value >= 0 && value < 0x80) writer.u8(value);
  else if (value < 0 && value >= -0x20) writer.u8(value + 0x100);
  else if (value >= 0 && value <= 0xffffffff) {
    writer.u8(0xce);
    writer.u32(value);
  } else writeBigint(writer, BigInt(value));
}

function writeBigint(writer: ByteWriter, value: bigint): void {
  if (BigInt.asIntN(64, value) === value) {
    writer.u8(0xd3);
    writer.i64(value);
  } else if (BigInt.asUintN(64, value) === value) {
    writer.u8(0xcf);
    writer.u64(value);
  } else writeText(writer, value.toString());
}

function writeText(writer: ByteWriter, value: string): void {
  const length = Buffer.byteLength(value);
  if (length < 0x20) writer.u8(0xa0 + length);
  else if (length < 0x100) {
    writer.u8(0xd9);
    writer.u8(length);
  } else if (length < 0x10000) {
    writer.u8(0xda);
    writer.u16(length);
  } else {
    writer.u8(0xdb);
    writer.u32(length);
  }
  writer.utf8(value, length);
}

/** The refinement goes back byte for byte: clients compare what they sent. */
function writeUnknown(writer: ByteWriter, value: Unknown | undefined): void {
  const body = value?.refinement;
  if (!body || body.length > 0xffff) {
    writer.raw(plainUnknown);
    return;
  }
  writer.u8(0xc8);
  writer.u16(body.length);
  writer.u8(refinedUnknown);
  writer.raw(body);
}
const plainUnknown = Uint8Array.of(0xd4, 0, 0);

/** `few` is the head that holds a length below 16; `many` the one with two bytes of length, `many + 1` with four. */
function writeLength(writer: ByteWriter, length: number, few: number, many: number): void {
  if (length < 0x10) writer.u8(few + length);
  else if (length < 0x10000) {
    writer.u8(many);
    writer.u16(length);
  } else {
    writer.u8(many + 1);
    writer.u32(length);
  }
}

function list(value: Value | undefined, expected: string): readonly Value[] {
  if (Array.isArray(value)) return value;
  throw wrong(expected, value);
}

function record(value: Value | undefined, expected: string): ValueMap {
  const plain = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!plain || value instanceof ExactNumber || value instanceof Dynamic || isUnknown(value)) {
    throw wrong(expected, value);
  }
  return value as ValueMap;
}

function wrong(expected: string, value: Value | undefined): MismatchError {
  return new MismatchError(`must be ${expected}, and is ${kindOf(value)}`);
}
