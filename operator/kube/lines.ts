// Lines out of a byte stream.

/** A line that outgrew the limit: the stream cannot be followed further. */
export class LineTooLong extends Error {
  override readonly name = "LineTooLong";
}

/**
 * The lines of `stream`, without their ends, in order and one at a time. Bytes are put together before they are decoded,
 * so a chunk may end inside a character. A last line without an end is *not* given: it was cut off.
 * @throws LineTooLong when a line exceeds `maxBytes`; whatever the stream throws.
 */
export async function* lines(stream: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<string, void, void> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const last = chunk.subarray(from, end);
      from = end + 1;
      if (size + last.length > maxBytes) throw tooLong(maxBytes);
      const line = parts.length === 0 ? last : Buffer.concat([...parts, last]);
      parts = [];
      size = 0;
      if (line.length > 0) yield Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString("utf8");
    }
    if (from === chunk.length) continue;
    const rest = chunk.subarray(from);
    size += rest.length;
    if (size > maxBytes) throw tooLong(maxBytes);
    parts.push(rest);
  }
}

const NEWLINE = 10;

function tooLong(maxBytes: number): LineTooLong {
  return new LineTooLong(`a line is longer than ${maxBytes} bytes`);
}
