/** One of those who are awaited. After the first of its calls the others change nothing. */
export interface Member {
  /** It is there; resolves when all are and it has happened. */
  come(): Promise<void>;
  /** It will not come. */
  leave(): void;
}

/** A point that several come to, each by itself. When the last of them is there, something happens once. */
export class Gathering {
  #awaited: number;
  #came = 0;
  readonly #then: () => Promise<void>;
  readonly #over = Promise.withResolvers<void>();

  /** If every one of the awaited leaves, nothing happens. */
  constructor(awaited: number, then: () => Promise<void>) {
    this.#awaited = awaited;
    this.#then = then;
    this.#over.promise.catch(() => undefined);
  }

  member(): Member {
    let open = true;
    const answer = (comes: 0 | 1) => {
      if (!open) return;
      open = false;
      this.#came += comes;
      this.#awaited -= 1;
      if (this.#awaited === 0 && this.#came > 0) this.#then().then(this.#over.resolve, this.#over.reject);
    };
    return {
      come: () => {
        answer(1);
        return this.#over.promise;
      },
      leave: () => answer(0),
    };
  }
}
