// A line of waiting things: join at the end, leave from either end or from the middle, all at once.

/** What a lane needs of its items: two links that it alone writes. */
export interface Linked<T> {
  ahead: T | undefined;
  behind: T | undefined;
}

/** A doubly linked list. An item may stand in one lane only. */
export class Lane<T extends Linked<T>> {
  #oldest: T | undefined;
  #newest: T | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get oldest(): T | undefined {
    return this.#oldest;
  }

  get newest(): T | undefined {
    return this.#newest;
  }

  join(item: T): void {
    item.ahead = this.#newest;
    item.behind = undefined;
    if (this.#newest) this.#newest.behind = item;
    else this.#oldest = item;
    this.#newest = item;
    this.#size += 1;
  }

  /** Takes out an item that stands in this lane. */
  leave(item: T): void {
    if (item.ahead) item.ahead.behind = item.behind;
    else this.#oldest = item.behind;
    if (item.behind) item.behind.ahead = item.ahead;
    else this.#newest = item.ahead;
    item.ahead = undefined;
    item.behind = undefined;
    this.#size -= 1;
  }
}
