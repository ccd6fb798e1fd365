import { isUtf8 } from "node:buffer";

/** Bytes from outside that are not what the protocol says. */
export class MalformedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MalformedError";
  }
}

/** Reads forward through bytes from outside; everything beyond their end is a {@link MalformedError}. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  /** Moves on by `count` bytes and says where they begin. */
  #skip(count: number): number {
    const at = this.#at;
    if (count < 0 || count > this.#bytes.length - at) {
      throw new MalformedError(`${count} bytes were announced at offset ${at}, ${this.remaining} are left`);
    }
    this.#at = at + count;
    return at;
  }

  u8(): number {
    return this.#bytes[this.#skip(1)]!;
  }

  u16(): number {
    return this.#bytes.readUInt16BE(this.#skip(2));
  }

  u32(): number {
    return this.#bytes.readUInt32BE(this.#skip(4));
  }

  u64(): bigint {
    return this.#bytes.readBigUInt64BE(this.#skip(8));
  }

  i8(): number {
    return this.#bytes.readInt8(this.#skip(1));
  }

  i16(): number {
    return this.#bytes.readInt16BE(this.#skip(2));
  }

  i32(): number {
    return this.#bytes.readInt32BE(this.#skip(4));
  }

  i64(): bigint {
    return this.#bytes.readBigInt64BE(this.#skip(8));
  }

  f32(): number {
    return this.#bytes.readFloatBE(this.#skip(4));
  }

  f64(): number {
    return this.#bytes.readDoubleBE(this.#skip(8));
  }

  /** A view, not a copy. */
  raw(length: number): Buffer {
    const at = this.#skip(length);
    return this.#bytes.subarray(at, at + length);
  }

  utf8(length: number): string {
    const bytes = this.raw(length);
    if (!isUtf8(bytes)) throw new MalformedError("a text is not valid UTF-8");
    return bytes.toString("utf8");
  }
}

/** Writes forward into bytes that grow as needed. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(256);
  #at = 0;

  get length(): number {
    return this.#at;
  }

  #reserve(count: number): number {
    const at = this.#at;
    const end = at + count;
    if (end > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(end, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, at);
      this.#bytes = grown;
    }
    this.#at = end;
    return at;
  }

  u8(value: number): void {
    const at = this.#reserve(1);
    this.#bytes[at] = value;
  }

  u16(value: number): void {
    const at = this.#reserve(2);
    this.#bytes.writeUInt16BE(value, at);
  }

  u32(value: number): void {
    const at = this.#reserve(4);
    this.#bytes.writeUInt32BE(value, at);
  }

  u64(value: bigint): void {
    const at = this.#reserve(8);
    this.#bytes.writeBigUInt64BE(value, at);
  }

  i64(value: bigint): void {
    const at = this.#reserve(8);
    this.#bytes.writeBigInt64BE(value, at);
  }

  f64(value: number): void {
    const at = this.#reserve(8);
    this.#bytes.writeDoubleBE(value, at);
  }

  raw(value: Uint8Array): void {
    const at = this.#reserve(value.length);
    this.#bytes.set(value, at);
  }

  /** `length` is `Buffer.byteLength(value)`, which the caller had to know before. */
  utf8(value: string, length: number): void {
    const at = this.#reserve(length);
    this.#bytes.write(value, at, length, "utf8");
  }

  /** Makes room for `count` bytes at `at`, where something has to stand that is known only now. */
  insert(at: number, count: number): void {
    const end = this.#reserve(count);
    this.#bytes.copyWithin(at + count, at, end);
  }

  set(at: number, value: number): void {
    this.#bytes[at] = value;
  }

  /** What was written. A view: the writer is not to be used after it. */
  take(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }
}
