import * as z from "zod/mini";
import { duration } from "./key.ts";
import { optional } from "./optional.ts";
import { type CronSchedule, cronProblem, shortestPeriod, type Window } from "./schedule.ts";
import { day, formatDuration, hour, type Instant, type Milliseconds, minute, parseDuration, second } from "./time.ts";

const cron = z.string().check(z.minLength(9), z.maxLength(120));
const timeZone = z.string().check(z.minLength(1), z.maxLength(64));

export const windowSchema = z.strictObject({
  schedule: cron.check(z.describe("When the window opens, as a cron pattern.")),
  duration: duration.check(z.describe("How long it stays open.")),
  timeZone: optional(timeZone, "Default: UTC."),
});

/** How a key is rotated, in the form people write it. */
export const rotationSchema = z.strictObject({
  every: optional(duration, "Rotate so often; spread a little, so that keys declared together do not rotate together."),
  schedule: optional(cron, "Rotate at these times, as a cron pattern; instead of `every`."),
  timeZone: optional(timeZone, "The zone of `schedule`, an IANA name. Default: UTC."),
  overlap: optional(duration, "How long the old key goes on working beside the new one at least. Default: 1h."),
  retireWhenIdleFor: optional(
    duration,
    "The old key must have been unused for so long, where the gateway reports it; 0s asks for nothing. Default: 15m.",
  ),
  maxOverlap: optional(
    duration,
    "After so long, `atMaxOverlap` says what happens to an old key still in use. Default: 7d.",
  ),
  atMaxOverlap: optional(
    z.enum(["Keep", "Revoke"]),
    "Keep goes on waiting, with a condition, an event and a metric. Revoke ends it. Default: Keep.",
  ),
  disableBeforeDelete: optional(
    duration,
    "The old key is disabled for so long before it is deleted; one annotation brings it back. 0s deletes at once. Default: 24h.",
  ),
  window: optional(windowSchema, "Rotations on schedule begin only while this window is open. Default: always."),
});
export type RotationSpec = z.infer<typeof rotationSchema>;

/** How a key is rotated, complete and in milliseconds. */
export interface Rotation {
  readonly every?: Milliseconds;
  readonly schedule?: CronSchedule;
  readonly overlap: Milliseconds;
  readonly retireWhenIdleFor: Milliseconds;
  readonly maxOverlap: Milliseconds;
  readonly atMaxOverlap: "Keep" | "Revoke";
  readonly disableBeforeDelete: Milliseconds;
  readonly window?: Window;
}

/** One thing wrong with a declared policy. `path` is relative to `spec`. */
export interface PolicyProblem {
  readonly path: string;
  readonly message: string;
}

/**
 * Fills in the defaults and checks the parts against each other. `now` is only used to look at the coming occurrences of a
 * cron pattern. With problems, the rotation returned must not be used to rotate.
 */
export function resolveRotation(
  spec: RotationSpec,
  now: Instant,
): { rotation: Rotation; problems: readonly PolicyProblem[] } {
  const problems: PolicyProblem[] = [];
  const every = spec.every === undefined ? undefined : parseDuration(spec.every);
  const overlap = parseDuration(spec.overlap ?? "1h") ?? hour;
  const schedule =
    spec.schedule === undefined ? undefined : { pattern: spec.schedule, timeZone: spec.timeZone ?? "UTC" };
  const window = spec.window && {
    opens: { pattern: spec.window.schedule, timeZone: spec.window.timeZone ?? "UTC" },
    length: parseDuration(spec.window.duration) ?? 0,
  };
  const refuse = (path: string, message: string) => problems.push({ path: `rotation.${path}`, message });

  if (every !== undefined && schedule) refuse("schedule", "give either `every` or `schedule`, not both");
  if (every !== undefined && every < second) refuse("every", `"${spec.every}" is shorter than a second`);
  const broken = schedule && cronProblem(schedule);
  if (broken) refuse("schedule", broken);
  const brokenWindow = window && cronProblem(window.opens);
  if (brokenWindow) refuse("window.schedule", brokenWindow);
  if (window && window.length === 0) refuse("window.duration", "a window of no length never opens");
  const period = every ?? (schedule && !broken ? shortestPeriod(schedule, now) : undefined);
  if (period !== undefined && period <= overlap) {
    const given = formatDuration(period);
    refuse(
      "overlap",
      `${formatDuration(overlap)} does not fit into a rotation every ${given}; make the overlap shorter than ${given}`,
    );
  }
  const maxOverlap = parseDuration(spec.maxOverlap ?? "7d") ?? 7 * day;
  if (spec.maxOverlap !== undefined && maxOverlap < overlap) refuse("maxOverlap", "is shorter than the overlap");
  return {
    rotation: {
      ...(every === undefined ? {} : { every }),
      ...(schedule && !broken ? { schedule } : {}),
      overlap,
      retireWhenIdleFor: parseDuration(spec.retireWhenIdleFor ?? "15m") ?? 15 * minute,
      maxOverlap: Math.max(maxOverlap, overlap),
      atMaxOverlap: spec.atMaxOverlap ?? "Keep",
      disableBeforeDelete: parseDuration(spec.disableBeforeDelete ?? "24h") ?? day,
      ...(window && !brokenWindow ? { window } : {}),
    },
    problems,
  };
}
