/**
 * Instants and durations as plain numbers of milliseconds. The core reads no clock and knows no `Date`: an instant comes
 * in as an argument or as an RFC 3339 text, and both are handled by arithmetic here.
 */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** A length of time in milliseconds. */
export type Milliseconds = number;

export const second: Milliseconds = 1_000;
export const minute: Milliseconds = 60 * second;
export const hour: Milliseconds = 60 * minute;
export const day: Milliseconds = 24 * hour;

/** What a duration looks like: `90d`, `12h`, `1h30m`, `500ms`. Kept as a text too, because the CRD needs the pattern. */
export const durationPattern = "^([0-9]+(ms|s|m|h|d|w))+$";

const unit: Readonly<Record<string, Milliseconds>> = { ms: 1, s: second, m: minute, h: hour, d: day, w: 7 * day };

const duration = new RegExp(durationPattern);

/** Reads a duration such as `30d` or `1h30m`; undefined if the text is none, or is longer than a thousand years. */
export function parseDuration(text: string): Milliseconds | undefined {
  if (!duration.test(text)) return undefined;
  let total = 0;
  for (const [, count, name] of text.matchAll(/([0-9]+)(ms|s|m|h|d|w)/g)) total += Number(count) * unit[name!]!;
  return total <= 366_000 * day ? total : undefined;
}

/** Writes a duration with its largest exact units: 5400000 is `1h30m`. */
export function formatDuration(length: Milliseconds): string {
  if (length <= 0) return "0s";
  let rest = length;
  let text = "";
  for (const name of ["d", "h", "m", "s", "ms"] as const) {
    const count = Math.floor(rest / unit[name]!);
    if (count > 0) text += `${count}${name}`;
    rest -= count * unit[name]!;
  }
  return text;
}

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** Reads an RFC 3339 time with a zone; undefined if it is none or names a day that does not exist. */
export function parseInstant(text: string): Instant | undefined {
  const found = rfc3339.exec(text);
  if (!found) return undefined;
  // Ten of these are read for every look at a key: no arrays in between.
  const year = Number(found[1]);
  const month = Number(found[2]);
  const date = Number(found[3]);
  const hours = Number(found[4]);
  const minutes = Number(found[5]);
  const seconds = Number(found[6]);
  if (month < 1 || month > 12 || date < 1 || date > daysInMonth(year, month)) return undefined;
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  if (Number(found[9] ?? 0) > 23 || Number(found[10] ?? 0) > 59) return undefined;
  const fraction = found[7] === undefined ? 0 : Math.floor(Number(`0.${found[7]}`) * 1000);
  const offset = found[8] ? (found[8] === "-" ? 1 : -1) * (Number(found[9]) * hour + Number(found[10]) * minute) : 0;
  const start = daysFromCivil(year, month, date) * day;
  return start + hours * hour + minutes * minute + seconds * second + fraction + offset;
}

/** Writes an instant as RFC 3339 in UTC; milliseconds appear only when they are not zero. */
export function formatInstant(instant: Instant): string {
  const days = Math.floor(instant / day);
  const [year, month, date] = civilFromDays(days);
  const rest = instant - days * day;
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const millis = rest % second;
  const clock = `${two(rest / hour)}:${two((rest % hour) / minute)}:${two((rest % minute) / second)}`;
  const fraction = millis === 0 ? "" : `.${String(millis).padStart(3, "0")}`;
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(date)}T${clock}${fraction}Z`;
}

function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

// Both conversions count years from March, so that the leap day is the last day of its year and needs no special case.
function daysFromCivil(year: number, month: number, date: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

function civilFromDays(days: number): [year: number, month: number, date: number] {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return [year, month, dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1];
}
