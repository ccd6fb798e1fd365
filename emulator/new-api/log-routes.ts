import type { Answer, Request } from "../http.ts";
import { success } from "./answers.ts";
import type { Caller } from "./dashboard-auth.ts";
import { cut, paged } from "./paging.ts";
import type { Profile } from "./profile.ts";
import type { LogRow } from "./usage-log.ts";
import type { World } from "./world.ts";

const consumption = 2;

/** A row as users see it; they are numbered anew in every answer of new servers. */
export function describeRow(profile: Profile, row: LogRow, number: number): Record<string, unknown> {
  return {
    id: profile.modernLog ? number : row.id,
    user_id: row.userId,
    created_at: row.createdAt,
    type: consumption,
    content: "",
    username: row.username,
    token_name: row.tokenName,
    model_name: row.model,
    quota: row.quota,
    prompt_tokens: row.promptTokens,
    completion_tokens: row.completionTokens,
    use_time: 0,
    is_stream: row.stream,
    channel: row.channel,
    channel_name: "",
    token_id: row.tokenId,
    group: row.group,
    ...(profile.modernLog ? { ip: "", request_id: row.requestId } : {}),
    other: JSON.stringify({
      completion_ratio: row.completionRatio,
      group_ratio: row.groupRatio,
      model_price: -1,
      model_ratio: row.modelRatio,
      request_path: row.path,
    }),
  };
}

/** `GET /api/log/self`: the caller's rows, newest first; exact key name, as it was at the time of the call. */
export function ownLog(world: World, request: Request, caller: Caller): Answer {
  const page = paged(request.query);
  const rows = select(world, request, caller).reverse();
  const items = cut(rows, page).map((row, index) => describeRow(world.profile, row, page.offset + index + 1));
  return success({ page: page.page, page_size: page.size, total: rows.length, items });
}

/** `GET /api/log/self/stat` */
export function ownStatistics(world: World, request: Request, caller: Caller): Answer {
  const rows = select(world, request, caller);
  const recent = rows.filter((row) => row.createdAt > world.clock.seconds() - 60);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return success({
    quota: sum(rows.map((row) => row.quota)),
    rpm: recent.length,
    tpm: sum(recent.map((row) => row.promptTokens + row.completionTokens)),
  });
}

/** `GET /api/log/self/search`: takes part in the search limit; new servers answer rows by keyword no longer. */
export function searchOwnLog(): Answer {
  return success([]);
}

function select(world: World, request: Request, caller: Caller): LogRow[] {
  const { query } = request;
  const name = query.get("token_name") ?? "";
  const type = Number(query.get("type") ?? 0);
  if (type !== 0 && type !== consumption) return [];
  const rows = name === "" ? world.log.ofUser(caller.user.id) : world.log.ofName(caller.user.id, name);
  const from = Number(query.get("start_timestamp") ?? 0);
  const to = Number(query.get("end_timestamp") ?? 0);
  const model = query.get("model_name") ?? "";
  const group = query.get("group") ?? "";
  return rows.filter(
    (row) =>
      (from === 0 || row.createdAt >= from) &&
      (to === 0 || row.createdAt <= to) &&
      (model === "" || row.model === model) &&
      (group === "" || row.group === group),
  );
}
