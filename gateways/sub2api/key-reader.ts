import type { Milliseconds } from "../../core/time.ts";
import { GatewayError } from "../error.ts";
import type { CallOptions } from "../gateway.ts";
import type { Panel } from "./panel.ts";
import { type WireKey, wireKey, wireKeyPage } from "./wire.ts";

/** Reading keys, with their texts. */
export interface KeyReader {
  /** Undefined when the server says that there is no such key. */
  get(id: string, options?: CallOptions): Promise<WireKey | undefined>;
  /** The same for a key that was just made: many at once are read from one page of the newest keys. */
  getNew(id: string, options?: CallOptions): Promise<WireKey | undefined>;
  /** The key with exactly that text, of this account. Searched by name first, so that no text stands in a URL. */
  find(name: string, text: string, options?: CallOptions): Promise<WireKey | undefined>;
  /** The last resort, for a key that somebody renamed: servers and proxies write URLs into their logs. */
  findByText(text: string, options?: CallOptions): Promise<WireKey | undefined>;
  /** Every key, or an error. */
  all(options?: CallOptions): Promise<readonly WireKey[]>;
}

/** Before 0.1.111 a page holds at most 100 rows, but the next one begins where a page as asked for would have ended. */
const pageSize = 100;
const attempts = 4;
const firstPause: Milliseconds = 250;

export function createKeyReader(
  panel: Panel,
  sleep: (ms: Milliseconds, signal?: AbortSignal) => Promise<void>,
): KeyReader {
  let reading = false;
  let waiting = new Map<string, PromiseWithResolvers<WireKey | undefined>>();

  async function get(id: string, options: CallOptions = {}): Promise<WireKey | undefined> {
    const answer = await panel.ask({
      operation: "get",
      method: "GET",
      path: `/keys/${encodeURIComponent(id)}`,
      data: wireKey,
      ...options,
    });
    if (answer.ok) return answer.data;
    if (answer.word === "API_KEY_NOT_FOUND") return undefined;
    if (answer.status === 404 && answer.word === "") {
      const message = `The key ${id} belongs to another account of this panel: are these the credentials it was made with?`;
      throw new GatewayError("fix-credentials", "ForeignKey", message);
    }
    throw answer.error;
  }

  function page(operation: string, query: Record<string, string | number>, options: CallOptions) {
    const request = { operation, method: "GET", path: "/keys", query, data: wireKeyPage } as const;
    return panel.call({ ...request, ...options });
  }

  /** Newest first is what old servers do whatever they are asked for, so it is what we ask for everywhere. */
  const newest = { sort_by: "id", sort_order: "desc" };

  async function search(text: string, key: string, options: CallOptions): Promise<WireKey | undefined> {
    const query = { search: text, page: 1, page_size: pageSize, ...newest };
    const { items, total } = await page("find", query, options);
    const found = items.find((item) => item.key === key);
    if (found || total <= items.length) return found;
    return (await all(options)).find((item) => item.key === key);
  }

  async function readTogether(batch: typeof waiting): Promise<void> {
    const found = new Map<string, WireKey>();
    if (batch.size > 1) {
      const size = Math.min(pageSize, Math.max(20, 2 * batch.size));
      const { items } = await page("get", { page: 1, page_size: size, ...newest }, { urgent: true }).catch(() => ({
        items: [],
      }));
      for (const item of items) found.set(String(item.id), item);
    }
    const each = [...batch].map(async ([id, reader]) => {
      const known = found.get(id);
      if (known) reader.resolve(known);
      else await get(id, { urgent: true }).then(reader.resolve, reader.reject);
    });
    await Promise.all(each);
  }

  async function readWaiting(): Promise<void> {
    if (reading) return;
    reading = true;
    while (waiting.size > 0) {
      const batch = waiting;
      waiting = new Map();
      await readTogether(batch);
    }
    reading = false;
  }

  /**
   * Newest first, a key that is made meanwhile only shifts rows towards pages that are still to come; one that is deleted
   * shifts a row into a page already read. So the walk was complete if it has seen as many keys as there were at its
   * start, not counting younger ones.
   */
  async function walk(options: CallOptions): Promise<Map<number, WireKey> | undefined> {
    const seen = new Map<number, WireKey>();
    const first = await page("list", { page: 1, page_size: pageSize, ...newest }, options);
    const youngest = Math.max(0, ...first.items.map((item) => item.id));
    let { items, total } = first;
    for (let number = 1; ; number++) {
      for (const item of items) if (item.id <= youngest) seen.set(item.id, item);
      if (number * pageSize >= total || items.length === 0) break;
      ({ items, total } = await page("list", { page: number + 1, page_size: pageSize, ...newest }, options));
    }
    return seen.size === first.total ? seen : undefined;
  }

  async function all(options: CallOptions = {}): Promise<readonly WireKey[]> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await sleep(firstPause * 2 ** (attempt - 1), options.signal).catch(() => undefined);
      const seen = await walk(options);
      if (seen) return [...seen.values()];
    }
    const message = `The list of keys did not add up to its own total in ${attempts} attempts: keys are being deleted all the time, or the server drops rows.`;
    throw new GatewayError("retry", "ListIncomplete", message);
  }

  return {
    get,
    getNew(id) {
      const reader = waiting.get(id) ?? Promise.withResolvers<WireKey | undefined>();
      waiting.set(id, reader);
      void readWaiting();
      return reader.promise;
    },
    find: (name, text, options = {}) => search(name, text, options),
    findByText: (text, options = {}) => search(text, text, options),
    all,
  };
}
