import { describe, it } from "@jest/globals";

/** Tests that need something of the machine. */
interface Needing<Thing> {
  readonly describe: typeof describe.skip;
  readonly it: typeof it.skip;
  /** What they need; throws where it is not there, and no test runs there. */
  readonly needed: Thing;
}

/** Without what they need, tests are skipped, and one line on stderr says why. */
export function needing<Thing extends object>(found: Thing | { readonly missing: string }): Needing<Thing> {
  if (!("missing" in found)) return { describe, it, needed: found };
  const { missing } = found as { readonly missing: string };
  process.stderr.write(`${missing}\n`);
  return {
    describe: describe.skip,
    it: it.skip,
    get needed(): Thing {
      throw new Error(missing);
    },
  };
}
