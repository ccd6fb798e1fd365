/** Texts from a callback, as an iteration that ends when the queue is closed and empty. For one reader. */
export class MessageQueue implements AsyncIterable<string> {
  readonly #waiting: string[] = [];
  #closed = false;
  #wake = () => {};

  push(message: string): void {
    this.#waiting.push(message);
    this.#wake();
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for (;;) {
      const message = this.#waiting.shift();
      if (message !== undefined) yield message;
      else if (this.#closed) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
