import type { QuotaReset } from "./key.ts";
import type { KeyRecord } from "./ledger.ts";
import type { Restrictions } from "./restrictions.ts";
import { day, type Instant, type Milliseconds } from "./time.ts";
import type { Turn } from "./turn.ts";

/** What a key gets whose budget is used up: gateways take 0 for "unlimited", so never 0. USD. */
export const smallestQuota = 0.00001;

/** After so long a quota with that reset is granted again, at the latest. */
export const quotaPeriod: Readonly<Record<QuotaReset, Milliseconds>> = {
  Daily: day,
  Weekly: 7 * day,
  Monthly: 31 * day,
};

/**
 * What one key may do: the declared restrictions, but of the budget only what the resource's other keys have left over, so
 * that rotating never refills it; and an end if a lifetime is declared. Undefined while the declaration cannot be resolved.
 */
export function restrictionsFor(turn: Turn, record: KeyRecord): Restrictions | undefined {
  const { restrictions, lifetime } = turn.want;
  if (!restrictions) return undefined;
  const { quota, expiresAt } = restrictions;
  const ends =
    lifetime === undefined
      ? expiresAt
      : Math.min(expiresAt ?? Number.POSITIVE_INFINITY, bornAt(record, lifetime, turn.now) + lifetime);
  return {
    ...restrictions,
    ...(quota
      ? {
          quota: {
            ...quota,
            amount: Math.max(quota.amount - spentByOthers(turn, record.revision, quota.reset), smallestQuota),
          },
        }
      : {}),
    ...(ends === undefined ? {} : { expiresAt: ends }),
  };
}

/**
 * Where a key's lifetime begins: at its plan, so that every attempt asks for the same, unless the gateway was away for so
 * long that much of the lifetime would be over at its birth.
 */
function bornAt({ plannedAt, issuedAt }: KeyRecord, lifetime: Milliseconds, now: Instant): Instant {
  const born = issuedAt ?? now;
  return born - plannedAt > lifetime / 10 ? born : plannedAt;
}

function spentByOthers(turn: Turn, revision: number, reset: QuotaReset | undefined): number {
  const others = turn.ledger.keys.filter((record) => record.revision !== revision);
  const living = others.reduce((sum, record) => sum + stillCounts(record, reset, turn.now), 0);
  const { carried } = turn.ledger;
  if (!carried || (reset && turn.now - carried.at >= quotaPeriod[reset])) return living;
  return living + carried.spent;
}

/** When the next spending of a key that is over stops counting; undefined where nothing will. */
export function budgetGrowsAt({ want, ledger, now }: Turn): Instant | undefined {
  const reset = want.restrictions?.quota?.reset;
  if (!reset) return undefined;
  const ended = ledger.keys.map((record) => record.revokedAt ?? record.disabledAt);
  const times = [...ended, ledger.carried?.at].flatMap((at) => (at === undefined ? [] : [at + quotaPeriod[reset]]));
  const coming = times.filter((at) => at > now);
  return coming.length === 0 ? undefined : Math.min(...coming);
}

/** In a quota with periods, a dead key's last known spending counts until a whole period has gone by: rather too strict. */
function stillCounts(record: KeyRecord, reset: QuotaReset | undefined, now: Instant): number {
  const ended = record.revokedAt ?? record.disabledAt;
  if (reset && ended !== undefined && now - ended >= quotaPeriod[reset]) return 0;
  return record.spent ?? 0;
}
