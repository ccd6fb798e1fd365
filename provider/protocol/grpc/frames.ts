import { codes, StatusError } from "./status.ts";

/** What the Go SDK of Terraform allows too; the 4 MiB that gRPC libraries begin with break big states. */
export const largestMessage = 256 * 1024 * 1024;

const headLength = 5;

/** A message as gRPC sends it: a byte for compression (none), four for the length, and the message. */
export function framed(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(headLength + message.length);
  frame[0] = 0;
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, headLength);
  return frame;
}

/** Puts messages together from pieces of any size. Holds what has arrived and never more. */
export class FrameReader {
  readonly #limit: number;
  #pieces: Buffer[] = [];
  #length = 0;
  /** How many bytes the frame at hand has in all, once its head is here. */
  #wanted: number | undefined;

  constructor(limit = largestMessage) {
    this.#limit = limit;
  }

  /** True when every byte so far belonged to a whole message. */
  get idle(): boolean {
    return this.#length === 0;
  }

  /** The messages that this piece completes. */
  push(piece: Buffer): Buffer[] {
    this.#pieces.push(piece);
    this.#length += piece.length;
    const whole: Buffer[] = [];
    for (;;) {
      if (this.#wanted === undefined) {
        if (this.#length < headLength) return whole;
        this.#wanted = headLength + this.#announced();
      }
      if (this.#length < this.#wanted) return whole;
      const all = this.#joined();
      whole.push(all.subarray(headLength, this.#wanted));
      const rest = all.subarray(this.#wanted);
      this.#pieces = rest.length > 0 ? [rest] : [];
      this.#length = rest.length;
      this.#wanted = undefined;
    }
  }

  #announced(): number {
    const head = this.#joined();
    if (head[0] !== 0) throw new StatusError(codes.unimplemented, "compressed messages are not taken");
    const length = head.readUInt32BE(1);
    if (length > this.#limit) {
      throw new StatusError(codes.resourceExhausted, `a message of ${length} bytes; at most ${this.#limit} are taken`);
    }
    return length;
  }

  #joined(): Buffer {
    const [first] = this.#pieces;
    if (first && this.#pieces.length === 1) return first;
    const all = Buffer.concat(this.#pieces, this.#length);
    this.#pieces = [all];
    return all;
  }
}
