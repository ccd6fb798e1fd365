import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { FrameReader, framed } from "../../../../provider/protocol/grpc/frames.ts";
import { codes, percentEncoded, StatusError } from "../../../../provider/protocol/grpc/status.ts";

/** The same bytes in pieces of these lengths, over and over. */
function pieces(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const end = at + Math.max(1, lengths[turn % lengths.length] ?? 1);
    parts.push(bytes.subarray(at, end));
    at = end;
  }
  return parts;
}

describe("frames", () => {
  it("come out as they went in, however they are cut", () => {
    const messages = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 });
    const lengths = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 });
    fc.assert(
      fc.property(messages, lengths, (sent, cut) => {
        const reader = new FrameReader();
        const got = pieces(Buffer.concat(sent.map(framed)), cut).flatMap((piece) => reader.push(piece));
        expect(got.map((one) => [...one])).toEqual(sent.map((one) => [...one]));
        expect(reader.idle).toBe(true);
      }),
    );
  });

  it("hold only what has arrived, whatever is announced", () => {
    const reader = new FrameReader();
    const head = Buffer.of(0, 0x0f, 0xff, 0xff, 0xff);
    const before = process.memoryUsage().arrayBuffers;
    expect(reader.push(head)).toEqual([]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
  });

  it.each([
    ["too long", Buffer.of(0, 0x10, 0, 0, 1), codes.resourceExhausted],
    ["compressed", Buffer.of(1, 0, 0, 0, 0), codes.unimplemented],
  ])("are refused when they are %s", (_what, head, code) => {
    expect(() => new FrameReader().push(head)).toThrow(expect.objectContaining({ code }));
  });

  it("of random bytes end in messages, in waiting or in a refusal", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 })), (garbage) => {
        const reader = new FrameReader(1000);
        let taken = 0;
        try {
          for (const piece of garbage)
            for (const message of reader.push(Buffer.from(piece))) taken += 5 + message.length;
        } catch (error) {
          expect(error).toBeInstanceOf(StatusError);
        }
        expect(taken).toBeLessThanOrEqual(garbage.reduce((sum, piece) => sum + piece.length, 0));
      }),
    );
  });
});

it("a status message is printable ASCII that decodes to what was said", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const encoded = percentEncoded(text);
      expect(encoded).toMatch(/^[ -~]*$/);
      expect(decodeURIComponent(encoded)).toBe(text);
    }),
  );
});
