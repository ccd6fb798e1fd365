import { hour, type Instant } from "../../core/time.ts";
import type { Deps } from "../deps.ts";
import type { CallOptions, LastUse } from "../gateway.ts";
import type { Api } from "./api.ts";
import { log, type Token } from "./wire.ts";

/**
 * When keys were last used. The log knows calls that cost nothing, which a key's `accessed_time` does not; but sites can
 * switch the log off, and it goes by the names that keys had when they were used. So it is asked by the name of now and
 * by the one that we know the key by, the latest of everything counts, and "never" is said only where the log is known
 * to work.
 */
export function createLastUse(api: Api, deps: Pick<Deps, "now">) {
  let logSeen: Instant | undefined;

  async function newest(name: string | undefined, id: number | undefined, options: CallOptions) {
    const query = { p: 1, page_size: id === undefined ? 1 : 20, type: 2, token_name: name };
    const { items } = await api.read(
      { operation: "log", method: "GET", path: "/api/log/self", query, ...options },
      log,
    );
    const rows = (items ?? []).filter((row) => id === undefined || row.token_id === id);
    return rows.length === 0 ? undefined : Math.max(...rows.map((row) => row.created_at)) * 1000;
  }

  return async function lastUse(token: Token, knownAs: string, options: CallOptions): Promise<LastUse> {
    let logged: Instant | undefined;
    for (const name of new Set([token.name, knownAs])) {
      // Without a name the filter is off, and the newest rows may all be of other keys.
      const found = name === "" ? undefined : await newest(name, token.id, options);
      if (found !== undefined) logged = Math.max(logged ?? 0, found);
    }
    const accessed = token.accessed_time > token.created_time ? token.accessed_time * 1000 : undefined;
    if (logged !== undefined) logSeen = deps.now();
    if (logged !== undefined || accessed !== undefined)
      return { kind: "used", at: Math.max(logged ?? 0, accessed ?? 0) };
    if (logSeen === undefined || deps.now() - logSeen > hour) {
      if ((await newest(undefined, undefined, options)) === undefined) return { kind: "unknown" };
      logSeen = deps.now();
    }
    return { kind: "never" };
  };
}
