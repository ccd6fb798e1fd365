import { describe, expect, it } from "@jest/globals";
import { readRecording } from "./replay.ts";
import { knownGaps } from "./sub2api-gaps.ts";
import { replay } from "./sub2api-replay.ts";

describe("the recording of a real Sub2API 0.1.179", () => {
  it("is answered by the emulator step by step, but for the listed gaps", async () => {
    const results = await replay(readRecording("sub2api-0.1.179.jsonl.gz"), "0.1.179");
    const different = results.filter((result) => result.differences.length > 0);
    const surprises = different.filter((result) => knownGaps[result.step] === undefined);
    expect(surprises).toEqual([]);
    expect(different.map((result) => result.step).sort()).toEqual(Object.keys(knownGaps).sort());
    expect(different.length / results.length).toBeLessThan(0.05);
  });
});
