/** What a key may spend, in USD. It belongs to the declared key: a rotated key gets what is left. */
export class Quota {
  /** An amount that is granted once. */
  static total(usd: number): Quota {
    return new Quota(usd);
  }

  /** An amount that is granted anew every day, at the gateway's midnight. Sub2API only. */
  static daily(usd: number): Quota {
    return new Quota(usd, "Daily");
  }

  /** An amount that is granted anew every week. Sub2API only. */
  static weekly(usd: number): Quota {
    return new Quota(usd, "Weekly");
  }

  /** An amount that is granted anew every month. No gateway that is known today has it; refused at synth. */
  static monthly(usd: number): Quota {
    return new Quota(usd, "Monthly");
  }

  /** USD. Becomes `quota.amount`. */
  readonly usd: number;
  /** `Daily`, `Weekly` or `Monthly`; undefined: granted once. Becomes `quota.reset`. */
  readonly reset?: string;

  private constructor(usd: number, reset?: string) {
    this.usd = usd;
    if (reset !== undefined) this.reset = reset;
  }
}
