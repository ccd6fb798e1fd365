import type { Answer, Request } from "../http.ts";
import { failure, success } from "./answers.ts";
import type { Caller } from "./dashboard-auth.ts";
import { cut, readPage } from "./paging.ts";
import { describeToken } from "./token-json.ts";
import type { Token } from "./tokens.ts";
import type { World } from "./world.ts";

/** `GET /api/token/search` */
export function searchTokens(world: World, request: Request, caller: Caller): Answer {
  const keyword = request.query.get("keyword") ?? "";
  const text = request.query.get("token") ?? "";
  return world.profile.patternSearch
    ? patterns(world, request, caller, keyword, text)
    : substrings(world, caller, keyword, text);
}

function patterns(world: World, request: Request, caller: Caller, keyword: string, text: string): Answer {
  const { profile, tokens, site } = world;
  const userId = caller.user.id;
  const key = profile.searchStripsPrefix ? text.replace(/^sk-/, "") : text.replace(/^[sk-]+|[sk-]+$/g, "");
  for (const pattern of [keyword, key]) {
    const bad = badPattern(pattern);
    if (bad) return failure(bad);
    if (pattern.includes("%") && tokens.idsOf(userId).length > site.maxUserTokens()) {
      return failure("令牌数量超过上限，仅允许精确搜索，请勿使用 % 通配符");
    }
  }
  const exact = keyword !== "" && !keyword.includes("%");
  const candidates = exact ? tokens.byName(userId, keyword) : owned(world, userId);
  const byName = like(keyword);
  const byKey = like(key);
  const rows = candidates
    .filter((token) => (keyword === "" || byName(token.name)) && (key === "" || byKey(token.key)))
    .sort((a, b) => b.id - a.id);
  const page = readPage(profile, request.query);
  const items = cut(rows, page).map((token) => describeToken(profile, token));
  return success({ page: page.page, page_size: page.size, total: rows.length, items });
}

/** Old servers put wildcards around both values, treat `_` as one too, and know no pages. */
function substrings(world: World, caller: Caller, keyword: string, text: string): Answer {
  const byName = like(`%${keyword}%`, true);
  const byKey = like(`%${text.replace(/^sk-/, "")}%`, true);
  const rows = owned(world, caller.user.id).filter((token) => byName(token.name) && byKey(token.key));
  return success(rows.map((token) => describeToken(world.profile, token)));
}

function owned(world: World, userId: number): Token[] {
  return world.tokens.idsOf(userId).map((id) => world.tokens.ofUser(id, userId) as Token);
}

function badPattern(pattern: string): string | undefined {
  const wildcards = pattern.split("%").length - 1;
  if (wildcards === 0) return undefined;
  if (pattern.includes("%%")) return "搜索模式中不允许包含连续的 % 通配符";
  if (wildcards > 2) return "搜索模式中最多允许包含 2 个 % 通配符";
  if (pattern.length - wildcards < 2) return "使用模糊搜索时，关键词长度至少为 2 个字符";
  return undefined;
}

/** SQLite's LIKE: `%` is any text, `_` (where not escaped) any character, ASCII letters in either case. */
function like(pattern: string, underscores = false): (text: string) => boolean {
  const source = [...pattern].map((char) => {
    if (char === "%") return ".*";
    if (char === "_" && underscores) return ".";
    return char.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  const expression = new RegExp(`^${source.join("")}$`, "is");
  return (text) => expression.test(text);
}
