import { type Difference, differences, type Restrictions } from "../../core/restrictions.ts";
import type { Deps } from "../deps.ts";
import { GatewayError } from "../error.ts";
import type { CallOptions } from "../gateway.ts";
import type { Api, Reply } from "./api.ts";
import { fields, isStale, restrictions, units } from "./fields.ts";
import { type Token, token as tokenSchema } from "./wire.ts";

/** All servers take names of 30 bytes; from v0.10 they take 50. */
const mostNameBytes = 30;

/** The calls that change keys. */
export interface Writes {
  /** Undefined when the gateway says that the key does not exist. */
  get(id: string, options: CallOptions): Promise<Token | undefined>;
  create(name: string, want: Restrictions, options: CallOptions): Promise<void>;
  update(id: string, name: string, want: Restrictions, options: CallOptions): Promise<void>;
  setEnabled(id: string, enabled: boolean, options: CallOptions): Promise<void>;
  revoke(id: string, options: CallOptions): Promise<void>;
}

export function createWrites(options: {
  readonly api: Api;
  readonly deps: Pick<Deps, "now">;
  perUnit(): number;
  readonly ipRanges: () => boolean;
}): Writes {
  const { api, deps, perUnit } = options;

  /** A name that the key has already may be longer: the console of newer servers takes more. */
  function check(operation: string, name: string, want: Restrictions, present?: string): void {
    const refuse = (reason: string, message: string) => {
      throw new GatewayError("fix-spec", reason, `${operation}: ${message}`);
    };
    const bytes = Buffer.byteLength(name);
    if (name !== present && (bytes === 0 || bytes > mostNameBytes))
      refuse("NameRefused", `a key's name must have 1 to ${mostNameBytes} bytes; this one has ${bytes}.`);
    if (want.quota?.reset !== undefined) refuse("NotSupported", "New API never fills a key's quota again.");
    if (want.quota !== undefined && units(want.quota.amount, perUnit()) === undefined)
      refuse(
        "QuotaNotRepresentable",
        `a quota of ${want.quota.amount} USD cannot be kept without becoming nothing or unlimited.`,
      );
    if (want.models?.some((model) => model === "" || /[\s,]/.test(model)))
      refuse("ModelUnknown", "a model's name must hold neither blanks nor commas.");
    const bad = want.allowedIPs.find(
      (entry) => !/^[0-9a-fA-F.:]+(\/\d+)?$/.test(entry) || (entry.includes("/") && !options.ipRanges()),
    );
    if (bad !== undefined)
      refuse(
        "NotSupported",
        `this server would not take "${bad}" for an address, which can leave the key open to everybody.`,
      );
  }

  async function get(id: string, call: CallOptions): Promise<Token | undefined> {
    if (!/^[1-9]\d{0,15}$/.test(id)) return undefined;
    const request = { operation: "get", method: "GET", path: `/api/token/${id}`, ...call } as const;
    const reply = await api.call(request);
    if (reply.kind === "refused" && reply.notFound) return undefined;
    const parsed = reply.kind === "done" ? tokenSchema.safeParse(reply.data) : undefined;
    if (parsed?.success) return parsed.data;
    throw new GatewayError("retry", "NotUnderstood", `get: GET ${request.path} ${said(reply)}.`);
  }

  async function must(id: string, operation: string, call: CallOptions): Promise<Token> {
    const token = await get(id, call);
    if (token) return token;
    throw gone(operation, id);
  }

  async function putStatus(id: string, enabled: boolean, call: CallOptions): Promise<Reply> {
    // Exactly these two: without a status it would be stored as 0, which kills the key, and more fields would be checked.
    const json = { id: Number(id), status: enabled ? 1 : 2 };
    const query = { status_only: "true" };
    return api.call({
      operation: enabled ? "enable" : "disable",
      method: "PUT",
      path: "/api/token/",
      query,
      json,
      ...call,
    });
  }

  return {
    get,

    async create(name, want, call) {
      check("create", name, want);
      const json = fields(name, want, perUnit());
      const reply = await api.call({ operation: "create", method: "POST", path: "/api/token/", json, ...call });
      if (reply.kind === "done") return;
      const most = reply.kind === "refused" ? /\((\d+)\)\s*$/.exec(reply.message) : null;
      if (most) {
        const advice = `The account has its most keys (${most[1]}). Delete some, or raise token_setting.max_user_tokens.`;
        throw new GatewayError("retry", "KeyLimitReached", `create: ${advice}`);
      }
      throw new GatewayError("retry", "Refused", `create: POST /api/token/ ${said(reply)}.`);
    },

    async update(id, name, want, call) {
      const before = await must(id, "update", call);
      check("update", name, want, before.name);
      const json = { id: before.id, ...fields(name, want, perUnit(), before.used_quota) };
      // Only kept with the automatic group, where it belongs to the console's user.
      if (json.group === "auto") json.cross_group_retry = before.cross_group_retry ?? false;
      const reply = await api.call({ operation: "update", method: "PUT", path: "/api/token/", json, ...call });
      if (reply.kind === "refused" && reply.notFound) throw gone("update", id);
      if (reply.kind !== "done") throw new GatewayError("retry", "Refused", `update: PUT /api/token/ ${said(reply)}.`);
      const after = await must(id, "update", call);
      const left = remaining(want, after);
      if (left.length > 0 || after.name !== name) {
        const message = `update: the gateway took the update of key ${id}, but shows other values (${left.join(", ") || "name"}).`;
        throw new GatewayError("retry", "NotTaken", message);
      }
      // Longer life or more quota alone do not bring back a key that the server has put aside.
      if (isStale(after, deps.now())) await this.setEnabled(id, true, call);
    },

    async setEnabled(id, enabled, call) {
      if (!/^[1-9]\d{0,15}$/.test(id)) throw gone(enabled ? "enable" : "disable", id);
      const reply = await putStatus(id, enabled, call);
      if (reply.kind === "done") return;
      if (reply.kind === "refused" && reply.notFound) throw gone(enabled ? "enable" : "disable", id);
      const what = `${enabled ? "enable" : "disable"}: PUT /api/token/ ${said(reply)}`;
      const token = enabled ? await get(id, call) : undefined;
      if (token && (token.status === 3 || token.status === 4) && !isStale(token, deps.now())) {
        const cause = token.status === 3 ? "its time is over" : "its quota is used up";
        throw new GatewayError("fix-spec", "KeyIsOver", `${what}. The key cannot be enabled while ${cause}.`);
      }
      throw new GatewayError("retry", "Refused", `${what}.`);
    },

    async revoke(id, call) {
      if (!/^[1-9]\d{0,15}$/.test(id)) return;
      const path = `/api/token/${id}`;
      const reply = await api.call({ operation: "revoke", method: "DELETE", path, ...call });
      if (reply.kind === "done" || (reply.kind === "refused" && reply.notFound)) return;
      throw new GatewayError("retry", "Refused", `revoke: DELETE ${path} ${said(reply)}.`);
    },
  };

  function remaining(want: Restrictions, have: Token): readonly Difference[] {
    const found = differences(want, restrictions(have, perUnit()));
    // No group of its own is a wish as well here; elsewhere it means "whatever".
    return want.group === undefined && have.group !== "" ? [...found, "group"] : found;
  }
}

function gone(operation: string, id: string): GatewayError {
  return new GatewayError(
    "gone",
    "NotFound",
    `${operation}: the gateway has no key ${id}; it was deleted, or is another account's.`,
  );
}

function said(reply: Reply): string {
  if (reply.kind === "refused") return `was refused: ${reply.message || "no text"}`;
  return reply.kind === "no-route" ? "does not exist there" : "answered in an unknown form";
}
