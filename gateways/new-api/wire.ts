import { z } from "zod";

/** What we read of New API's answers. Unknown fields are dropped unseen; what we use must have its form. */

/** The envelope of every answer below /api that the server's own code gives. */
export const envelope = z.object({
  success: z.boolean(),
  message: z.string().nullish(),
  /** `AUTH_…`, from rc.22. */
  code: z.string().nullish(),
  data: z.unknown().optional(),
});

export const status = z.object({
  version: z.string().max(100).nullish(),
  quota_per_unit: z.number().positive(),
});

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");

export const token = z.object({
  id: z.int().positive(),
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
  cross_group_retry: z.boolean().nullish(),
});
/** A key as the server shows it. `key` can be the secret itself. */
export type Token = z.infer<typeof token>;

/** Up to v0.8.3 a bare array, then a page. */
export const tokenList = z.union([z.object({ total: z.int().min(0), items: z.array(token) }), z.array(token)]);

export const revealed = z.object({ key: z.string().regex(/^[^\s*]{8,256}$/) });
export const revealedBatch = z.object({ keys: z.record(z.string(), revealed.shape.key) });

export const whoami = z.object({
  id: z.int().positive(),
  username: z.string(),
  group: text,
  quota: z.number().nullish(),
});

export const groups = z.record(z.string(), z.object({ desc: z.string().nullish() }));

export const models = z.array(z.string()).nullable();

/** No envelope's `data` alone: vendors stand beside it. */
export const pricing = z.object({
  success: z.literal(true),
  data: z.array(
    z.object({
      model_name: z.string(),
      vendor_id: z.int().nullish(),
      enable_groups: z.array(z.string()).nullish(),
    }),
  ),
  vendors: z.array(z.object({ id: z.int(), name: z.string() })).nullish(),
});
export type Pricing = z.infer<typeof pricing>;

export const log = z.object({
  items: z.array(z.object({ created_at: z.int(), token_id: z.int() })).nullable(),
});

/** `GET /v1/models`. */
export const modelList = z.object({ data: z.array(z.object({ id: z.string() })).nullable() });

export const dataError = z.object({
  error: z.object({
    type: z.string().nullish(),
    code: z.union([z.string(), z.number()]).nullish(),
    message: z.string().nullish(),
  }),
});
