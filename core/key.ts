import * as z from "zod/mini";
import en from "zod/v4/locales/en.js";
import { nameProblem } from "./names.ts";
import { optional } from "./optional.ts";
import { durationPattern, parseDuration, parseInstant } from "./time.ts";

// The small zod is a tenth of the whole one in a bundle, and speaks no language by itself.
z.config(en());

/**
 * What a key is, once. The CRD, the Terraform schema and the construct props are derived from these schemas, so a
 * description here is what people read in `kubectl explain` and in the docs. Defaults are applied in code
 * ({@link ../core/policy.ts}), never in the schema: defaulted nested fields make Argo CD show differences for ever.
 */

const durationMessage = "is no duration; write for example 30d, 12h or 1h30m (units: ms, s, m, h, d, w)";

/** A duration as people write it. */
export const duration = z.string().check(
  z.maxLength(32),
  z.regex(new RegExp(durationPattern), { error: (issue) => `"${issue.input}" ${durationMessage}`, abort: true }),
  z.refine((text) => parseDuration(text) !== undefined, { error: "is longer than a thousand years" }),
);

/** An RFC 3339 time with a zone. */
export const instant = z.string().check(
  z.maxLength(40),
  z.refine((text) => parseInstant(text) !== undefined, {
    error: (issue) => `"${issue.input}" is no RFC 3339 time; write for example 2027-01-31T00:00:00Z`,
  }),
  z.meta({ format: "date-time" }),
);

const resets = ["Daily", "Weekly", "Monthly"] as const;
/** How often a quota is filled again. */
export type QuotaReset = (typeof resets)[number];

export const rateLimitSchema = z.strictObject({
  requestsPerMinute: optional(z.int().check(z.gte(1), z.lte(1_000_000)), "Requests per minute over this route."),
  tokensPerMinute: optional(z.int().check(z.gte(1), z.lte(1_000_000_000)), "Tokens per minute over this route."),
});

export const routeSchema = z.strictObject({
  provider: z.string().check(
    z.minLength(1),
    z.maxLength(63),
    z.regex(/^[a-z0-9][a-z0-9-]*$/, {
      error: (issue) =>
        `"${issue.input}" is no vendor; write it in lower case, for example openai, anthropic or gemini`,
    }),
    z.describe("The vendor whose models the route opens, in lower case: openai, anthropic, gemini, …"),
  ),
  enabled: optional(z.boolean(), "False closes the route without deleting it. Default: true."),
  models: optional(
    z.array(z.string().check(z.minLength(1), z.maxLength(200), z.regex(/^[^\s,]+$/))).check(z.maxLength(256)),
    "The models that may be called. Default: every model of the provider that the key's group offers.",
  ),
  priority: optional(
    z.int().check(z.gte(0), z.lte(1000)),
    "A hint, lower first. Gateways that do not know it ignore it, and a warning says so.",
  ),
  rateLimit: optional(
    rateLimitSchema,
    "Refused on gateways that cannot enforce it; a key with more access than declared is never made.",
  ),
});
/** One model route: which vendor's models a key may call. */
export type Route = z.infer<typeof routeSchema>;

export const quotaSchema = z.strictObject({
  amount: z
    .number()
    .check(
      z.gte(0.000001),
      z.lte(1_000_000),
      z.describe("USD that the declared key may spend. It survives rotation: a new key gets what is left."),
    ),
  reset: optional(z.enum(resets), "How often the amount is granted again. Default: never."),
});

/** A declared key, in the form people write it. */
export const keySchema = z.strictObject({
  name: optional(
    z.string().check(
      z.minLength(3),
      z.maxLength(63),
      z.refine((name) => nameProblem(name) === undefined, { error: (issue) => nameProblem(String(issue.input))! }),
    ),
    "What people see in the gateway's console. Say where and how the key is used: prod-api-server.",
  ),
  description: optional(
    z.string().check(z.maxLength(500)),
    "For people; kept on our side where the gateway has no field for it.",
  ),
  group: optional(
    z.string().check(z.minLength(1), z.maxLength(100)),
    "The gateway's group or rate plan, by its exact name.",
  ),
  routes: optional(
    z.array(routeSchema).check(z.maxLength(64)),
    "The models the key may call. Default: all that the group offers.",
  ),
  quota: optional(quotaSchema, "The budget of the declared key, over all its rotations."),
  expiresAt: optional(instant, "The moment after which the key is refused by the gateway, and not rotated any more."),
  lifetime: optional(duration, "How long each issued key may live at the gateway; it is rotated well before."),
  allowedIPs: optional(
    z
      .array(z.string().check(z.minLength(2), z.maxLength(64), z.regex(/^[0-9a-fA-F.:]+(\/[0-9]{1,3})?$/)))
      .check(z.maxLength(256)),
    "Addresses or CIDR ranges that may use the key. Default: any.",
  ),
  enabled: optional(z.boolean(), "False switches the key off at the gateway without deleting it. Default: true."),
});
/** A declared key, in the form people write it. */
export type KeySpec = z.infer<typeof keySchema>;
