import { z } from "zod";
import { instant } from "../../core/key.ts";
import { keyedList } from "./reference.ts";

// Texts in a status have no limits of their own: a status that is refused is knowledge lost, and all of it is ours.

const conditionSchema = z.object({
  type: z.string().min(1),
  status: z.enum(["True", "False", "Unknown"]),
  reason: z.string().describe("One word for programs."),
  message: z.string().describe("For people: what is so, and what to do if it is wrong."),
  observedGeneration: z.int().min(0).optional().describe("The generation of the spec that this speaks about."),
  lastTransitionTime: instant.check(z.describe("When the status last changed.")),
});
export type StatusCondition = z.output<typeof conditionSchema>;

const conditions = keyedList(conditionSchema, ["type"]).optional();
const observedGeneration = z.int().min(0).optional().describe("The newest generation of the spec that was worked on.");
const time = z.optional(instant);

const states = ["Planned", "Issued", "Verified", "Current", "Retiring", "Disabled", "Revoked"] as const;
const reasons = [
  "Created",
  "Adopted",
  "Recovered",
  "Scheduled",
  "Requested",
  "Compromised",
  "SecretLost",
  "KeyLost",
] as const;

const statusKeySchema = z.object({
  revision: z.int().min(1).describe("Counts the issued keys; never used twice."),
  name: z.string().describe("Its name at the gateway."),
  id: z.string().optional().describe("Its id at the gateway."),
  state: z.enum(states).describe("Where it stands."),
  reason: z.enum(reasons).describe("Why it was made."),
  plannedAt: instant.check(z.describe("When it was decided to make it.")),
  issuedAt: time.describe("When the gateway made it."),
  verifiedAt: time.describe("When the data plane accepted it."),
  deliveredAt: time.describe("When the Secret got it."),
  retiringSince: time.describe("Since when a newer one is current."),
  disabledAt: time.describe("When it was switched off, to be deleted later."),
  revokedAt: time.describe("When it was deleted; it leaves this list when its death is proven."),
  lastUsedAt: time.describe("Its last real use, as far as the gateway tells."),
  spent: z.number().optional().describe("USD, as last seen."),
  sole: z
    .boolean()
    .optional()
    .describe("Its create was sent once and answered, so no second key of its name can appear."),
  rolledOut: z.boolean().optional().describe("The workloads run with it."),
  switchedOff: z.boolean().optional().describe("It is off because the spec says enabled: false."),
  request: z.string().optional().describe("The request that it was made for."),
  setbacks: z.int().min(0).optional().describe("Revisions in a row that came to nothing."),
});

/** What the operator says about a TokApiKey. Unknown fields, of a newer operator, are dropped. */
export const tokApiKeyStatusSchema = z.object({
  observedGeneration,
  conditions: conditions.describe("Ready, Reconciling, Stalled, Rotating, PreviousKeyInUse."),
  keys: keyedList(statusKeySchema, ["revision"]).optional().describe("Every key that was made and is not proven dead."),
  revision: z.int().min(0).optional().describe("The revision that the Secret holds."),
  lastRevision: z.int().min(0).optional().describe("The highest revision ever planned."),
  nextRotationAt: time.describe("When the next rotation on schedule begins."),
  lastRotatedAt: time.describe("When the Secret last got another key."),
  secretName: z.string().optional().describe("The Secret that holds the key."),
  gateway: z.string().optional().describe("The gateway's kind and name."),
  quota: z
    .object({
      amount: z.number().optional().describe("USD granted, over all rotations."),
      spent: z.number().optional().describe("USD spent, over all rotations, as last seen."),
      carried: z.number().optional().describe("USD of it spent by keys that are gone."),
      carriedAt: time.describe("When the last of them went."),
    })
    .optional()
    .describe("The budget of the declared key."),
  retry: z
    .object({
      failures: z.int().min(1).describe("Failures in a row."),
      notBefore: time.describe("No call to the gateway before then; a restart keeps to it."),
      reason: z.string().optional(),
      message: z.string().optional(),
    })
    .optional()
    .describe("The wait after failures; gone after the next success."),
  warnings: z.array(z.string()).optional().describe("What is declared and has no effect at this gateway, and why."),
});
export type TokApiKeyStatus = z.output<typeof tokApiKeyStatusSchema>;

/** What the operator says about a TokGateway or ClusterTokGateway. */
export const tokGatewayStatusSchema = z.object({
  observedGeneration,
  conditions: conditions.describe("Ready, Reconciling, Stalled."),
  serverVersion: z.string().optional().describe("As the server says it."),
  account: z.string().optional().describe("Whose credentials are used."),
  keys: z.int().min(0).optional().describe("TokApiKeys that use this gateway."),
  checkedAt: time.describe("When the credentials were last tried."),
  warnings: z.array(z.string()).optional().describe("What works but should be changed."),
});
export type TokGatewayStatus = z.output<typeof tokGatewayStatusSchema>;
