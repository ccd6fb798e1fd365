import { type Instant, type Milliseconds, minute, second } from "../../core/time.ts";
import { GatewayError } from "../error.ts";
import type { CallOptions } from "../gateway.ts";
import type { Panel } from "./panel.ts";
import { chooseGroup } from "./resolve.ts";
import { type WireGroup, wireGroups } from "./wire.ts";

/** The groups that the account may bind keys to, remembered for a minute. */
export interface Groups {
  /** At most a minute old, or not older than `maxAge`. */
  all(options?: CallOptions & { maxAge?: Milliseconds }): Promise<readonly WireGroup[]>;
  /** The group of that name for a key about to be written. Throws `fix-spec`. */
  find(name: string | undefined, options?: CallOptions): Promise<WireGroup>;
  /** Something did not fit: ask again next time. */
  forget(): void;
}

const life = minute;
/** A name that is not known is asked for again, but not by every key of a storm. */
export const freshLife: Milliseconds = 5 * second;

export function createGroups(panel: Panel, now: () => Instant): Groups {
  let known: { groups: readonly WireGroup[]; at: Instant } | undefined;
  let flight: Promise<readonly WireGroup[]> | undefined;

  async function ask(options: CallOptions): Promise<readonly WireGroup[]> {
    // Shared by all who wait, so no single caller's signal may end it.
    const { urgent } = options;
    const groups = await panel.call({
      operation: "groups",
      method: "GET",
      path: "/groups/available",
      data: wireGroups,
      urgent,
    });
    known = { groups, at: now() };
    return groups;
  }

  async function all(options: CallOptions & { maxAge?: Milliseconds } = {}): Promise<readonly WireGroup[]> {
    const age = known ? now() - known.at : Number.POSITIVE_INFINITY;
    if (known && age >= 0 && age < (options.maxAge ?? life)) return known.groups;
    flight ??= ask(options).finally(() => {
      flight = undefined;
    });
    return flight;
  }

  return {
    all,
    async find(name, options = {}) {
      const choice = chooseGroup(name, await all(options));
      if ("group" in choice) return choice.group;
      const second = chooseGroup(name, await all({ ...options, maxAge: freshLife }));
      if ("group" in second) return second.group;
      const { reason, message } = second.problem;
      throw new GatewayError("fix-spec", reason, message);
    },
    forget() {
      known = undefined;
    },
  };
}
