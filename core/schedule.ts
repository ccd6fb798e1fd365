import { Cron } from "croner";
import { day, formatInstant, type Instant, type Milliseconds, minute, second } from "./time.ts";

/** When something recurs: a cron pattern (five fields, or six with seconds) in a time zone. */
export interface CronSchedule {
  readonly pattern: string;
  /** An IANA name such as Europe/Berlin. */
  readonly timeZone: string;
}

/** A recurring stretch of time in which disruptive steps may begin. */
export interface Window {
  readonly opens: CronSchedule;
  readonly length: Milliseconds;
}

/** Why a pattern or zone cannot be used, or undefined if it can. */
export function cronProblem(schedule: CronSchedule): string | undefined {
  try {
    // The library takes a date as well.
    if (compile(schedule).cron.getOnce())
      return `"${schedule.pattern}" is one moment, and no cron pattern (minute hour day-of-month month day-of-week)`;
    if (next(schedule, 0) === undefined) return `"${schedule.pattern}" never comes round`;
    return undefined;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return text.includes("timezone")
      ? `"${schedule.timeZone}" is no time zone; write an IANA name, for example Europe/Berlin`
      : `"${schedule.pattern}" is no cron pattern (minute hour day-of-month month day-of-week): ${text.replace(/^CronPattern: /, "")}`;
  }
}

/** The first occurrence after `after`; undefined if there is none. Throws on a pattern or zone that is none. */
export function next(schedule: CronSchedule, after: Instant): Instant | undefined {
  const known = compile(schedule);
  // No occurrence lies between an instant and the one that follows it, so every instant between them has that same answer.
  if (known.answer && after >= known.answer.after && after < known.answer.at) return known.answer.at;
  const at = known.cron.nextRun(formatInstant(after))?.getTime();
  if (at !== undefined) known.answer = { after, at };
  return at;
}

interface Compiled {
  readonly cron: Cron;
  answer?: { readonly after: Instant; readonly at: Instant };
}

/** Parsing a pattern costs more than a whole decision, and ten thousand keys share a few patterns. */
const compiled = new Map<string, Compiled>();
const mostCompiled = 500;

function compile({ pattern, timeZone }: CronSchedule): Compiled {
  const name = `${timeZone} ${pattern}`;
  const known = compiled.get(name);
  if (known) return known;
  if (compiled.size >= mostCompiled) compiled.clear();
  const fresh: Compiled = { cron: new Cron(pattern, { timezone: timeZone, paused: true }) };
  compiled.set(name, fresh);
  return fresh;
}

/** The shortest distance between the next few occurrences; what an overlap must fit into. */
export function shortestPeriod(schedule: CronSchedule, from: Instant): Milliseconds {
  let shortest = Number.POSITIVE_INFINITY;
  let at = next(schedule, from);
  for (let count = 0; count < 8 && at !== undefined; count++) {
    const following = next(schedule, at);
    if (following === undefined) break;
    shortest = Math.min(shortest, following - at);
    at = following;
  }
  return shortest;
}

/** The longest distance between occurrences in the year after `from`; infinite if the pattern never comes round. */
export function longestPeriod(schedule: CronSchedule, from: Instant): Milliseconds {
  let longest = 0;
  let at = from;
  for (let count = 0; count < 400 && at < from + 366 * day; count++) {
    const following = next(schedule, at);
    if (following === undefined) return Number.POSITIVE_INFINITY;
    longest = Math.max(longest, following - at);
    at = following;
  }
  return longest;
}

/** Whether `now` lies in the window, and if not, when it opens next. No window is always open. */
export function windowAt(
  window: Window | undefined,
  now: Instant,
): { open: true } | { open: false; opensAt?: Instant } {
  if (!window) return { open: true };
  const start = next(window.opens, now - window.length);
  if (start === undefined) return { open: false };
  return start <= now ? { open: true } : { open: false, opensAt: start };
}

/**
 * Brings a due time forward by up to a twentieth of its period, always by the same share for the same key, so that keys
 * declared together do not all rotate in one second. `seed` is the owner's marker.
 */
export function spread(due: Instant, period: Milliseconds, seed: string): Instant {
  let sum = 0;
  for (let index = 0; index < seed.length; index++) sum = (sum * 31 + seed.charCodeAt(index)) % 9973;
  return due - Math.floor((period / 20) * (sum / 9973));
}

/** How long to wait after the given number of failures in a row: 1 s, doubled each time, at most `most`. Jitter by seed. */
export function backOff(failures: number, seed: string, most: Milliseconds = 10 * minute): Milliseconds {
  const full = Math.min(second * 2 ** Math.min(failures - 1, 20), most);
  return spread(full, full * 4, `${seed}${failures}`);
}
