/**
 * A secret text that cannot be printed by accident. Logging, JSON, string conversion and inspection all show
 * `[redacted]`; only {@link Sensitive.reveal} gives the text, so every place that uses it can be found by that word.
 */
export class Sensitive {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. Call it where the text leaves for its destination, never earlier. */
  reveal(): string {
    return this.#text;
  }

  /** True when both hold the same text. */
  equals(other: Sensitive): boolean {
    return this.#text === other.#text;
  }

  toString(): string {
    return "[redacted]";
  }

  toJSON(): string {
    return "[redacted]";
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[redacted]";
  }
}
