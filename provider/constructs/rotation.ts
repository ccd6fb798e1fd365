/** How the old key ends when a new one has taken over. */
export interface OverlapOptions {
  /**
   * How long the old key goes on working beside the new one at least: `30m`, `2h`. Becomes `rotation.overlap`.
   * @default "1h"
   */
  readonly overlap?: string;
  /**
   * The old key must have been unused for so long, where the gateway reports it; `0s` asks for nothing. Becomes
   * `rotation.retireWhenIdleFor`. Operator only.
   * @default "15m"
   */
  readonly retireWhenIdleFor?: string;
  /**
   * After so long beside the new key an old one that is still in use is reported. Becomes `rotation.maxOverlap`. Operator
   * only.
   * @default "7d"
   */
  readonly maxOverlap?: string;
  /**
   * True: an old key that is still in use after `maxOverlap` is revoked. Becomes `rotation.atMaxOverlap`. Operator only.
   * @default false - it is kept, with a condition, an event and a metric
   */
  readonly revokeAtMaxOverlap?: boolean;
  /**
   * The old key is disabled for so long before it is deleted; one annotation brings it back. Becomes
   * `rotation.disableBeforeDelete`. Operator only.
   * @default "24h"
   */
  readonly disableBeforeDelete?: string;
  /**
   * Rotations on schedule begin only while this window is open. Becomes `rotation.window`. Operator only.
   * @default - always
   */
  readonly window?: RotationWindow;
}

/** A recurring stretch of time in which rotations may begin. */
export interface RotationWindow {
  /** When it opens, as a cron pattern: `0 3 * * 1-5`. Becomes `rotation.window.schedule`. */
  readonly schedule: string;
  /** How long it stays open: `2h`. Becomes `rotation.window.duration`. */
  readonly duration: string;
  /**
   * The zone of the pattern, an IANA name. Becomes `rotation.window.timeZone`.
   * @default "UTC"
   */
  readonly timeZone?: string;
}

/** A rotation by a cron pattern. */
export interface ScheduleOptions extends OverlapOptions {
  /**
   * The zone of the pattern, an IANA name. Becomes `rotation.timeZone`.
   * @default "UTC"
   */
  readonly timeZone?: string;
}

/** When a key is replaced by a new one, and how the old one ends. Becomes `rotation`. */
export class Rotation {
  /**
   * So often: `30d`, `12h`. The operator spreads it a little, so that keys declared together do not rotate together; with
   * the other deliveries the first apply after that time does it.
   */
  static every(period: string, options: OverlapOptions = {}): Rotation {
    return new Rotation({ every: period }, options);
  }

  /** At the times of a cron pattern: `0 3 1 * *` is 3 o'clock on the first day of each month. Operator only. */
  static schedule(pattern: string, options: ScheduleOptions = {}): Rotation {
    return new Rotation({ schedule: pattern, timeZone: options.timeZone }, options);
  }

  /** Only when somebody asks for it. */
  static onRequest(options: OverlapOptions = {}): Rotation {
    return new Rotation({}, options);
  }

  /** The period as it was given; undefined for a cron pattern and for rotation on request. */
  readonly period?: string;
  /** The cron pattern as it was given; undefined for a period and for rotation on request. */
  readonly pattern?: string;
  /** @internal As core has it. */
  readonly _spec: Readonly<Record<string, unknown>>;

  private constructor(when: Readonly<Record<string, string | undefined>>, options: OverlapOptions) {
    const { revokeAtMaxOverlap, ...rest } = options;
    this._spec = {
      ...rest,
      ...when,
      ...(revokeAtMaxOverlap === undefined ? {} : { atMaxOverlap: revokeAtMaxOverlap ? "Revoke" : "Keep" }),
    };
    if (when.every !== undefined) this.period = when.every;
    if (when.schedule !== undefined) this.pattern = when.schedule;
  }
}

/** @internal Cron patterns are judged over one and the same year, from here on, so that a synth is the same on every day. */
export const patternsFrom = 1_767_225_600_000;
