import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type RotationSpec, resolveRotation, rotationSchema } from "../../core/policy.ts";
import { day, formatDuration, hour, minute, parseInstant, second } from "../../core/time.ts";

const now = parseInstant("2027-05-01T00:00:00Z")!;
const problems = (spec: RotationSpec) => resolveRotation(spec, now).problems;

describe("a rotation policy", () => {
  it("that says nothing never rotates by itself, and is gentle when asked to", () => {
    expect(resolveRotation({}, now)).toEqual({
      rotation: {
        overlap: hour,
        retireWhenIdleFor: 15 * minute,
        maxOverlap: 7 * day,
        atMaxOverlap: "Keep",
        disableBeforeDelete: day,
      },
      problems: [],
    });
  });

  it("is taken as it was written", () => {
    const { rotation } = resolveRotation(
      {
        every: "30d",
        overlap: "2h",
        retireWhenIdleFor: "0s",
        maxOverlap: "3d",
        atMaxOverlap: "Revoke",
        disableBeforeDelete: "0s",
        window: { schedule: "0 22 * * *", duration: "4h", timeZone: "Europe/Berlin" },
      },
      now,
    );
    expect(rotation).toEqual({
      every: 30 * day,
      overlap: 2 * hour,
      retireWhenIdleFor: 0,
      maxOverlap: 3 * day,
      atMaxOverlap: "Revoke",
      disableBeforeDelete: 0,
      window: { opens: { pattern: "0 22 * * *", timeZone: "Europe/Berlin" }, length: 4 * hour },
    });
  });

  it("counts a schedule and a window in UTC unless a zone is given", () => {
    const { rotation } = resolveRotation(
      { schedule: "0 3 * * SUN", window: { schedule: "0 2 * * *", duration: "4h" } },
      now,
    );
    expect(rotation.schedule?.timeZone).toBe("UTC");
    expect(rotation.window?.opens.timeZone).toBe("UTC");
  });

  it("with a rotation shorter than its overlap is refused, and told what would fit", () => {
    expect(problems({ every: "30m" })).toEqual([
      {
        path: "rotation.overlap",
        message: "1h does not fit into a rotation every 30m; make the overlap shorter than 30m",
      },
    ]);
    expect(problems({ schedule: "*/10 * * * *", overlap: "10m" })).toEqual([
      {
        path: "rotation.overlap",
        message: "10m does not fit into a rotation every 10m; make the overlap shorter than 10m",
      },
    ]);
  });

  it("accepts exactly the periods that its overlap fits into", () => {
    const lengths = fc.integer({ min: 1, max: 1000 }).map((count) => count * second);
    fc.assert(
      fc.property(lengths, lengths, (every, overlap) => {
        const found = problems({ every: formatDuration(every), overlap: formatDuration(overlap) });
        expect(found.length === 0).toBe(overlap < every);
      }),
    );
  });

  it.each<[string, RotationSpec, string]>([
    ["both a period and a schedule", { every: "1d", schedule: "0 3 * * *" }, "rotation.schedule"],
    ["a period of no length", { every: "0s", overlap: "0s" }, "rotation.every"],
    ["a malformed schedule", { schedule: "0 25 * * *" }, "rotation.schedule"],
    ["a schedule in no zone", { schedule: "0 3 * * *", timeZone: "Europe/Atlantis" }, "rotation.schedule"],
    ["a malformed window", { window: { schedule: "whenever", duration: "1h" } }, "rotation.window.schedule"],
    [
      "a window in no zone",
      { window: { schedule: "0 3 * * *", duration: "1h", timeZone: "X/Y" } },
      "rotation.window.schedule",
    ],
    ["a window of no length", { window: { schedule: "0 3 * * *", duration: "0s" } }, "rotation.window.duration"],
    ["a longest overlap below the overlap", { overlap: "2h", maxOverlap: "1h" }, "rotation.maxOverlap"],
  ])("with %s is refused at the very field", (_what, spec, path) => {
    expect(problems(spec).map((problem) => problem.path)).toContain(path);
  });

  it("with an overlap above the default longest overlap simply has a longer one", () => {
    const { rotation, problems: found } = resolveRotation({ every: "90d", overlap: "30d" }, now);
    expect(found).toEqual([]);
    expect(rotation.maxOverlap).toBe(30 * day);
  });

  it("never leaves a broken pattern in the policy, where it would throw at every turn", () => {
    const { rotation } = resolveRotation(
      { schedule: "nonsense here", window: { schedule: "nonsense here", duration: "1h" } },
      now,
    );
    expect(rotation.schedule).toBeUndefined();
    expect(rotation.window).toBeUndefined();
  });
});

describe("the form of a rotation policy", () => {
  it.each<[string, unknown]>([
    ["an unknown field", { evry: "1d" }],
    ["a duration that is none", { every: "monthly" }],
    ["an unknown end of patience", { atMaxOverlap: "Delete" }],
    ["a window without a length", { window: { schedule: "0 3 * * *" } }],
    ["a pattern that is too short to be one", { schedule: "* * *" }],
  ])("is refused with %s", (_what, spec) => {
    expect(rotationSchema.safeParse(spec).success).toBe(false);
  });

  it("adds no defaults: they would show as differences in Argo CD for ever", () => {
    expect(rotationSchema.parse({ every: "30d" })).toEqual({ every: "30d" });
  });
});
