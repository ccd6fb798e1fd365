/** A point in a run at which the operator dies: before its nth request of this kind is forwarded, or before it is answered. */
export interface Boundary {
  readonly effect: string;
  /** Counts from 1. */
  readonly nth: number;
  readonly when: "before" | "after";
}

/** Stops the operator. When it is `dead`, the request or its answer goes no further. */
export type Strike = () => Promise<"dead" | "goes on">;

/** What has to be told about an effect that the server has answered, before the operator hears of it. */
export type Witness = (effect: string, status: number) => Promise<void>;

/**
 * Counts the effects that pass both proxies of one operator and stops the operator at one of them. Between two arms
 * everything passes and nothing is counted.
 */
export class Tripwire {
  #seen: string[] | undefined;
  #boundary: Boundary | undefined;
  #strike: Strike | undefined;
  #reached = false;
  #hit = Promise.withResolvers<void>();
  /** Whether reads count like effects. */
  reads = false;
  /** Asked after every effect. */
  witness: Witness | undefined;

  /** Begins to count; at `boundary` strikes. */
  arm(boundary?: Boundary, strike?: Strike): void {
    this.#seen = [];
    this.#boundary = boundary;
    this.#strike = strike;
    this.#reached = false;
    this.#hit = Promise.withResolvers<void>();
  }

  /** Ends the count; answers the effects that were seen, in order. */
  disarm(): readonly string[] {
    const seen = this.#seen ?? [];
    this.#seen = undefined;
    this.#boundary = undefined;
    return seen;
  }

  /** Resolves once this wire has struck. */
  get hit(): Promise<void> {
    return this.#hit.promise;
  }

  /** Whether the armed boundary has come: if it has, the operator is dead or about to be. */
  get reached(): boolean {
    return this.#reached;
  }

  /** For a proxy, with a request in hand. `stopped`: do not forward it. `answered` is called when the server has answered. */
  async pass(effect: string): Promise<{ stopped: boolean; answered(status: number): Promise<{ stopped: boolean }> }> {
    this.#seen?.push(effect);
    const nth = this.#seen?.filter((other) => other === effect).length;
    const boundary = this.#boundary;
    const here = boundary?.effect === effect && boundary.nth === nth;
    if (here) this.#reached = true;
    const stopped = here && boundary.when === "before" && (await this.#trip());
    return {
      stopped,
      answered: async (status) => {
        await this.witness?.(effect, status);
        return { stopped: here && boundary.when === "after" && (await this.#trip()) };
      },
    };
  }

  async #trip(): Promise<boolean> {
    this.#boundary = undefined;
    const then = await this.#strike?.();
    this.#hit.resolve();
    return then === "dead";
  }
}

/** The boundaries of a recorded run: both sides of each effect. */
export function boundariesOf(effects: readonly string[]): Boundary[] {
  const counts = new Map<string, number>();
  return effects.flatMap((effect) => {
    const nth = (counts.get(effect) ?? 0) + 1;
    counts.set(effect, nth);
    return [{ effect, nth, when: "before" } as const, { effect, nth, when: "after" } as const];
  });
}
