const CHUNK = 512;

/** An ordered set of strings: adding, removing and ranking cost about the size of one chunk, never the whole. */
export class SortedKeys {
  #chunks: string[][] = [];

  add(key: string): void {
    if (this.#chunks.length === 0) this.#chunks.push([]);
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at]!;
    const index = lowerBound(chunk, key);
    if (chunk[index] === key) return;
    chunk.splice(index, 0, key);
    if (chunk.length > 2 * CHUNK) this.#chunks.splice(at, 1, chunk.slice(0, CHUNK), chunk.slice(CHUNK));
  }

  delete(key: string): void {
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at];
    if (!chunk) return;
    const index = lowerBound(chunk, key);
    if (chunk[index] !== key) return;
    chunk.splice(index, 1);
    if (chunk.length === 0) this.#chunks.splice(at, 1);
  }

  /** The keys from `start` on (inclusive) that come before `end`, in order. */
  *range(start: string, end: string): Generator<string> {
    for (let at = this.#chunkOf(start); at < this.#chunks.length; at += 1) {
      const chunk = this.#chunks[at]!;
      for (let index = lowerBound(chunk, start); index < chunk.length; index += 1) {
        const key = chunk[index]!;
        if (key >= end) return;
        yield key;
      }
    }
  }

  /** How many keys come before `key`. */
  rank(key: string): number {
    const at = this.#chunkOf(key);
    let count = 0;
    for (let index = 0; index < at; index += 1) count += this.#chunks[index]!.length;
    const chunk = this.#chunks[at];
    return chunk ? count + lowerBound(chunk, key) : count;
  }

  #chunkOf(key: string): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#chunks[middle]![0]! <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function lowerBound(sorted: string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
