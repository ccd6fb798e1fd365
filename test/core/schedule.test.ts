import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { backOff, cronProblem, longestPeriod, next, shortestPeriod, spread, windowAt } from "../../core/schedule.ts";
import { day, formatInstant, hour, minute, parseInstant, second } from "../../core/time.ts";

const at = (text: string) => parseInstant(text)!;
const nextText = (pattern: string, timeZone: string, after: string) => {
  const found = next({ pattern, timeZone }, at(after));
  return found === undefined ? undefined : formatInstant(found);
};

describe("the next occurrence", () => {
  it("comes strictly after the given instant, to the millisecond", () => {
    expect(nextText("0 10 * * *", "UTC", "2027-01-01T09:59:59.999Z")).toBe("2027-01-01T10:00:00Z");
    expect(nextText("0 10 * * *", "UTC", "2027-01-01T10:00:00Z")).toBe("2027-01-02T10:00:00Z");
    expect(nextText("0 10 * * *", "UTC", "2027-01-01T10:00:00.001Z")).toBe("2027-01-02T10:00:00Z");
  });

  it.each([
    ["Europe/Berlin", "2027-01-10T00:00:00Z", "2027-01-10T02:00:00Z"],
    ["Europe/Berlin", "2027-07-10T00:00:00Z", "2027-07-10T01:00:00Z"],
    ["Asia/Kolkata", "2027-07-10T00:00:00Z", "2027-07-10T21:30:00Z"],
    ["America/New_York", "2027-07-10T00:00:00Z", "2027-07-10T07:00:00Z"],
    ["Pacific/Auckland", "2027-07-10T00:00:00Z", "2027-07-10T15:00:00Z"],
  ])("of 03:00 is counted in %s", (zone, after, expected) => {
    expect(nextText("0 3 * * *", zone, after)).toBe(expected);
  });

  it("that daylight saving skips comes as soon as the clocks have gone forward, once", () => {
    expect(nextText("30 2 * * *", "Europe/Berlin", "2027-03-28T00:00:00Z")).toBe("2027-03-28T01:00:00Z");
    expect(nextText("30 2 * * *", "Europe/Berlin", "2027-03-28T01:00:00Z")).toBe("2027-03-29T00:30:00Z");
  });

  it("that daylight saving repeats comes once, the first time", () => {
    expect(nextText("30 2 * * *", "Europe/Berlin", "2027-10-31T00:00:00Z")).toBe("2027-10-31T00:30:00Z");
    expect(nextText("30 2 * * *", "Europe/Berlin", "2027-10-31T00:30:00Z")).toBe("2027-11-01T01:30:00Z");
  });

  it("may be given in seconds as a sixth field", () => {
    expect(nextText("*/10 * * * * *", "UTC", "2027-01-01T00:00:05Z")).toBe("2027-01-01T00:00:10Z");
  });

  it("always lies ahead, and none is passed over", () => {
    const schedule = { pattern: "15 */6 * * *", timeZone: "UTC" };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (after) => {
        const found = next(schedule, after)!;
        expect(found).toBeGreaterThan(after);
        expect(found - after).toBeLessThanOrEqual(6 * hour);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a cron pattern", () => {
  it.each(["0 3 * * *", "*/5 * * * *", "0 3 * * MON-FRI", "0 0 1 1,4,7,10 *", "0 0 L * *", "30 0 3 * * 0"])(
    "%s can be used",
    (pattern) => {
      expect(cronProblem({ pattern, timeZone: "Europe/Berlin" })).toBeUndefined();
    },
  );

  it.each(["* * *", "61 * * * *", "0 24 * * *", "0 3 32 * *", "0 3 * 13 *", "every day at three", "0 3 * * FUN"])(
    "%s is refused, quoted, with the order of the fields",
    (pattern) => {
      const problem = cronProblem({ pattern, timeZone: "UTC" });
      expect(problem).toContain(`"${pattern}"`);
      expect(problem).toContain("minute hour day-of-month month day-of-week");
    },
  );

  it.each(["2027-01-15T08:00:00", "2999-12-31T00:00:00Z"])("is not %s: that comes once", (pattern) => {
    expect(cronProblem({ pattern, timeZone: "UTC" })).toContain("is one moment, and no cron pattern");
  });

  it("that can never come round is refused", () => {
    expect(cronProblem({ pattern: "0 3 30 2 *", timeZone: "UTC" })).toBe('"0 3 30 2 *" never comes round');
  });

  it("in a zone that does not exist is refused with an example of one that does", () => {
    expect(cronProblem({ pattern: "0 3 * * *", timeZone: "Mars/Olympus" })).toBe(
      '"Mars/Olympus" is no time zone; write an IANA name, for example Europe/Berlin',
    );
  });
});

describe("the shortest period", () => {
  it("of a daily pattern is the day on which the clocks go forward, if that is near", () => {
    const daily = { pattern: "0 3 * * *", timeZone: "Europe/Berlin" };
    expect(shortestPeriod(daily, at("2027-03-25T00:00:00Z"))).toBe(23 * hour);
    expect(shortestPeriod(daily, at("2027-05-25T00:00:00Z"))).toBe(24 * hour);
  });

  it("of an uneven pattern is its shortest gap", () => {
    expect(shortestPeriod({ pattern: "0 3,5 * * *", timeZone: "UTC" }, 0)).toBe(2 * hour);
  });

  it("of a pattern that cannot recur is without end", () => {
    expect(shortestPeriod({ pattern: "0 3 30 2 *", timeZone: "UTC" }, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  it("is longest over the shortest day of a quarter, the weekend, the clock put back", () => {
    const utc = (pattern: string) => longestPeriod({ pattern, timeZone: "UTC" }, at("2027-01-01T00:00:00Z"));
    expect(utc("0 3 1 * *")).toBe(31 * 24 * hour);
    expect(utc("0 * * * 1-5")).toBe(49 * hour);
    expect(utc("0 3 30 2 *")).toBe(Number.POSITIVE_INFINITY);
    expect(longestPeriod({ pattern: "0 3 * * *", timeZone: "Europe/Berlin" }, at("2027-10-25T00:00:00Z"))).toBe(
      25 * hour,
    );
  });
});

describe("a window", () => {
  const nightly = { opens: { pattern: "0 22 * * *", timeZone: "UTC" }, length: 4 * hour };

  it.each([
    ["2027-01-01T21:59:59Z", false],
    ["2027-01-01T22:00:00Z", true],
    ["2027-01-02T01:59:59Z", true],
    ["2027-01-02T02:00:00Z", false],
  ])("of four hours from 22:00, at %s: open is %s", (now, open) => {
    expect(windowAt(nightly, at(now)).open).toBe(open);
  });

  it("that is closed says when it opens", () => {
    expect(windowAt(nightly, at("2027-01-01T12:00:00Z"))).toEqual({ open: false, opensAt: at("2027-01-01T22:00:00Z") });
  });

  it("longer than its period is always open", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (now) => {
        expect(windowAt({ ...nightly, length: day + 1 }, now).open).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("that is not there is always open", () => {
    expect(windowAt(undefined, 0)).toEqual({ open: true });
  });

  it("that never opens says so by giving no time", () => {
    expect(windowAt({ opens: { pattern: "0 3 30 2 *", timeZone: "UTC" }, length: hour }, 0)).toEqual({ open: false });
  });
});

describe("spreading", () => {
  const seeds = fc.stringMatching(/^[a-z2-9]{8}$/);

  it("brings a time forward by a twentieth at most, never back", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 400 * day }), seeds, (due, period, seed) => {
        const spreadDue = spread(due, period, seed);
        expect(spreadDue).toBeLessThanOrEqual(due);
        expect(due - spreadDue).toBeLessThanOrEqual(period / 20);
        expect(spread(due, period, seed)).toBe(spreadDue);
      }),
    );
  });

  it("parts keys that were declared together", () => {
    const times = new Set(Array.from({ length: 100 }, (_, index) => spread(30 * day, 30 * day, `k3f9x${100 + index}`)));
    expect(times.size).toBeGreaterThan(90);
  });
});

describe("backing off", () => {
  it("starts near a second, doubles, and stops growing", () => {
    const waits = [1, 2, 3, 4, 5, 10, 20, 1000].map((failures) => backOff(failures, "k3f9x2ab"));
    for (const [index, wait] of waits.entries()) {
      const full = Math.min(second * 2 ** ([1, 2, 3, 4, 5, 10, 20, 1000][index]! - 1), 10 * minute);
      expect(wait).toBeLessThanOrEqual(full);
      expect(wait).toBeGreaterThanOrEqual(full * 0.8);
    }
  });

  it("keeps to the longest wait it is given", () => {
    expect(backOff(50, "k3f9x2ab", minute)).toBeLessThanOrEqual(minute);
  });
});
