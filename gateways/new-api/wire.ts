import * as z from "zod/mini";

/** What we read of New API's answers. Unknown fields are dropped unseen; what we use must have its form. */

/** The envelope of every answer below /api that the server's own code gives. */
export const envelope = z.object({
  success: z.boolean(),
  message: z.nullish(z.string()),
  /** `AUTH_…`, from rc.22. */
  code: z.nullish(z.string()),
  data: z.optional(z.unknown()),
});

export const status = z.object({
  version: z.nullish(z.string().check(z.maxLength(100))),
  quota_per_unit: z.number().check(z.positive()),
});

const positive = z.int().check(z.positive());

const text = z.pipe(
  z.nullish(z.string()),
  z.transform((value) => value ?? ""),
);

export const token = z.object({
  id: positive,
  /** Masked with asterisks on newer servers; the whole key without `sk-` on older ones. */
  key: z.string(),
  status: z.int(),
  name: text,
  created_time: z.int(),
  accessed_time: z.int(),
  expired_time: z.int(),
  remain_quota: z.number(),
  unlimited_quota: z.boolean(),
  model_limits_enabled: z.boolean(),
  model_limits: text,
  allow_ips: text,
  used_quota: z.number(),
  group: text,
  cross_group_retry: z.nullish(z.boolean()),
});
/** A key as the server shows it. `key` can be the secret itself. */
export type Token = z.infer<typeof token>;

/** Up to v0.8.3 a bare array, then a page. */
export const tokenList = z.union([z.object({ total: z.int().check(z.gte(0)), items: z.array(token) }), z.array(token)]);

export const revealed = z.object({ key: z.string().check(z.regex(/^[^\s*]{8,256}$/)) });
export const revealedBatch = z.object({ keys: z.record(z.string(), revealed.shape.key) });

export const whoami = z.object({
  id: positive,
  username: z.string(),
  group: text,
  quota: z.nullish(z.number()),
});

export const groups = z.record(z.string(), z.object({ desc: z.nullish(z.string()) }));

export const models = z.nullable(z.array(z.string()));

/** No envelope's `data` alone: vendors stand beside it. */
export const pricing = z.object({
  success: z.literal(true),
  data: z.array(
    z.object({
      model_name: z.string(),
      vendor_id: z.nullish(z.int()),
      enable_groups: z.nullish(z.array(z.string())),
    }),
  ),
  vendors: z.nullish(z.array(z.object({ id: z.int(), name: z.string() }))),
});
export type Pricing = z.infer<typeof pricing>;

export const log = z.object({
  items: z.nullable(z.array(z.object({ created_at: z.int(), token_id: z.int() }))),
});

/** `GET /v1/models`. */
export const modelList = z.object({ data: z.nullable(z.array(z.object({ id: z.string() }))) });

export const dataError = z.object({
  error: z.object({
    type: z.nullish(z.string()),
    code: z.nullish(z.union([z.string(), z.number()])),
    message: z.nullish(z.string()),
  }),
});
