import type { Answer, Request } from "../http.ts";
import { ok } from "./answers.ts";
import { type Key, keyView } from "./key.ts";
import { paged, pageOf } from "./paging.ts";
import type { User } from "./users.ts";
import type { World } from "./world.ts";

/** `GET /keys`: pages, search, filters and sorting over the caller's own keys. */
export function listKeys(world: World, request: Request, user: User): Answer {
  const { query } = request;
  const { profile } = world;
  const found = filtered(world.keys.of(user.id), query);
  const { rows, backwards } = inOrder(found, profile.sortsKeys ? query : new URLSearchParams());
  const view = (key: Key) =>
    keyView(key, { profile, group: key.groupId === null ? undefined : world.groups.get(key.groupId), ip: true });
  return ok(paged(rows, pageOf(query), profile.pageCap, view, backwards));
}

function filtered(keys: readonly Key[], query: URLSearchParams): readonly Key[] {
  const tests: ((key: Key) => boolean)[] = [];
  const search = cutTo100Bytes((query.get("search") ?? "").trim()).toLowerCase();
  if (search !== "") {
    tests.push((key) => key.haystack.includes(search));
  }
  const status = query.get("status") ?? "";
  if (status !== "") tests.push((key) => key.status === status);
  const group = query.get("group_id") ?? "";
  if (/^-?\d+$/.test(group)) {
    const id = Number(group);
    tests.push((key) => (id === 0 ? key.groupId === null : key.groupId === id));
  }
  return tests.length === 0 ? keys : keys.filter((key) => tests.every((test) => test(key)));
}

function cutTo100Bytes(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length <= 100
    ? text
    : bytes
        .subarray(0, 100)
        .toString()
        .replace(/\uFFFD+$/, "");
}

type Field = (key: Key) => string | number | bigint | null;

const fields: Readonly<Record<string, Field>> = {
  name: (key) => key.name,
  status: (key) => key.status,
  expires_at: (key) => key.expiresAt,
  last_used_at: (key) => key.lastUsedAt,
  current_concurrency: (key) => key.running,
};

/** Rows come in by id, which is also the order of their creation. Nulls count as largest. */
function inOrder(keys: readonly Key[], query: URLSearchParams): { rows: readonly Key[]; backwards: boolean } {
  const ascending = (query.get("sort_order") ?? "").toLowerCase() === "asc";
  const field = fields[query.get("sort_by") ?? ""];
  if (!field) return { rows: keys, backwards: !ascending };
  const direction = ascending ? 1 : -1;
  const rows = keys.toSorted((a, b) => {
    const [left, right] = [field(a), field(b)];
    if (left === right) return direction * (a.id - b.id);
    if (left === null) return direction;
    if (right === null) return -direction;
    return left < right ? -direction : direction;
  });
  return { rows, backwards: false };
}
