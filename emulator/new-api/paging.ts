import type { Profile } from "./profile.ts";

/** The part of a list that a query asks for: skip `offset` rows, then at most `limit` (undefined = all). */
export interface Page {
  readonly page: number;
  readonly size: number;
  readonly offset: number;
  readonly limit: number | undefined;
}

function integer(text: string | null): number {
  return text !== null && /^[+-]?\d+$/.test(text) ? Number(text) : 0;
}

/** Reads `p` and the sizes as the version does, down to its way with zero, negative and broken values. */
export function readPage(profile: Profile, query: URLSearchParams): Page {
  return profile.pagedLists ? paged(query) : zeroBased(query);
}

function zeroBased(query: URLSearchParams): Page {
  const page = Math.max(0, integer(query.get("p")));
  const wanted = integer(query.get("size"));
  const size = wanted <= 0 ? 10 : Math.min(wanted, 100);
  return { page, size, offset: page * size, limit: size };
}

/** Also the page rules of the usage log, in every version. */
export function paged(query: URLSearchParams): Page {
  const page = integer(query.get("p")) || 1;
  const wanted = integer(query.get("page_size")) || integer(query.get("ps")) || integer(query.get("size")) || 10;
  const size = Math.min(wanted, 100);
  return { page, size, offset: Math.max(0, (page - 1) * size), limit: size < 0 ? undefined : size };
}

/** Cuts the page out of `rows`. */
export function cut<T>(rows: readonly T[], page: Page): T[] {
  return rows.slice(page.offset, page.limit === undefined ? undefined : page.offset + page.limit);
}
