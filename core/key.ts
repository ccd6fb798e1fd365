import { z } from "zod";
import { nameProblem } from "./names.ts";
import { durationPattern, parseDuration, parseInstant } from "./time.ts";

/**
 * What a key is, once. The CRD, the Terraform schema and the construct props are derived from these schemas, so a
 * description here is what people read in `kubectl explain` and in the docs. Defaults are applied in code
 * ({@link ../core/policy.ts}), never in the schema: defaulted nested fields make Argo CD show differences for ever.
 */

const durationMessage = "is no duration; write for example 30d, 12h or 1h30m (units: ms, s, m, h, d, w)";

/** A duration as people write it. */
export const duration = z
  .string()
  .max(32)
  .regex(new RegExp(durationPattern), { error: (issue) => `"${issue.input}" ${durationMessage}`, abort: true })
  .refine((text) => parseDuration(text) !== undefined, { error: "is longer than a thousand years" });

/** An RFC 3339 time with a zone. */
export const instant = z
  .string()
  .max(40)
  .refine((text) => parseInstant(text) !== undefined, {
    error: (issue) => `"${issue.input}" is no RFC 3339 time; write for example 2027-01-31T00:00:00Z`,
  })
  .meta({ format: "date-time" });

const resets = ["Daily", "Weekly", "Monthly"] as const;
/** How often a quota is filled again. */
export type QuotaReset = (typeof resets)[number];

export const rateLimitSchema = z.strictObject({
  requestsPerMinute: z.int().min(1).max(1_000_000).optional().describe("Requests per minute over this route."),
  tokensPerMinute: z.int().min(1).max(1_000_000_000).optional().describe("Tokens per minute over this route."),
});

export const routeSchema = z.strictObject({
  provider: z
    .string()
    .min(1)
    .max(63)
    .regex(/^[a-z0-9][a-z0-9-]*$/)
    .describe("The vendor whose models the route opens, in lower case: openai, anthropic, gemini, …"),
  enabled: z.boolean().optional().describe("False closes the route without deleting it. Default: true."),
  models: z
    .array(
      z
        .string()
        .min(1)
        .max(200)
        .regex(/^[^\s,]+$/),
    )
    .max(256)
    .optional()
    .describe("The models that may be called. Default: every model of the provider that the key's group offers."),
  priority: z
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe("A hint, lower first. Gateways that do not know it ignore it, and a warning says so."),
  rateLimit: rateLimitSchema
    .optional()
    .describe("Refused on gateways that cannot enforce it; a key with more access than declared is never made."),
});
/** One model route: which vendor's models a key may call. */
export type Route = z.infer<typeof routeSchema>;

export const quotaSchema = z.strictObject({
  amount: z
    .number()
    .min(0.000001)
    .max(1_000_000)
    .describe("USD that the declared key may spend. It survives rotation: a new key gets what is left."),
  reset: z.enum(resets).optional().describe("How often the amount is granted again. Default: never."),
});

/** A declared key, in the form people write it. */
export const keySchema = z.strictObject({
  name: z
    .string()
    .min(3)
    .max(63)
    .refine((name) => nameProblem(name) === undefined, { error: (issue) => nameProblem(String(issue.input))! })
    .optional()
    .describe("What people see in the gateway's console. Say where and how the key is used: prod-api-server."),
  description: z
    .string()
    .max(500)
    .optional()
    .describe("For people; kept on our side where the gateway has no field for it."),
  group: z.string().min(1).max(100).optional().describe("The gateway's group or rate plan, by its exact name."),
  routes: z
    .array(routeSchema)
    .max(64)
    .optional()
    .describe("The models the key may call. Default: all that the group offers."),
  quota: quotaSchema.optional().describe("The budget of the declared key, over all its rotations."),
  expiresAt: instant
    .optional()
    .describe("The moment after which the key is refused by the gateway, and not rotated any more."),
  lifetime: duration
    .optional()
    .describe("How long each issued key may live at the gateway; it is rotated well before."),
  allowedIPs: z
    .array(
      z
        .string()
        .min(2)
        .max(64)
        .regex(/^[0-9a-fA-F.:]+(\/[0-9]{1,3})?$/),
    )
    .max(256)
    .optional()
    .describe("Addresses or CIDR ranges that may use the key. Default: any."),
  enabled: z
    .boolean()
    .optional()
    .describe("False switches the key off at the gateway without deleting it. Default: true."),
});
/** A declared key, in the form people write it. */
export type KeySpec = z.infer<typeof keySchema>;
