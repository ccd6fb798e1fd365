import { afterAll, describe, expect, it } from "@jest/globals";
import { Nursery, occurrences } from "./mutants/build.ts";
import { mutants } from "./mutants/list.ts";
import { campaign } from "./simulation/campaign.ts";

/** So many histories a fault may survive at most. */
const most = 12_000;

describe("the simulation catches a program that", () => {
  const nursery = new Nursery();
  const tally: string[] = [];
  afterAll(() => {
    nursery.clear();
    process.stderr.write(`histories until each mutant was caught: ${tally.join(", ")}\n`);
  });

  it.each(mutants)(
    "$name",
    async (mutant) => {
      expect([mutant.file, mutant.find, occurrences(mutant)]).toEqual([mutant.file, mutant.find, 1]);
      const { broken, histories } = campaign(most, 2027, await nursery.raise(mutant), false);
      tally.push(`${mutant.name}: ${broken ? histories : "never"}`);
      expect(broken?.story ?? "survived every history").toContain("The rule that broke");
    },
    120_000,
  );

  it("nothing at all, when it is the program as it is", async () => {
    expect(campaign(300, 2027, await nursery.raise(undefined)).broken).toBeUndefined();
  }, 60_000);
});
