import type { Answer, Request } from "../http.ts";
import { failure, noId, notFound, success } from "./answers.ts";
import type { Caller } from "./dashboard-auth.ts";
import { DecodeError, decode } from "./decode.ts";
import { readPage } from "./paging.ts";
import { describeToken } from "./token-json.ts";
import type { Token } from "./tokens.ts";
import type { World } from "./world.ts";

/** `GET /api/token/`: the caller's keys, newest first. */
export function listTokens(world: World, request: Request, caller: Caller): Answer {
  const page = readPage(world.profile, request.query);
  const ids = world.tokens.idsOf(caller.user.id);
  const end = Math.max(0, ids.length - page.offset);
  const start = page.limit === undefined ? 0 : Math.max(0, end - page.limit);
  const items = ids
    .slice(start, end)
    .reverse()
    .map((id) => describeToken(world.profile, world.tokens.ofUser(id, caller.user.id) as Token));
  if (!world.profile.pagedLists) return success(items);
  return success({ page: page.page, page_size: page.size, total: ids.length, items });
}

/** `GET /api/token/:id` */
export function getToken(world: World, request: Request, caller: Caller): Answer {
  const found = byPath(world, request, caller);
  if (!("key" in found)) return found;
  if (!world.profile.masked) world.ledger.keyRevealed(String(found.id), world.clock.now());
  return success(describeToken(world.profile, found));
}

/** `DELETE /api/token/:id`. An id that is no number counts as 0 here. */
export function deleteToken(world: World, request: Request, caller: Caller): Answer {
  const id = integer(request.params.id ?? "") ?? 0;
  if (id === 0) return noId();
  const token = world.tokens.ofUser(id, caller.user.id);
  if (!token) return notFound();
  world.ghosts.add(token);
  world.tokens.remove(token);
  return success();
}

/** `POST /api/token/batch`: deletes own keys, answers how many there were. */
export function deleteBatch(world: World, request: Request, caller: Caller): Answer {
  const ids = readIds(request);
  if (!ids) return failure("Invalid parameters");
  let count = 0;
  for (const id of new Set(ids)) {
    const token = world.tokens.ofUser(id, caller.user.id);
    if (!token) continue;
    world.ghosts.add(token);
    world.tokens.remove(token);
    count += 1;
  }
  return success(count);
}

const noStore = { "Cache-Control": "no-store, no-cache, must-revalidate, private" };

/** `POST /api/token/:id/key`: the text of one key. */
export function reveal(world: World, request: Request, caller: Caller): Answer {
  const found = byPath(world, request, caller);
  if (!("key" in found)) return found;
  world.ledger.keyRevealed(String(found.id), world.clock.now());
  return success({ key: found.key }, noStore);
}

/** `POST /api/token/batch/keys`: the texts of up to 100 keys; what is not there is left out. */
export function revealBatch(world: World, request: Request, caller: Caller): Answer {
  const ids = readIds(request);
  if (!ids) return failure("Invalid parameters");
  if (ids.length > 100) return failure("Too many items in batch request, maximum is 100");
  const keys: Record<string, string> = {};
  for (const id of new Set(ids)) {
    const token = world.tokens.ofUser(id, caller.user.id);
    if (!token) continue;
    keys[id] = token.key;
    world.ledger.keyRevealed(String(id), world.clock.now());
  }
  return success({ keys }, noStore);
}

function byPath(world: World, request: Request, caller: Caller): Token | Answer {
  const text = request.params.id ?? "";
  const id = integer(text);
  if (id === undefined) return failure(`strconv.Atoi: parsing "${text}": invalid syntax`);
  if (id === 0) return noId();
  return world.tokens.ofUser(id, caller.user.id) ?? notFound();
}

function integer(text: string): number | undefined {
  return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

function readIds(request: Request): number[] | undefined {
  try {
    const ids = decode(request.body, { ids: "ints" }).fields.get("ids") as number[] | undefined;
    return ids && ids.length > 0 ? ids : undefined;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
