import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { day, formatDuration, formatInstant, hour, minute, parseDuration, parseInstant } from "../../core/time.ts";

describe("a duration", () => {
  it.each([
    ["0s", 0],
    ["500ms", 500],
    ["1h30m", 90 * minute],
    ["1w", 7 * day],
    ["90d", 90 * day],
    ["1h1h", 2 * hour],
    ["1d12h30m15s250ms", day + 12 * hour + 30 * minute + 15_250],
  ])("%s is %d ms", (text, length) => {
    expect(parseDuration(text)).toBe(length);
  });

  it.each(["", "1", "h", "1 h", " 1h", "1h ", "-1h", "1.5h", "1H", "1y", "1h30", "forever", "1h\n", "PT1H", "٣h"])(
    "%j is refused",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it("longer than a thousand years is refused, whatever its digits", () => {
    expect(parseDuration("366000d")).toBe(366_000 * day);
    expect(parseDuration("366001d")).toBeUndefined();
    expect(parseDuration(`${"9".repeat(400)}d`)).toBeUndefined();
  });

  it("is written with its largest units", () => {
    expect(formatDuration(90 * minute)).toBe("1h30m");
    expect(formatDuration(day + 1)).toBe("1d1ms");
    expect(formatDuration(0)).toBe("0s");
    expect(formatDuration(-5)).toBe("0s");
  });

  it("survives being written and read", () => {
    fc.assert(
      fc.property(fc.nat({ max: 366_000 * day }), (length) => {
        expect(parseDuration(formatDuration(length))).toBe(length);
      }),
    );
  });
});

describe("an instant", () => {
  it.each([
    ["1970-01-01T00:00:00Z", 0],
    ["1970-01-01T00:00:00.009Z", 9],
    ["1969-12-31T23:59:59Z", -1000],
    ["2000-02-29T00:00:00Z", 951_782_400_000],
    ["2027-01-31T12:00:00+02:00", Date.UTC(2027, 0, 31, 10)],
    ["2027-01-31T12:00:00-05:30", Date.UTC(2027, 0, 31, 17, 30)],
    ["2027-01-31t12:00:00z", Date.UTC(2027, 0, 31, 12)],
    ["2027-01-31T12:00:00.123456789Z", Date.UTC(2027, 0, 31, 12, 0, 0, 123)],
  ])("%s is read", (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  it.each([
    "",
    "2027-01-31",
    "2027-01-31T12:00:00",
    "2027-01-31 12:00:00Z",
    "2027-1-31T12:00:00Z",
    "2027-00-10T12:00:00Z",
    "2027-13-10T12:00:00Z",
    "2027-02-29T12:00:00Z",
    "1900-02-29T12:00:00Z",
    "2027-04-31T12:00:00Z",
    "2027-01-00T12:00:00Z",
    "2027-01-31T24:00:00Z",
    "2027-01-31T12:60:00Z",
    "2027-01-31T12:00:60Z",
    "2027-01-31T12:00:00+24:00",
    "2027-01-31T12:00:00+02:60",
    "2027-01-31T12:00:00+0200",
    "2027-01-31T12:00:00.Z",
    "2027-01-31T12:00:00Z\n",
    "tomorrow",
  ])("%j is refused", (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it("agrees with the platform's calendar for ten thousand years", () => {
    const first = Date.UTC(1, 0, 1) - 1901 * 365 * day;
    const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
    fc.assert(
      fc.property(fc.integer({ min: Math.max(first, -62_135_596_800_000), max: last }), (instant) => {
        const platform = new Date(instant).toISOString();
        expect(formatInstant(instant)).toBe(platform.replace(".000Z", "Z"));
        expect(parseInstant(platform)).toBe(instant);
      }),
      { numRuns: 500 },
    );
  });

  it("survives being written and read, and sorts as text as it does as a number", () => {
    const instants = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1000);
    fc.assert(
      fc.property(instants, instants, (a, b) => {
        expect(parseInstant(formatInstant(a))).toBe(a);
        expect(Math.sign(a - b)).toBe(formatInstant(a) < formatInstant(b) ? -1 : a === b ? 0 : 1);
      }),
    );
  });
});
