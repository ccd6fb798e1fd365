import type { Answer, Request } from "../http.ts";
import { mayUse } from "./allow-ips.ts";
import { keyError } from "./answers.ts";
import { type Token, tokenStatus } from "./tokens.ts";
import { roles, type User } from "./users.ts";
import type { World } from "./world.ts";

/** A key that may be used here and now, its owner, and the group it uses. */
export interface Bearer {
  readonly token: Token;
  readonly user: User;
  readonly group: string;
}

/** A refusal, the key it was about (if there is one), and whether the key itself is the reason. */
export interface Refused {
  readonly answer: Answer;
  readonly token: Token | undefined;
  readonly because: "key" | "other";
}

/** Which headers beside Authorization a route takes a key from. */
export type KeySource = "plain" | "anthropic" | "gemini";

/** The key as sent, without scheme and prefix; "" if there is none. */
function keyText(world: World, request: Request, source: KeySource): string {
  const { headers, query } = request;
  let text = headers.authorization ?? "";
  if (source === "anthropic" && text === "") text = String(headers["x-api-key"] ?? "");
  if (source === "gemini") text = String(headers["x-goog-api-key"] ?? query.get("key") ?? "") || text;
  const scheme = world.profile.lowerCaseBearer ? /^[Bb]earer / : /^Bearer /;
  return text.replace(scheme, "").trim().replace(/^sk-/, "");
}

/** Finds the key and checks what concerns the key alone: its existence, status, expiry and quota. */
function findKey(world: World, text: string): Token | Refused {
  const { profile, tokens } = world;
  const refuse = (token: Token | undefined, old: string): Refused => ({
    answer: keyError(profile, 401, profile.plain401 ? "Invalid token" : old),
    token,
    because: "key",
  });
  if (text === "") return refuse(undefined, "未提供令牌");
  if (!world.conditions.databaseUp) {
    if (!profile.plain401) return { ...refuse(undefined, "无效的令牌"), because: "other" };
    const answer = keyError(profile, 500, "Database error, please contact the administrator");
    return { answer, token: undefined, because: "other" };
  }
  const key = text.split("-")[0] ?? "";
  const token = world.ghosts.byKey(key) ?? tokens.byKey(key);
  if (!token) return refuse(undefined, "无效的令牌");
  const edges = `[sk-${token.key.slice(0, 3)}***${token.key.slice(-3)}]`;
  if (token.status === tokenStatus.exhausted) return refuse(token, `该令牌额度已用尽 TokenStatusExhausted${edges}`);
  if (token.status === tokenStatus.expired) return refuse(token, "该令牌已过期");
  if (token.status !== tokenStatus.enabled) return refuse(token, "该令牌状态不可用");
  // With Redis the server does not store what it has just found out.
  const store = world.conditions.redis === "none";
  if (token.expiredTime !== -1 && token.expiredTime < world.clock.seconds()) {
    if (store) token.status = tokenStatus.expired;
    return refuse(token, "该令牌已过期");
  }
  if (!token.unlimitedQuota && token.remainQuota <= 0) {
    if (store) token.status = tokenStatus.exhausted;
    return refuse(token, `${edges} 该令牌额度已用尽 ${token.remainQuota}`);
  }
  return token;
}

/** Checks the owner: 500 if softly deleted, 403 if disabled. */
export function findOwner(world: World, token: Token): User | Refused {
  const user = world.users.byId(token.userId);
  const refuse = (status: number, message: string): Refused => ({
    answer: keyError(world.profile, status, message),
    token,
    because: "other",
  });
  if (!user) return refuse(500, "Database error, please contact the administrator");
  if (user.status !== 1)
    return refuse(403, world.profile.language === "Chinese" ? "用户已被封禁" : "User has been banned");
  return user;
}

/** Everything that a route of the data plane checks before it looks at the body. `full` = IP list and group too. */
export function authorize(world: World, request: Request, source: KeySource, full: boolean): Bearer | Refused {
  const text = keyText(world, request, source);
  const token = findKey(world, text);
  if (!("key" in token)) return token;
  const refuse = (message: string, code = ""): Refused => ({
    answer: keyError(world.profile, 403, message, code),
    token,
    because: "key",
  });
  if (full && !mayUse(world.profile, token.allowIPs, request.remoteAddress)) {
    return refuse("您的 IP 不在令牌允许访问的列表中", "access_denied");
  }
  const user = findOwner(world, token);
  if (!("username" in user)) return user;
  const group = token.group || user.group;
  if (full && token.group !== "") {
    const usable = world.site.usableGroups(user).has(group);
    if (!usable) return refuse(world.profile.modernModels ? `无权访问 ${group} 分组` : `令牌分组 ${group} 已被禁用`);
    const automatic = group === "auto" && world.profile.autoGroup;
    if (!automatic && world.site.groupRatio(group) === undefined) return refuse(`分组 ${group} 已被弃用`);
  }
  if (text.includes("-") && user.role < roles.admin) return refuse("普通用户不支持指定渠道");
  return { token, user, group };
}

/** Groups whose channels the bearer may use, in the order in which they are tried. */
export function groupsOf(world: World, { token, user, group }: Bearer): string[] {
  if (group !== "auto" || !world.profile.autoGroup) return [group];
  return world.site.autoGroups(user, token.autoGroups);
}

/** Whether the key's model list lets this model through. */
export function allowsModel(token: Token, model: string): boolean {
  return !token.modelLimitsEnabled || token.modelLimits.split(",").includes(model);
}
