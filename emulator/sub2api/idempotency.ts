import type { Answer } from "../http.ts";
import { ok, refuse } from "./answers.ts";

/** What became of the first call with an Idempotency-Key. */
interface IdempotencyRecord {
  readonly fingerprint: string;
  state: "processing" | "done" | "failed" | "too-large";
  /** End of the 30 s lock. It only feeds Retry-After: nobody takes an open record over. */
  lockedUntil: number;
  retryAt: number;
  expiresAt: number;
  /** The stored answer's data, as JSON. */
  data: string;
}

/** What a run ends with: the answer to store, or undefined if the server lost it half way. */
export interface RunResult {
  readonly answer: Answer;
  /** The data of a success. */
  readonly data?: unknown;
  /** The request was dropped: its record stays open. */
  readonly dropped?: boolean;
}

/** The records of one server, shared by all users. */
export interface Idempotency {
  /** Runs `run` once per key and fingerprint; `key` is the header's value, or undefined. */
  run(key: string | undefined, fingerprint: string, run: () => Promise<RunResult>): Promise<Answer>;
  /** Makes a record look that much older without moving the clock. */
  age(key: string, hours: number): void;
  readonly size: number;
}

const lockMs = 30_000;
const backoffMs = 5_000;
const lifetimeMs = 86_400_000;
const cleanUpMs = 60_000;
const largest = 64 * 1024;

/** No records. */
export function createIdempotency(now: () => number, required: () => boolean): Idempotency {
  const records = new Map<string, IdempotencyRecord>();
  let cleaned = now();

  function cleanUp(at: number): void {
    if (at - cleaned < cleanUpMs) return;
    cleaned = at;
    for (const [key, record] of records) if (record.expiresAt <= at) records.delete(key);
  }

  function existing(record: IdempotencyRecord, fingerprint: string, at: number): Answer | undefined {
    if (record.fingerprint !== fingerprint) return conflict();
    if (record.expiresAt <= at) return undefined;
    if (record.state === "done") return ok(JSON.parse(record.data), { "X-Idempotency-Replayed": "true" });
    if (record.state === "too-large") return storeUnavailable();
    if (record.state === "processing") return wait(record.lockedUntil - at, "IDEMPOTENCY_IN_PROGRESS");
    return record.retryAt > at ? wait(record.retryAt - at, "IDEMPOTENCY_RETRY_BACKOFF") : undefined;
  }

  return {
    async run(header, fingerprint, run) {
      const key = header?.trim() ?? "";
      if (key === "") {
        return required()
          ? refuse(400, "idempotency key is required", "IDEMPOTENCY_KEY_REQUIRED")
          : (await run()).answer;
      }
      if (key.length > 128 || !/^[!-~]+$/.test(key)) {
        return refuse(400, "idempotency key is invalid", "IDEMPOTENCY_KEY_INVALID");
      }
      const at = now();
      cleanUp(at);
      const found = records.get(key);
      const told = found && existing(found, fingerprint, at);
      if (told) return told;
      const record: IdempotencyRecord = {
        fingerprint,
        state: "processing",
        lockedUntil: at + lockMs,
        retryAt: 0,
        expiresAt: at + lifetimeMs,
        data: "",
      };
      records.set(key, record);
      const result = await run();
      if (result.dropped) return result.answer;
      if (result.answer.status >= 300) {
        record.state = "failed";
        record.retryAt = now() + backoffMs;
        return result.answer;
      }
      record.data = JSON.stringify(sorted(result.data));
      record.state = record.data.length > largest ? "too-large" : "done";
      if (record.state === "too-large") record.data = "";
      return result.answer;
    },
    age(key, hours) {
      const record = records.get(key);
      if (record) record.expiresAt -= hours * 3_600_000;
    },
    get size() {
      return records.size;
    },
  };
}

function conflict(): Answer {
  return refuse(409, "idempotency key reused with different payload", "IDEMPOTENCY_KEY_CONFLICT");
}

function storeUnavailable(): Answer {
  return refuse(503, "idempotency store unavailable", "IDEMPOTENCY_STORE_UNAVAILABLE");
}

function wait(ms: number, reason: string): Answer {
  const message =
    reason === "IDEMPOTENCY_IN_PROGRESS"
      ? "idempotent request is still processing"
      : "idempotent request is in retry backoff window";
  return refuse(409, message, reason, { retry_after: String(Math.max(1, Math.floor((ms - 1) / 1000))) });
}

/** A replayed object has its fields in alphabetical order. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, item]) => [name, sorted(item)]),
  );
}
