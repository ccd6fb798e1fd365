import * as z from "zod/mini";

/**
 * What a Sub2API server sends, as far as we read it. Unknown fields are ignored: a key has some thirty of them and every
 * release adds some. A field that an old release lacks is optional here.
 */

const time = z.nullish(z.string());
const money = z.nullish(z.number());
const list = z.nullish(z.array(z.string()));
const filled = z.string().check(z.minLength(1));
const positive = z.number().check(z.positive());
const count = z.int().check(z.gte(0));

export const wireGroup = z.object({
  id: z.number(),
  name: z.string(),
  platform: z.string(),
  description: z.nullish(z.string()),
  status: z.nullish(z.string()),
});
/** A group that the account may bind keys to. */
export type WireGroup = z.infer<typeof wireGroup>;

export const wireKey = z.object({
  id: z.number(),
  key: z.string(),
  name: z.string(),
  group_id: z.nullish(z.number()),
  /** Wrong in the answer to an update that changes the group, and absent in the answer to a create. */
  group: z.nullish(z.pick(wireGroup, { id: true, name: true })),
  status: z.string(),
  ip_whitelist: list,
  ip_blacklist: list,
  quota: money,
  quota_used: money,
  rate_limit_5h: money,
  rate_limit_1d: money,
  rate_limit_7d: money,
  usage_1d: money,
  usage_7d: money,
  reset_1d_at: time,
  reset_7d_at: time,
  expires_at: time,
  created_at: time,
  last_used_at: time,
});
/** A key, with its text. It never leaves this folder. */
export type WireKey = z.infer<typeof wireKey>;

/** A page of keys. `pages` is not read: before 0.1.111 it echoes what was asked for. */
export const wireKeyPage = z.object({ items: z.array(wireKey), total: count });

/** A page of the usage log. */
export const wireUsagePage = z.object({
  items: z.array(z.object({ created_at: z.string() })),
  total: count,
});

export const wireGroups = z.array(wireGroup);

/** Answer to a login: either tokens, or the question for a second factor. */
export const wireLogin = z.union([
  z.object({ requires_2fa: z.literal(true), temp_token: filled }),
  z.object({
    access_token: filled,
    refresh_token: z.optional(filled),
    expires_in: z.optional(positive),
  }),
]);

/** Answer to a refresh. */
export const wireRefresh = z.object({
  access_token: filled,
  refresh_token: filled,
  expires_in: z.optional(positive),
});

/** What the site says about itself to anybody. */
export const wireSettings = z.object({
  version: z.nullish(z.string()),
  site_name: z.nullish(z.string()),
  turnstile_enabled: z.nullish(z.boolean()),
  tencent_captcha_enabled: z.nullish(z.boolean()),
  aliyun_captcha_enabled: z.nullish(z.boolean()),
  backend_mode_enabled: z.nullish(z.boolean()),
});
export type WireSettings = z.infer<typeof wireSettings>;

export const wireMe = z.object({ id: z.number(), email: z.string() });

/** The three error envelopes of the management API, and the fourth and fifth of the data plane, in one. */
export const wireError = z.object({
  code: z.optional(z.union([z.number(), z.string()])),
  message: z.optional(z.string()),
  reason: z.optional(z.string()),
  metadata: z.optional(z.record(z.string(), z.unknown())),
  error: z.optional(z.union([z.string(), z.object({ type: z.optional(z.string()), message: z.optional(z.string()) })])),
});

/** Success: anything else with status 200 is a failure. */
export const wireSuccess = z.object({ code: z.literal(0), data: z.optional(z.unknown()) });

/** The machine-readable word of an error answer: `reason`, or `code` where that is text, or the type of a model error. */
export function errorWord(body: unknown): string | undefined {
  const parsed = wireError.safeParse(body);
  if (!parsed.success) return undefined;
  const { reason, code, error } = parsed.data;
  if (reason !== undefined && reason !== "") return reason;
  if (typeof code === "string") return code;
  return typeof error === "object" ? error.type : undefined;
}
