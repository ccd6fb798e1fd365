import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import type { Restrictions } from "../../core/restrictions.ts";
import type { Sensitive } from "../../core/sensitive.ts";
import { GatewayError } from "../error.ts";
import type { CallOptions } from "../gateway.ts";
import type { Groups } from "./groups.ts";
import {
  type Change,
  changeTo,
  checkName,
  checkSwitched,
  differs,
  fieldsOf,
  switchTo,
  type Wanted,
  wanted,
} from "./key-change.ts";
import type { KeyReader } from "./key-reader.ts";
import type { Panel } from "./panel.ts";
import type { Prober } from "./probe.ts";
import type { Traits } from "./version.ts";
import { type WireKey, wireKey } from "./wire.ts";

/** Changing and ending keys. One writer per key: before 0.1.167 every PUT writes the whole row as it read it. */
export interface KeyWriter {
  update(id: string, name: string, restrictions: Restrictions, options?: CallOptions): Promise<void>;
  setEnabled(id: string, enabled: boolean, options?: CallOptions): Promise<void>;
  revoke(id: string, text: Sensitive | undefined, options?: CallOptions): Promise<void>;
  /** Writes what differs, and reads it back. */
  converge(want: Wanted, have: WireKey, options?: CallOptions): Promise<void>;
  put(id: string, change: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<WireKey>;
}

/** What the writer works with. */
export interface KeyTools {
  readonly panel: Panel;
  readonly reader: KeyReader;
  readonly groups: Groups;
  readonly prober: Prober;
  traits(): Traits;
}

/** The name of keys that are made in order to be deleted. */
const forgotten = "revoked";

export function createKeyWriter(tools: KeyTools): KeyWriter {
  const { panel, reader, groups, prober, traits } = tools;
  const turns = new Map<string, Promise<unknown>>();

  function inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = turns.get(id) ?? Promise.resolve();
    const mine = before.then(work, work);
    turns.set(id, mine);
    const done = () => {
      if (turns.get(id) === mine) turns.delete(id);
    };
    mine.then(done, done);
    return mine;
  }

  async function put(
    id: string,
    change: Readonly<Record<string, unknown>>,
    options: CallOptions = {},
  ): Promise<WireKey> {
    const operation = change.status === undefined ? "update" : change.status === "active" ? "enable" : "disable";
    const answer = await panel.ask({
      operation,
      method: "PUT",
      path: `/keys/${encodeURIComponent(id)}`,
      json: change,
      data: wireKey,
      slow: operation === "disable",
      ...options,
    });
    if (answer.ok) return answer.data;
    if (answer.word === "GROUP_NOT_FOUND" || answer.word === "GROUP_NOT_ALLOWED") groups.forget();
    throw answer.error;
  }

  async function existing(id: string, options: CallOptions): Promise<WireKey> {
    const key = await reader.get(id, options);
    if (key) return key;
    throw new GatewayError("gone", "KeyNotFound", `The panel has no key ${id}: it was deleted.`);
  }

  async function converge(want: Wanted, have: WireKey, options: CallOptions = {}): Promise<void> {
    const change = changeTo(want, have);
    if (change === undefined) return;
    const id = String(have.id);
    await put(id, change, options);
    // The answer to a PUT echoes the old group and unrounded money; only a read tells what is stored.
    const left = changeTo(want, await existing(id, options));
    if (left) throw differs(id, fieldsOf(left));
    prober.move(have.key, want.expiresAt);
  }

  async function disable(id: string, options: CallOptions): Promise<"off" | "gone"> {
    try {
      const have = await reader.get(id, options);
      if (have === undefined) return "gone";
      if (have.status !== "inactive") checkSwitched(false, await put(id, switchTo(false, have), options));
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      if (error.code === "gone") return "gone";
      // A key that cannot be written into an answer (it expires after the year 9999) can still be switched off.
      if (error.reason !== "EmptyAnswer") throw error;
      await put(id, { status: "inactive" }, options).catch(unlessEmpty);
    }
    return "off";
  }

  async function remove(id: string, options: CallOptions): Promise<void> {
    const answer = await panel.ask({
      operation: "revoke",
      method: "DELETE",
      path: `/keys/${encodeURIComponent(id)}`,
      data: z.unknown(),
      slow: true,
      ...options,
    });
    if (!answer.ok && answer.word !== "API_KEY_NOT_FOUND") throw answer.error;
  }

  /**
   * On servers before 0.1.161 a deleted key can work for minutes, out of a cache that missed its deletion. Making the
   * text once more and deleting that key clears the cache. Nobody could use the key in between: no money, no address.
   */
  async function forget(text: Sensitive, options: CallOptions): Promise<void> {
    const [group] = await groups.all(options);
    const nothing = { quota: 1e-8, expires_in_days: 1, ip_whitelist: ["192.0.2.1/32"], ip_blacklist: [] };
    const answer = await panel.ask({
      operation: "forget",
      method: "POST",
      path: "/keys",
      json: { name: forgotten, custom_key: text.reveal(), ...(group ? { group_id: group.id } : {}), ...nothing },
      headers: { "idempotency-key": randomUUID() },
      data: wireKey,
      ...options,
    });
    if (answer.ok) return remove(String(answer.data.id), options);
    if (answer.word !== "API_KEY_EXISTS") throw answer.error;
    // A living key has the text: made here before and its answer lost, or else a later attempt's or somebody else's.
    const left = await reader.find(forgotten, text.reveal(), options);
    if (left?.name === forgotten) await remove(String(left.id), options);
  }

  return {
    put: (id, change, options) => inTurn(id, () => put(id, change, options)),
    converge: (want, have, options) => inTurn(String(have.id), () => converge(want, have, options)),
    update: (id, name, restrictions, options = {}) =>
      inTurn(id, async () => {
        const have = await existing(id, options);
        // A key may stay in a group that the account can no longer choose.
        const stays = have.group && have.group.id === have.group_id && have.group.name === restrictions.group;
        const group = stays ? have.group! : await groups.find(restrictions.group, options);
        if (name !== have.name) checkName(name);
        await converge(wanted(name, restrictions, group), have, options);
      }),
    setEnabled: (id, enabled, options = {}) =>
      inTurn(id, async () => {
        const status = enabled ? "active" : "inactive";
        const change: Change | { status: string } = traits().putKeepsLists
          ? { status }
          : switchTo(enabled, await existing(id, options));
        checkSwitched(enabled, await put(id, change, options));
      }),
    revoke: (id, text, options = {}) =>
      inTurn(id, async () => {
        if (text) prober.expect(text, false);
        const durable = traits().durableRevocation;
        // Deleting clears the cache before the row (up to 0.1.133), so busy readers put a live key back; disabling does not.
        if (durable || (await disable(id, options)) === "off") await remove(id, options);
        if (durable || text === undefined) return;
        const verdict = await prober.probe(text, options);
        if (verdict.kind === "accepted") await forget(text, options);
      }),
  };
}

function unlessEmpty(error: unknown): undefined {
  if (error instanceof GatewayError && error.reason === "EmptyAnswer") return undefined;
  throw error;
}
