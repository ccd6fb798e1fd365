import { z } from "zod";
import { keySchema } from "../../core/key.ts";
import { meaninglessName } from "../../core/names.ts";
import { rotationSchema } from "../../core/policy.ts";
import { parseDuration } from "../../core/time.ts";
import { conditionField, type Definition } from "./definition.ts";
import { secretSchema } from "./delivered-secret.ts";
import { keyedList, objectName } from "./reference.ts";
import { celCompare, celText, ruled } from "./rules.ts";
import { tokApiKeyStatusSchema } from "./status.ts";

const nameAdvice =
  "does not say what the key is for; say where and how it is used, for example prod-api-server or staging-batch-summaries";
const nameCharacters = "lower-case letters, digits and hyphens, with a letter or digit at both ends";
const goodCharacters = (text: string) => `${text}.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?$')`;
const tells = (text: string) => `!${text}.matches(${celText(meaninglessName.source)})`;

const gatewayRef = ruled(
  z.strictObject({
    name: objectName.describe("The gateway's name."),
    kind: z
      .enum(["TokGateway", "ClusterTokGateway"])
      .optional()
      .describe("TokGateway in this namespace, or ClusterTokGateway. Default: TokGateway."),
  }),
  [
    {
      cel: "self.name == oldSelf.name && (has(self.kind) ? self.kind : 'TokGateway') == (has(oldSelf.kind) ? oldSelf.kind : 'TokGateway')",
      message:
        "a key cannot move to another gateway, which is another account; create a second TokApiKey for the other gateway, point the workloads at its Secret, then delete this one",
    },
  ],
);

const adopt = ruled(
  z.strictObject({
    id: z.string().min(1).max(128).optional().describe("The key's id at the gateway."),
    name: z.string().min(1).max(128).optional().describe("The key's name at the gateway; exactly one key may bear it."),
  }),
  [
    {
      cel: "has(self.id) != has(self.name)",
      message: "give either id or name of the key to adopt, not both",
      holds: ({ id, name }) => (id === undefined) !== (name === undefined),
    },
  ],
);

const rotation = ruled(z.strictObject(rotationSchema.shape), [
  {
    cel: "!(has(self.every) && has(self.schedule))",
    message: "give either every or schedule, not both",
    at: "schedule",
  },
  {
    cel: "!has(self.timeZone) || has(self.schedule)",
    message: "timeZone goes with schedule; leave it out, or give a schedule (a window has a timeZone of its own)",
    holds: ({ timeZone, schedule }) => timeZone === undefined || schedule !== undefined,
    at: "timeZone",
  },
  {
    cel: `!has(self.every) || (${celCompare("(has(self.overlap) ? self.overlap : '1h')", "<", "self.every")})`,
    message: "the overlap (default: 1h) does not fit into every; make it shorter, or rotate less often",
    at: "overlap",
  },
  {
    cel: `!has(self.maxOverlap) || (${celCompare("(has(self.overlap) ? self.overlap : '1h')", "<=", "self.maxOverlap")})`,
    message: "maxOverlap is shorter than the overlap (default: 1h)",
    at: "maxOverlap",
  },
]);

const verify = ruled(
  z.strictObject({
    dataPlane: z
      .boolean()
      .optional()
      .describe(
        "False: a new key is delivered without having been tried, for gateways whose data plane cannot be reached from here. Default: true.",
      ),
    models: z
      .boolean()
      .optional()
      .describe("True: a new key must also show every model that the routes name. Default: false."),
  }),
  [
    {
      cel: "!(has(self.models) && self.models && has(self.dataPlane) && !self.dataPlane)",
      message: "models can be checked on the data plane only; leave out dataPlane: false",
      holds: ({ models, dataPlane }) => !(models === true && dataPlane === false),
      at: "models",
    },
  ],
);

const secretNameOf = (self: string) => `(has(${self}.secret) && has(${self}.secret.name) ? ${self}.secret.name : '')`;
const secretTypeOf = (self: string) =>
  `(has(${self}.secret) && has(${self}.secret.template) && has(${self}.secret.template.type) ? ${self}.secret.template.type : 'Opaque')`;

/** What a TokApiKey declares: a key (core's schema), where it comes from, and how it is delivered. */
export const tokApiKeySpecSchema = ruled(
  z.strictObject({
    ...keySchema.shape,
    gatewayRef: gatewayRef.describe("The gateway that issues the key. It cannot be changed."),
    routeRefs: keyedList(z.strictObject({ name: objectName.describe("The route's name.") }), ["name"])
      .max(64)
      .optional()
      .describe("TokModelRoutes of this namespace, in addition to `routes`."),
    adopt: adopt
      .optional()
      .describe("Take over a key that exists at the gateway instead of making the first one. Looked at once."),
    secret: secretSchema.optional().describe("The Secret that holds the key."),
    rotation: rotation.optional().describe("When and how the key is replaced. Default: only on request."),
    rolloutRestart: keyedList(
      z.strictObject({
        kind: z.enum(["Deployment", "StatefulSet", "DaemonSet"]).describe("What to restart."),
        name: objectName.describe("Its name, in this namespace."),
      }),
      ["kind", "name"],
    )
      .max(16)
      .optional()
      .describe(
        "Workloads that read the Secret at start only. They are restarted after each delivery, and the old key lives until they run with the new one.",
      ),
    verify: verify.optional().describe("How a new key is tried before it is delivered. Default: on the data plane."),
    deletionPolicy: z
      .enum(["Revoke", "Retain"])
      .optional()
      .describe("What happens at the gateway when this resource is deleted. Default: Revoke."),
    suspend: z
      .boolean()
      .optional()
      .describe(
        "True: nothing is issued, rotated, changed or revoked until it is false again; deleting the resource revokes all the same. Default: false.",
      ),
  }),
  [
    {
      cel: `!has(self.name) || ${goodCharacters("self.name")}`,
      message: `name must consist of ${nameCharacters}`,
      at: "name",
    },
    { cel: `!has(self.name) || ${tells("self.name")}`, message: `name ${nameAdvice}`, at: "name" },
    {
      cel: "!(has(self.expiresAt) && has(self.lifetime))",
      message:
        "give either expiresAt (an end of the declared key) or lifetime (of each issued key, which is rotated before), not both",
      holds: ({ expiresAt, lifetime }) => expiresAt === undefined || lifetime === undefined,
      at: "lifetime",
    },
    {
      cel: `!(has(self.lifetime) && has(self.rotation) && has(self.rotation.every)) || (${celCompare("self.rotation.every", "<", "self.lifetime")})`,
      message: "lifetime is not longer than rotation.every; each key would be dead before the next one is due",
      holds: ({ lifetime, rotation: { every } = {} }) =>
        lifetime === undefined || every === undefined || parseDuration(every)! < parseDuration(lifetime)!,
      at: "lifetime",
    },
    {
      cel: "!has(self.adopt) || (has(oldSelf.adopt) && self.adopt == oldSelf.adopt)",
      message:
        "adopt is looked at once, when the resource is new, and cannot be added or changed; create another TokApiKey for another key",
      at: "adopt",
    },
    {
      cel: `${secretNameOf("self")} != ${secretNameOf("oldSelf")} || ${secretTypeOf("self")} == ${secretTypeOf("oldSelf")}`,
      message: "the type of a Secret cannot be changed; give another secret.name together with the new type",
    },
  ],
);
export type TokApiKeySpec = z.output<typeof tokApiKeySpecSchema>;

export const tokApiKey: Definition<typeof tokApiKeySpecSchema, typeof tokApiKeyStatusSchema> = {
  kind: "TokApiKey",
  plural: "tokapikeys",
  shortNames: ["tak", "tokkey"],
  scope: "Namespaced",
  description:
    "A key for an LLM gateway. From the moment it is Ready a Secret holds a key that works; it is rotated without a failed request and revoked for certain.",
  spec: tokApiKeySpecSchema,
  status: tokApiKeyStatusSchema,
  // Two rules, because the length of a name is unknown to the API server and each may cost so much only.
  rules: [
    {
      cel: "has(self.spec.name) || self.metadata.name.matches('^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$')",
      message: `the resource's name is the key's name too, and must then consist of 3 to 63 ${nameCharacters}; or give spec.name`,
    },
    {
      cel: `has(self.spec.name) || ${tells("self.metadata.name")}`,
      message: `the resource's name is the key's name too, and it ${nameAdvice}; or give spec.name`,
    },
  ],
  columns: [
    { name: "Ready", type: "string", jsonPath: conditionField("Ready", "status") },
    { name: "Reason", type: "string", jsonPath: conditionField("Ready", "reason") },
    { name: "Secret", type: "string", jsonPath: ".status.secretName" },
    { name: "Rev", type: "integer", jsonPath: ".status.revision", description: "The revision that the Secret holds." },
    // kubectl shows dates as an age, and a date to come as <invalid>: so this one is a text.
    { name: "Next rotation", type: "string", jsonPath: ".status.nextRotationAt" },
    { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
    { name: "Gateway", type: "string", jsonPath: ".spec.gatewayRef.name", priority: 1 },
    { name: "Last rotated", type: "date", jsonPath: ".status.lastRotatedAt", priority: 1 },
    { name: "Spent", type: "number", jsonPath: ".status.quota.spent", description: "USD.", priority: 1 },
    { name: "Message", type: "string", jsonPath: conditionField("Ready", "message"), priority: 1 },
  ],
  selectable: [".spec.gatewayRef.name", ".spec.gatewayRef.kind", ".status.secretName"],
};
