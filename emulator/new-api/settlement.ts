import type { Clock } from "../clock.ts";
import type { Profile } from "./profile.ts";
import type { Site } from "./site.ts";
import type { Token } from "./tokens.ts";
import type { LogRow, UsageLog } from "./usage-log.ts";
import type { User } from "./users.ts";

/** What the bill of one call needs to know. */
export interface Call {
  readonly token: Token;
  readonly user: User;
  readonly model: string;
  readonly group: string;
  readonly channel: number;
  readonly path: string;
  readonly stream: boolean;
  readonly requestId: string;
  /** Requested ceiling of the answer, 0 if none. */
  readonly maxTokens: number;
}

/** Why a call is refused for money: the wallet's, or the key's own quota. */
export type Refusal = { wallet: true; remaining: number } | { wallet: false; remaining: number; needed: number };

/** A call that was let in; end it exactly once. */
export interface Charge {
  /** Books the true price shortly after now, as the servers do, and writes the log. */
  settle(promptTokens: number, completionTokens: number): void;
  /** Gives the estimate back shortly after now. */
  cancel(): void;
}

/** Charging for calls. */
export interface Settlement {
  /** Books the estimate, unless key and wallet are so full that the server trusts them. */
  open(call: Call): Charge | Refusal;
  /** Carries out the bookings that wait for their moment. Batched ones go on waiting. */
  settle(): void;
  /** Carries out everything that is still to be booked, batched bookings included. */
  flush(): void;
  /** Carries out batched bookings whose interval is over. */
  tick(): void;
  /** Books in batches of this many seconds from now on; 0 = at once. */
  batch(seconds: number): void;
}

const leastTokens = 500;

/** Charging with nothing pending. `delayMs` says how long after an answer its price is booked. */
export function createSettlement(
  profile: Profile,
  site: Site,
  log: UsageLog,
  clock: Clock,
  delayMs: () => number,
): Settlement {
  const pending = new Map<NodeJS.Timeout, () => void>();
  let interval = 0;
  let batchDue = 0;
  let batched: (() => void)[] = [];

  function later(work: () => void): void {
    const timer = setTimeout(() => {
      pending.delete(timer);
      work();
    }, delayMs());
    timer.unref();
    pending.set(timer, work);
  }

  /** Takes `quota` (or gives it back) from the key. A deleted key's row is not touched any more. */
  function bookToken(token: Token, quota: number, at = clock.seconds()): void {
    if (quota === 0 || token.deleted) return;
    token.remainQuota -= quota;
    token.usedQuota += quota;
    token.accessedTime = at;
  }

  function book(token: Token, user: User, quota: number, wallet: number): void {
    if (interval === 0) {
      user.quota -= wallet;
      bookToken(token, quota);
      return;
    }
    batched.push(() => {
      user.quota -= wallet;
      bookToken(token, quota, batchDue);
    });
  }

  function settle(): void {
    for (const [timer, work] of [...pending]) {
      clearTimeout(timer);
      pending.delete(timer);
      work();
    }
  }

  function runBatch(): void {
    const work = batched;
    batched = [];
    for (const step of work) step();
  }

  function price(
    call: Call,
    prompt: number,
    completion: number,
  ): { quota: number; row: Pick<LogRow, "modelRatio" | "completionRatio" | "groupRatio"> } {
    const { ratio, completion: completionRatio } = site.price(call.model) ?? { ratio: 0, completion: 1 };
    const groupRatio = site.groupRatio(call.group) ?? 1;
    const exact = (prompt + completion * completionRatio) * ratio * groupRatio;
    // Old servers cut the price of native Anthropic calls down instead of rounding it.
    const cut = !profile.roundsEveryPrice && call.path === "/v1/messages";
    const quota = cut ? Math.floor(exact) : Math.round(exact);
    return { quota: ratio !== 0 && quota <= 0 ? 1 : quota, row: { modelRatio: ratio, completionRatio, groupRatio } };
  }

  return {
    open(call) {
      const { token, user } = call;
      const { ratio } = site.price(call.model) ?? { ratio: 0 };
      const groupRatio = site.groupRatio(call.group) ?? 1;
      const estimate = Math.floor((leastTokens + call.maxTokens) * ratio * groupRatio);
      if (user.quota <= 0 || user.quota < estimate) return { wallet: true, remaining: user.quota };
      const trusted = profile.trust === "ten dollars" ? 10 * site.quotaPerUnit() : 100 * estimate;
      const trust = user.quota > trusted && (token.unlimitedQuota || token.remainQuota > trusted);
      const held = trust ? 0 : estimate;
      if (!token.unlimitedQuota && held > token.remainQuota) {
        return { wallet: false, remaining: token.remainQuota, needed: held };
      }
      if (held > 0) book(token, user, held, held);
      return {
        settle: (promptTokens, completionTokens) =>
          later(() => {
            const { quota, row } = price(call, promptTokens, completionTokens);
            book(token, user, quota - held, quota - held);
            user.usedQuota += quota;
            user.requestCount += 1;
            log.add({
              userId: user.id,
              username: user.username,
              createdAt: clock.seconds(),
              tokenId: token.id,
              tokenName: token.name,
              model: call.model,
              quota,
              promptTokens,
              completionTokens,
              group: call.group,
              channel: call.channel,
              stream: call.stream,
              path: call.path,
              requestId: call.requestId,
              ...row,
            });
          }),
        cancel: () => {
          if (held > 0) later(() => book(token, user, -held, -held));
        },
      };
    },
    settle,
    flush() {
      settle();
      runBatch();
    },
    tick() {
      if (interval === 0 || clock.seconds() < batchDue) return;
      batchDue = clock.seconds() - ((clock.seconds() - batchDue) % interval);
      settle();
      runBatch();
      batchDue += interval;
    },
    batch(seconds) {
      runBatch();
      interval = seconds;
      batchDue = clock.seconds() + seconds;
    },
  };
}
