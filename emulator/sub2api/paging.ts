/** A page as it was asked for. */
export interface Page {
  readonly page: number;
  readonly size: number;
}

/** Reads `page` and `page_size` (alias `limit`); whatever makes no sense falls back to 1 and 20. */
export function pageOf(query: URLSearchParams): Page {
  const page = whole(query.get("page"));
  const size = whole(query.get("page_size") ?? query.get("limit"));
  return { page: Math.max(page, 1), size: size >= 1 && size <= 1000 ? size : 20 };
}

function whole(text: string | null): number {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/**
 * One page of rows, which are read from the end if `backwards`. Where `cap` is below the size asked for, the page is cut
 * short but the offset and what is said about the size still follow the request: rows are skipped silently, as old
 * servers do.
 */
export function paged<T>(
  rows: readonly T[],
  { page, size }: Page,
  cap: number,
  view: (row: T) => unknown,
  backwards = false,
) {
  const offset = (page - 1) * size;
  const count = Math.min(size, cap);
  const end = Math.max(0, rows.length - offset);
  const shown = backwards ? rows.slice(Math.max(0, end - count), end).reverse() : rows.slice(offset, offset + count);
  return {
    items: shown.map(view),
    total: rows.length,
    page,
    page_size: size,
    pages: Math.max(1, Math.ceil(rows.length / size)),
  };
}
