import { z } from "zod";

/**
 * What a Sub2API server sends, as far as we read it. Unknown fields are ignored: a key has some thirty of them and every
 * release adds some. A field that an old release lacks is optional here.
 */

const time = z.string().nullish();
const money = z.number().nullish();
const list = z.array(z.string()).nullish();

export const wireGroup = z.object({
  id: z.number(),
  name: z.string(),
  platform: z.string(),
  description: z.string().nullish(),
  status: z.string().nullish(),
});
/** A group that the account may bind keys to. */
export type WireGroup = z.infer<typeof wireGroup>;

export const wireKey = z.object({
  id: z.number(),
  key: z.string(),
  name: z.string(),
  group_id: z.number().nullish(),
  /** Wrong in the answer to an update that changes the group, and absent in the answer to a create. */
  group: wireGroup.pick({ id: true, name: true }).nullish(),
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
export const wireKeyPage = z.object({ items: z.array(wireKey), total: z.int().min(0) });

/** A page of the usage log. */
export const wireUsagePage = z.object({
  items: z.array(z.object({ created_at: z.string() })),
  total: z.int().min(0),
});

export const wireGroups = z.array(wireGroup);

/** Answer to a login: either tokens, or the question for a second factor. */
export const wireLogin = z.union([
  z.object({ requires_2fa: z.literal(true), temp_token: z.string().min(1) }),
  z.object({
    access_token: z.string().min(1),
    refresh_token: z.string().min(1).optional(),
    expires_in: z.number().positive().optional(),
  }),
]);

/** Answer to a refresh. */
export const wireRefresh = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().positive().optional(),
});

/** What the site says about itself to anybody. */
export const wireSettings = z.object({
  version: z.string().nullish(),
  site_name: z.string().nullish(),
  turnstile_enabled: z.boolean().nullish(),
  tencent_captcha_enabled: z.boolean().nullish(),
  aliyun_captcha_enabled: z.boolean().nullish(),
  backend_mode_enabled: z.boolean().nullish(),
});
export type WireSettings = z.infer<typeof wireSettings>;

export const wireMe = z.object({ id: z.number(), email: z.string() });

/** The three error envelopes of the management API, and the fourth and fifth of the data plane, in one. */
export const wireError = z.object({
  code: z.union([z.number(), z.string()]).optional(),
  message: z.string().optional(),
  reason: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  error: z.union([z.string(), z.object({ type: z.string().optional(), message: z.string().optional() })]).optional(),
});

/** Success: anything else with status 200 is a failure. */
export const wireSuccess = z.object({ code: z.literal(0), data: z.unknown().optional() });

/** The machine-readable word of an error answer: `reason`, or `code` where that is text, or the type of a model error. */
export function errorWord(body: unknown): string | undefined {
  const parsed = wireError.safeParse(body);
  if (!parsed.success) return undefined;
  const { reason, code, error } = parsed.data;
  if (reason !== undefined && reason !== "") return reason;
  if (typeof code === "string") return code;
  return typeof error === "object" ? error.type : undefined;
}
