import { createHash } from "node:crypto";
import type { Sensitive } from "../../core/sensitive.ts";
import type { Instant } from "../../core/time.ts";
import type { Budget } from "../budget.ts";
import { GatewayError } from "../error.ts";
import type { CallOptions, Verdict } from "../gateway.ts";
import type { Http, HttpAnswer } from "../http.ts";
import type { Traits } from "./version.ts";
import { errorWord } from "./wire.ts";

/** Asks the data plane about key texts. */
export interface Prober {
  /** Never throws. */
  probe(text: Sensitive, options?: CallOptions): Promise<Verdict>;
  /**
   * The text has just been made, or is about to be revoked: whether its probe may count as a bad one. No probe that skips
   * quota and wallet sees an expiry either, so that is remembered here.
   */
  expect(text: Sensitive, good: boolean, expiresAt?: Instant): void;
  /** The expiry of a key has been changed. */
  move(text: string, expiresAt: Instant | undefined): void;
  /** Another version may have another probe. */
  restart(): void;
}

/**
 * Bad keys count against our address: the 121st refusal within a minute blocks it for a minute, good keys included
 * (from 0.1.161). Probes that may be refused stand in this bucket, with a limit well below.
 */
export const badProbes = "bad-probes";

const billing = "/v1/sub2api/billing";
const usage = "/v1/usage";
const remembered = 20_000;
/** Keys thought good that are asked about at once; all of them may turn out bad without blocking our address. */
const atOnce = 16;

export function createProber(http: Http, budget: Budget, traits: () => Traits, now: () => Instant): Prober {
  const good = new Map<string, Instant>();
  const queue: (() => void)[] = [];
  let billingMissing = false;
  let active = 0;
  let owed = 0;
  const markOf = (text: string) => createHash("sha256").update(text).digest("base64url");

  function expect(text: Sensitive, fine: boolean, expiresAt: Instant = Number.POSITIVE_INFINITY): void {
    const mark = markOf(text.reveal());
    good.delete(mark);
    if (!fine) return;
    good.set(mark, expiresAt);
    if (good.size > remembered) good.delete(good.keys().next().value as string);
  }

  async function ask(path: string, text: Sensitive, options: CallOptions, trusted: boolean): Promise<HttpAnswer> {
    try {
      return await http.request({
        operation: "probe",
        method: "GET",
        path,
        headers: { authorization: `Bearer ${text.reveal()}` },
        accept: "any",
        bucket: trusted ? [] : badProbes,
        ...options,
      });
    } catch (error) {
      if (trusted && error instanceof GatewayError && error.reason === "RateLimited") {
        budget.observe429(badProbes, Math.max(0, (error.until ?? now()) - now()));
      }
      throw error;
    }
  }

  /** A key that was thought good and is not has used up a place all the same. */
  function charge(): void {
    owed += 1;
    const paid = () => {
      owed -= 1;
    };
    budget.acquire(badProbes).then((release) => {
      release();
      paid();
    }, paid);
  }

  /** Whether a key that is thought good may be asked about at once: only while a few mistakes would do no harm. */
  async function enter(): Promise<boolean> {
    if (active < atOnce) active += 1;
    else await new Promise<void>((resolve) => queue.push(resolve));
    if (budget.remaining(badProbes) > owed) return true;
    leave();
    return false;
  }

  function leave(): void {
    const next = queue.shift();
    if (next) next();
    else active -= 1;
  }

  async function askBest(text: Sensitive, options: CallOptions, trusted: boolean): Promise<HttpAnswer> {
    if (!traits().billingProbe || billingMissing) return ask(usage, text, options, trusted);
    const answer = await ask(billing, text, options, trusted);
    if (answer.status !== 404) return answer;
    billingMissing = true;
    return ask(usage, text, options, trusted);
  }

  async function probe(text: Sensitive, options: CallOptions): Promise<Verdict> {
    const expiresAt = good.get(markOf(text.reveal()));
    const trusted = expiresAt !== undefined && (await enter());
    let answer: HttpAnswer;
    try {
      answer = await askBest(text, options, trusted);
      if (answer.status === 401 && trusted) charge();
    } finally {
      if (trusted) leave();
    }
    const verdict = verdictOf(answer);
    if (answer.status === 401) expect(text, false);
    else if (verdict.kind === "accepted") {
      expect(text, true, expiresAt);
      if (expiresAt !== undefined && expiresAt <= now()) {
        return { kind: "unknown", why: "The data plane knows the key, but its time is over: calls are refused." };
      }
    }
    return verdict;
  }

  return {
    expect,
    move(text, expiresAt = Number.POSITIVE_INFINITY) {
      const mark = markOf(text);
      if (good.has(mark)) good.set(mark, expiresAt);
    },
    restart() {
      billingMissing = false;
    },
    async probe(text, options = {}) {
      try {
        return await probe(text, options);
      } catch (error) {
        return { kind: "unknown", why: error instanceof Error ? error.message : "The probe failed." };
      }
    },
  };
}

/** What an answer of `/v1/sub2api/billing` or `/v1/usage` says about the key. Everything unforeseen says nothing. */
export function verdictOf(answer: HttpAnswer): Verdict {
  const { status, body } = answer;
  const word = errorWord(body) ?? "";
  const said = `${status}${word === "" ? "" : ` ${word}`}`;
  if (status === 200) {
    if (!isProbeAnswer(body))
      return { kind: "unknown", why: "The data plane's 200 is no answer of Sub2API: is dataURL right?" };
    const note = noteOf(body);
    return note === undefined ? { kind: "accepted" } : { kind: "accepted", note };
  }
  switch (word) {
    case "INVALID_API_KEY":
      return { kind: "rejected", why: `${said}: the data plane does not know the key.` };
    case "API_KEY_DISABLED":
      return { kind: "rejected", why: `${said}: the key is switched off.` };
    case "API_KEY_EXPIRED":
      return { kind: "rejected", why: `${said}: the key has expired.` };
    case "ACCESS_DENIED":
      return { kind: "accepted", note: "The key's IP list keeps our own address out." };
    case "INSUFFICIENT_BALANCE":
      return { kind: "accepted", note: "The account's wallet is empty." };
    case "SUBSCRIPTION_NOT_FOUND":
    case "USAGE_LIMIT_EXCEEDED":
    case "API_KEY_QUOTA_EXHAUSTED":
      return {
        kind: "accepted",
        note: `The data plane says ${said}: the account or the key has nothing left to spend.`,
      };
    case "GROUP_DELETED":
    case "GROUP_DISABLED":
    case "GROUP_NOT_ALLOWED":
    case "permission_error":
      // Neither usable nor dead: an administrator can bring it back at any time.
      return { kind: "unknown", why: `${said}: the key is known, but its group is closed to it.` };
    case "USER_INACTIVE":
      return { kind: "unknown", why: `${said}: the account is switched off, and every key with it.` };
    default:
      return { kind: "unknown", why: `The data plane answered ${said}: ${answer.text}` };
  }
}

function isProbeAnswer(body: unknown): body is Record<string, unknown> {
  if (typeof body !== "object" || body === null) return false;
  return "isValid" in body || ("object" in body && body.object === "sub2api.key_billing");
}

function noteOf(body: Record<string, unknown>): string | undefined {
  if (typeof body.status === "string" && body.status !== "active") return `The key's state is ${body.status}.`;
  return typeof body.balance === "number" && body.balance <= 0 ? "The account's wallet is empty." : undefined;
}
