// A binary heap whose items know their place in it, so that any of them can be moved or taken out in O(log n).

/** What a heap needs of its items: a slot that it alone writes, -1 while the item is in no heap. */
export interface Slotted {
  slot: number;
}

/** The item that comes before all others first. `before` must be a strict order. */
export class Heap<T extends Slotted> {
  readonly #items: T[] = [];
  readonly #before: (a: T, b: T) => boolean;

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    item.slot = this.#items.length;
    this.#items.push(item);
    this.#up(item);
  }

  pop(): T | undefined {
    const first = this.#items[0];
    if (first) this.remove(first);
    return first;
  }

  /** Takes out an item that is in this heap. */
  remove(item: T): void {
    const { slot } = item;
    const last = this.#items.pop();
    item.slot = -1;
    if (last === undefined || last === item) return;
    last.slot = slot;
    this.#items[slot] = last;
    this.moved(last);
  }

  /** Puts an item in its place again after its order changed. */
  moved(item: T): void {
    this.#up(item);
    this.#down(item);
  }

  #up(item: T): void {
    while (item.slot > 0) {
      const parent = this.#items[(item.slot - 1) >> 1]!;
      if (!this.#before(item, parent)) return;
      this.#swap(item, parent);
    }
  }

  #down(item: T): void {
    for (;;) {
      const left = this.#items[2 * item.slot + 1];
      const right = this.#items[2 * item.slot + 2];
      const child = left && right && this.#before(right, left) ? right : left;
      if (!child || !this.#before(child, item)) return;
      this.#swap(child, item);
    }
  }

  #swap(a: T, b: T): void {
    [a.slot, b.slot] = [b.slot, a.slot];
    this.#items[a.slot] = a;
    this.#items[b.slot] = b;
  }
}
