import { createRequire } from "node:module";

// Its types are those of its CommonJS half.
const { default: TestSequencer } = createRequire(import.meta.url)(
  "@jest/test-sequencer",
) as typeof import("@jest/test-sequencer");

type Tests = Parameters<InstanceType<typeof TestSequencer>["sort"]>[0];

/**
 * The files that take longest, those that mostly wait beside those that compute, so that workers share the processor well and
 * none is left with a long one at the end. Jest finds that out by itself only where it has run before.
 */
const first = [
  "provider/scenarios-1",
  "crash/embedded",
  "provider/scenarios-2",
  "gateways/faults-over-ways",
  "core/simulation-1",
  "crash/control-plane",
  "operator/embedded",
  "gateways/new-api.conformance",
  "core/simulation-2",
  "operator/control-plane",
  "gateways/sub2api.conformance",
  "provider/constructs/package/package",
  "core/mutants",
  "cli/init",
  "provider/release",
  "provider/examples",
];

/** Those first; the others as Jest would have them. */
export default class LongestFirst extends TestSequencer {
  override sort(tests: Tests): Tests {
    const rank = ({ path }: Tests[number]) => {
      const at = first.findIndex((name) => path.endsWith(`/test/${name}.test.ts`));
      return at < 0 ? first.length : at;
    };
    return [...(super.sort(tests) as Tests)].sort((one, other) => rank(one) - rank(other));
  }
}
