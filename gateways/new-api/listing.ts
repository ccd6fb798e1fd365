import { GatewayError } from "../error.ts";
import type { CallOptions } from "../gateway.ts";
import type { Api } from "./api.ts";
import { type Token, tokenList } from "./wire.ts";

const pageSize = 100;
const attempts = 5;
/** Beyond this something is wrong: a server that pages for ever must not fill our memory. */
const mostPages = 2_000;

/** Reads keys by pages, newest first. */
export interface Listing {
  /** Every key; a {@link GatewayError} `retry` if the account keeps changing so fast that no listing is complete. */
  all(options: CallOptions): Promise<readonly Token[]>;
  /** The keys with these names, found from the newest on; what is not there is missing from the answer. */
  named(
    names: ReadonlySet<string>,
    options: CallOptions & { readonly first?: boolean },
  ): Promise<ReadonlyMap<string, Token>>;
}

interface Page {
  readonly rows: readonly Token[];
  /** Undefined from servers that answer bare arrays. */
  readonly total: number | undefined;
}

/** `seen` is told of every row: lists are where one sees whether keys are masked. */
export function createListing(api: Api, seen: (token: Token) => void): Listing {
  async function page(
    index: number,
    arrays: boolean,
    size: number,
    options: CallOptions & { readonly first?: boolean },
  ): Promise<Page> {
    // `p=0&size=100` is the first page of every version; where pages are objects, they count from 1.
    const query = { p: index === 0 ? 0 : arrays ? index : index + 1, size };
    const data = await api.read(
      { operation: "list", method: "GET", path: "/api/token/", query, ...options },
      tokenList,
    );
    const rows = Array.isArray(data) ? data : data.items;
    for (const row of rows) seen(row);
    return { rows, total: Array.isArray(data) ? undefined : data.total };
  }

  async function all(options: CallOptions): Promise<readonly Token[]> {
    let earlier: readonly Token[] | undefined;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const first = await page(0, false, pageSize, options);
      if (first.total === undefined) {
        const rows = await arrays(first, options);
        if (!rows) continue;
        if (rows.length < pageSize || (earlier && sameIds(earlier, rows))) return rows;
        // Bare arrays tell no total, so a row that slipped between two pages shows only in a second reading.
        earlier = rows;
        continue;
      }
      const rows = await objects(first, first.total, options);
      if (rows) return rows;
    }
    const advice = "Keys are made or deleted while it is read, or the server skips rows.";
    throw new GatewayError("retry", "ListIncomplete", `list: no complete listing in ${attempts} attempts. ${advice}`);
  }

  /**
   * Undefined when a row may have been missed. Between two pages, nothing was missed if the next page repeats a row of
   * ours (keys were only added above), or if the total stayed the same; and in the end the total must be reached.
   */
  async function objects(first: Page, firstTotal: number, options: CallOptions): Promise<readonly Token[] | undefined> {
    const rows = new Map(first.rows.map((row) => [row.id, row]));
    let total = firstTotal;
    let repeated = 0;
    for (let index = 1; rows.size + repeated < total; index++) {
      if (index >= mostPages) return undefined;
      const next = await page(index, false, pageSize, options);
      if (next.total === undefined || next.rows.length === 0) return undefined;
      const overlap = next.rows.filter((row) => rows.has(row.id)).length;
      if (overlap === 0 && next.total !== total) return undefined;
      repeated += overlap;
      total = next.total;
      for (const row of next.rows) rows.set(row.id, row);
    }
    // More rows than the total: some were deleted while we read. Fewer than there were: the server repeats itself.
    return rows.size > total || rows.size < firstTotal ? undefined : [...rows.values()];
  }

  /** Undefined when the server gives the same page again and again. */
  async function arrays(first: Page, options: CallOptions): Promise<readonly Token[] | undefined> {
    const rows = new Map(first.rows.map((row) => [row.id, row]));
    let last = first;
    for (let index = 1; last.rows.length >= pageSize; index++) {
      if (index >= mostPages) return undefined;
      last = await page(index, true, pageSize, options);
      const before = rows.size;
      for (const row of last.rows) rows.set(row.id, row);
      if (last.rows.length >= pageSize && rows.size === before) return undefined;
    }
    return [...rows.values()];
  }

  return {
    all: shared(all),
    async named(names, options) {
      const found = new Map<string, Token>();
      // They are among the newest, mixed with those of creates that are still under way.
      const size = Math.min(pageSize, 10 + 2 * names.size);
      let read = 0;
      for (let index = 0, isArray = false; index < mostPages; index++) {
        const { rows, total } = await page(index, isArray, size, options);
        isArray = total === undefined;
        read += rows.length;
        for (const row of rows) {
          const known = found.get(row.name);
          if (names.has(row.name) && (!known || row.id < known.id)) found.set(row.name, row);
        }
        if (found.size === names.size || rows.length === 0) break;
        if (total === undefined ? rows.length < size : read >= total) break;
      }
      return found;
    },
  };
}

function sameIds(a: readonly Token[], b: readonly Token[]): boolean {
  if (a.length !== b.length) return false;
  const ids = new Set(a.map((row) => row.id));
  return b.every((row) => ids.has(row.id));
}

/**
 * Lets callers share one run, but only a run that began after they asked: an older one may have missed what they look
 * for. The first caller's options count, without its signal: giving up is each caller's own business.
 */
function shared<Result>(run: (options: CallOptions) => Promise<Result>): (options: CallOptions) => Promise<Result> {
  let running: Promise<unknown> | undefined;
  let next: Promise<Result> | undefined;
  return (options) => {
    next ??= (async () => {
      await running?.catch(() => undefined);
      const own = run(options.urgent === undefined ? {} : { urgent: options.urgent });
      running = own;
      next = undefined;
      return own;
    })();
    return abandonable(next, options.signal);
  };
}

/** The promise, or an error as soon as the signal aborts. */
export function abandonable<Result>(promise: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(new GatewayError("retry", "Aborted", "Given up by the caller."));
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
