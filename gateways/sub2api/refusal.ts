import { type Instant, minute } from "../../core/time.ts";
import { GatewayError, type GatewayErrorCode } from "../error.ts";
import type { HttpAnswer } from "../http.ts";
import { errorWord } from "./wire.ts";

/** An answer that is no success: what it says in one word, and what it means for us. */
export interface Refusal {
  readonly status: number;
  /** `API_KEY_EXISTS` and so on; "" if the answer has none. */
  readonly word: string;
  readonly error: GatewayError;
}

type Meaning = readonly [code: GatewayErrorCode, reason: string, advice: string];

const badKey: Meaning = ["fix-spec", "KeyRefused", "Change the declared key."];

/** What the words of the management API mean for whoever asked. */
const meanings: Readonly<Record<string, Meaning>> = {
  API_KEY_NOT_FOUND: ["gone", "KeyNotFound", "The key does not exist, or belongs to another account."],
  GROUP_NOT_FOUND: ["fix-spec", "GroupUnknown", "The group has been deleted; choose another one."],
  GROUP_NOT_ALLOWED: [
    "fix-spec",
    "GroupNotAllowed",
    "This account may not use the group; ask for access or a subscription.",
  ],
  INVALID_IP_PATTERN: ["fix-spec", "AddressInvalid", "One entry of allowedIPs is neither an address nor a CIDR range."],
  API_KEY_TOO_SHORT: badKey,
  API_KEY_INVALID_CHARS: badKey,
  API_KEY_EXISTS: ["fix-spec", "TextTaken", "The key's text is taken."],
  INSUFFICIENT_PERMISSIONS: [
    "fix-credentials",
    "ForeignKey",
    "The key belongs to another account: are these the credentials it was made with?",
  ],
  ADMIN_COMPLIANCE_ACK_REQUIRED: [
    "fix-credentials",
    "ComplianceRequired",
    "An administrator must accept the compliance text in the console once.",
  ],
  IDEMPOTENCY_KEY_REQUIRED: [
    "fix-spec",
    "IdempotencyRefused",
    "Something between us and the panel takes the Idempotency-Key header away.",
  ],
  IDEMPOTENCY_KEY_INVALID: [
    "fix-spec",
    "IdempotencyRefused",
    "Something between us and the panel changes the Idempotency-Key header.",
  ],
};

/** What a refused call of the management API means. `safe` as in the request: whether a riddle matters. */
export function refusalOf(operation: string, safe: boolean, answer: HttpAnswer, now: Instant): Refusal {
  const { status } = answer;
  const word = errorWord(answer.body) ?? "";
  const said = `${operation}: the panel answered ${status}${word === "" ? "" : ` ${word}`}${answer.text === "" ? " with an empty body" : `: ${answer.text}`}`;
  const refuse = ([code, reason, advice]: Meaning, until?: Instant): Refusal => ({
    status,
    word,
    error: new GatewayError(code, reason, `${said}. ${advice}`, until === undefined ? {} : { until }),
  });
  const known = meanings[word];
  if (known) return refuse(known);
  if (status === 200 && answer.body === undefined) {
    const advice =
      "A Sub2API panel does that when a key in the answer expires after the year 9999: find that key in the console, and delete it or change its expiry.";
    return refuse([safe ? "retry" : "unknown", "EmptyAnswer", advice]);
  }
  if (status < 300)
    return refuse([safe ? "retry" : "unknown", "NotUnderstood", "That is no answer of a Sub2API panel that we know."]);
  if (word.startsWith("IDEMPOTENCY_"))
    return refuse(["wait-until", "IdempotencyBusy", "An earlier attempt is still on record."], now + waitOf(answer));
  if (status === 403)
    return refuse([
      "fix-credentials",
      "Forbidden",
      "The account may not do this; is the site in backend mode (only administrators let in)?",
    ]);
  if (status === 423) return refuse(meanings.ADMIN_COMPLIANCE_ACK_REQUIRED!);
  if (status === 404) return refuse(["fix-credentials", "NotSub2API", "Is panelURL the address of a Sub2API panel?"]);
  if (status >= 500) return refuse([safe ? "retry" : "unknown", "ServerError", "Look before doing it again."]);
  return refuse(["fix-spec", "Refused", "The panel takes the request for wrong."]);
}

function waitOf(answer: HttpAnswer): number {
  const seconds = Number(answer.headers["retry-after"]);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, minute) : 5_000;
}
