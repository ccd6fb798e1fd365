import { createHash } from "node:crypto";
import type { Instant } from "../../core/time.ts";
import { afterTheFact } from "../after-the-fact.ts";
import { GatewayError } from "../error.ts";
import type { CallOptions, IssuedKey, KeyDraft } from "../gateway.ts";
import { checkName, switchTo, type Wanted, wanted } from "./key-change.ts";
import type { KeyTools, KeyWriter } from "./key-writer.ts";
import type { PanelAnswer } from "./panel.ts";
import { daysUntil, isEnabled, wireExpiry } from "./restrictions.ts";
import { type WireKey, wireKey } from "./wire.ts";

/** What making keys needs besides the tools. */
export interface CreateOptions extends KeyTools {
  readonly writer: KeyWriter;
  /** Goes into the Idempotency-Key, whose records all users of a server share. */
  readonly account: string;
  now(): Instant;
}

/** A create counts against both; a 429 closes the first, because it may be the lock on texts of our own. */
const buckets = ["create", "panel"];

const exists = "API_KEY_EXISTS";
/** Refusals after which the key may be there. A record can stay "in progress" for 24 hours after its call has died. */
const unclear = new Set([exists, "IDEMPOTENCY_IN_PROGRESS", "IDEMPOTENCY_KEY_CONFLICT"]);

/** Each round has an idempotency key of its own. That is safe: the server keeps a key's text unique among living keys. */
const rounds = 3;

/**
 * Makes a key under a text that is stored already, so that at no moment a key exists that nobody knows. Whatever happens,
 * the text tells afterwards whether the key was made: a lost answer is `unknown`, as is a failure to finish what may have
 * been made, and a draft with `resume` looks first. A `gone` with the reason `TextTaken` means that somebody else has a key
 * with this text: the attempt is dead, and the next one needs another text.
 */
export function createMaker(options: CreateOptions): (draft: KeyDraft, call?: CallOptions) => Promise<IssuedKey> {
  const { panel, reader, groups, writer, prober, account, now } = options;

  async function post(draft: KeyDraft, want: Wanted, round: number, call: CallOptions): Promise<PanelAnswer<WireKey>> {
    const body = {
      name: want.name,
      group_id: want.group.id,
      custom_key: draft.text!.reveal(),
      ...want.limits,
      ...(want.expiresAt === undefined ? {} : { expires_in_days: daysUntil(want.expiresAt, now()) }),
      ip_whitelist: want.allowedIPs,
      ip_blacklist: [],
    };
    // A record is bound to the body, and the days in it depend on the hour: so the body is part of the key.
    const parts = JSON.stringify([account, draft.attemptId, round, body]);
    const idempotencyKey = `tokapi-${createHash("sha256").update(parts).digest("hex")}`;
    const headers = { "idempotency-key": idempotencyKey };
    const request = { operation: "create", method: "POST", path: "/keys", json: body, headers, data: wireKey } as const;
    return panel.ask({ ...request, bucket: buckets, ...call });
  }

  /** What an earlier attempt made. It may have got no further than the POST, or have been edited since. */
  async function takeOver(draft: KeyDraft, want: Wanted, found: WireKey, call: CallOptions): Promise<IssuedKey> {
    const id = String(found.id);
    // Never switched on here: if it is off though it should be on, a person did that.
    if (!draft.enabled && isEnabled(found)) await writer.put(id, switchTo(false, found), call);
    await writer.converge(want, found, call);
    return issued(draft, want, id);
  }

  async function finish(draft: KeyDraft, want: Wanted, made: WireKey, call: CallOptions): Promise<IssuedKey> {
    const id = String(made.id);
    const rest = {
      ...(want.expiresAt === undefined ? {} : { expires_at: wireExpiry(want.expiresAt) }),
      ...(draft.enabled ? {} : { status: "inactive" }),
    };
    if (Object.keys(rest).length > 0) {
      await writer.put(id, { ...rest, ip_whitelist: want.allowedIPs, ip_blacklist: [] }, call);
    }
    // The answer to the POST holds neither the group nor the money as it is stored.
    const have = await reader.getNew(id, call);
    if (have === undefined) throw lost(`The key ${id} was made and is gone already.`);
    await writer.converge(want, have, call);
    return issued(draft, want, id);
  }

  function issued(draft: KeyDraft, want: Wanted, id: string): IssuedKey {
    prober.expect(draft.text!, draft.enabled, want.expiresAt);
    return { id, text: draft.text! };
  }

  /** After an answer that does not tell all: the key, or undefined when there is none and another round is due. */
  async function settle(
    draft: KeyDraft,
    want: Wanted,
    answer: PanelAnswer<WireKey>,
    call: CallOptions,
  ): Promise<IssuedKey | undefined> {
    if (answer.ok && !answer.replayed) return finish(draft, want, answer.data, call);
    const text = draft.text!.reveal();
    // A replay is the first answer, not the present state: the key may have been deleted since.
    const found = answer.ok
      ? await reader.get(String(answer.data.id), call)
      : await own(draft.name, text, answer, call);
    return found?.key === text ? takeOver(draft, want, found, call) : undefined;
  }

  /** By its text only when there is one for certain: somebody renamed the key, or it is another account's. */
  async function own(name: string, text: string, answer: { readonly word: string }, call: CallOptions) {
    const found = await reader.find(name, text, call);
    return found ?? (answer.word === exists ? reader.findByText(text, call) : undefined);
  }

  return async (draft, call = {}) => {
    checkDraft(draft);
    const group = await groups.find(draft.restrictions.group, call);
    const want = wanted(draft.name, draft.restrictions, group);
    if (draft.resume) {
      const found = await reader.find(draft.name, draft.text!.reveal(), call);
      if (found) return mayExist(draft, takeOver(draft, want, found, call));
    }
    for (let round = 1; round <= rounds; round++) {
      const answer = await post(draft, want, round, call).catch((error: unknown) => {
        throw explained(error);
      });
      if (answer.ok && answer.data.key !== draft.text!.reveal()) {
        await mayExist(draft, writer.revoke(String(answer.data.id), undefined, call));
        throw new GatewayError(
          "fix-spec",
          "TextIgnored",
          "The panel made a key with a text of its own in spite of custom_key; it was revoked again. Is this a fork of Sub2API?",
        );
      }
      if (!answer.ok && !unclear.has(answer.word)) {
        if (answer.word.startsWith("GROUP_")) groups.forget();
        throw answer.error;
      }
      const issued = await mayExist(draft, settle(draft, want, answer, call));
      if (issued) return issued;
      if (!answer.ok && answer.word === exists) throw taken(draft);
    }
    throw lost(`Creating ${draft.name} met one unfinished record after another.`);
  };
}

/** A key may have been made by now, so no failure may say that nothing has happened. */
function mayExist<Result>(draft: KeyDraft, finishing: Promise<Result>): Promise<Result> {
  return finishing.catch((error: unknown) => {
    throw afterTheFact(error, `create: "${draft.name}" may exist, but could not be finished`);
  });
}

function taken({ name }: KeyDraft): GatewayError {
  const message = `Another account of this panel has a key with the text meant for ${name}: make a new text and try again. If the text was in use before, somebody else knew it.`;
  return new GatewayError("gone", "TextTaken", message);
}

function checkDraft(draft: KeyDraft): void {
  checkName(draft.name);
  if (draft.text === undefined || !/^[A-Za-z0-9_-]{16,128}$/.test(draft.text.reveal())) {
    const message = "A Sub2API key needs a text of ours: 16 to 128 characters of A-Z, a-z, 0-9, - and _.";
    throw new GatewayError("fix-spec", "TextRefused", message);
  }
}

function explained(error: unknown): unknown {
  if (!(error instanceof GatewayError) || error.reason !== "RateLimited") return error;
  const message = `${error.message} After twenty refused texts in a day Sub2API takes no more texts from an account until it deletes a key or switches one.`;
  const { until, cause } = error;
  return new GatewayError(error.code, error.reason, message, { cause, ...(until === undefined ? {} : { until }) });
}

function lost(message: string): GatewayError {
  return new GatewayError("unknown", "CreateUnclear", `${message} Look before doing it again.`);
}
