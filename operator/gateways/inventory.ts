import { parseRemoteName } from "../../core/names.ts";
import type { RemoteKey } from "../../core/restrictions.ts";
import type { Instant } from "../../core/time.ts";

/** One complete listing of an account, indexed for ten thousand owners. It never changes. */
export class Inventory {
  /** When the listing was begun: it shows nothing that happened before, and may miss what happened after. */
  readonly beganAt: Instant;
  /** The same moment on a clock that is never set (`performance.now()`), for telling what came before what. */
  readonly tick: number;
  readonly #byId = new Map<string, RemoteKey>();
  readonly #byMarker = new Map<string, RemoteKey[]>();

  constructor(keys: readonly RemoteKey[], beganAt: Instant, tick: number) {
    this.beganAt = beganAt;
    this.tick = tick;
    for (const key of keys) {
      this.#byId.set(key.id, key);
      const marker = parseRemoteName(key.name)?.marker;
      if (marker === undefined) continue;
      const others = this.#byMarker.get(marker);
      if (others) others.push(key);
      else this.#byMarker.set(marker, [key]);
    }
  }

  get size(): number {
    return this.#byId.size;
  }

  get(id: string): RemoteKey | undefined {
    return this.#byId.get(id);
  }

  /** Every key that bears this marker. */
  ofMarker(marker: string): readonly RemoteKey[] {
    return this.#byMarker.get(marker) ?? [];
  }

  /** Every key of exactly this name. */
  named(name: string): readonly RemoteKey[] {
    return [...this.#byId.values()].filter((key) => key.name === name);
  }

  /** The markers in use, to find keys whose owner is gone. */
  markers(): Iterable<string> {
    return this.#byMarker.keys();
  }
}
