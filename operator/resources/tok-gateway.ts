import { z } from "zod";
import { duration } from "../../core/key.ts";
import { tokenForMeRegions } from "../../gateways/presets.ts";
import { conditionField, type Definition } from "./definition.ts";
import { dataKey, keyedList, objectName } from "./reference.ts";
import { ruled } from "./rules.ts";
import { tokGatewayStatusSchema } from "./status.ts";

const addressPattern = "^https?://[^/?#@\\\\s]+(/[^?#@\\\\s]*)?$";
const addressMessage =
  "must look like https://gateway.example.com: https:// or http://, and no user, password, query or fragment";

/** An address of a gateway or proxy. http:// is allowed, for gateways inside the cluster; status warns about it. */
const address = ruled(z.string().min(8).max(2_000), [
  {
    cel: `self.matches('${addressPattern}')`,
    message: addressMessage,
    holds: (text) => /^https?:\/\/[^/?#@\s]+(\/[^?#@\s]*)?$/.test(text) && URL.canParse(text),
  },
]);

const keyedRef = (what: string, defaultKey: string) =>
  z.strictObject({
    name: objectName.describe(`The ${what}'s name.`),
    key: dataKey.optional().describe(`The entry in it. Default: ${defaultKey}.`),
  });

/** The entries of a credentials Secret where the spec names none: each has the name of its field. */
export const credentialKeys = ["accessToken", "userId", "email", "password", "totpSecret"] as const;

const credentialsKeysSchema = z.strictObject({
  accessToken: dataKey.optional().describe("New API: the account's system access token. Default: accessToken."),
  userId: dataKey
    .optional()
    .describe("New API before v1.0.0-rc.22 asks for the account's numeric id as well. Default: userId."),
  email: dataKey.optional().describe("Sub2API: the account's e-mail address. Default: email."),
  password: dataKey.optional().describe("Sub2API: the account's password. Default: password."),
  totpSecret: dataKey
    .optional()
    .describe("Sub2API: the base32 secret of the second factor, if the account has one. Default: totpSecret."),
});

/** The reference to credentials, in the same namespace. */
export const credentialsSecretRef = z.strictObject({
  name: objectName.describe("The Secret's name."),
  keys: credentialsKeysSchema
    .optional()
    .describe("The names of its entries, where they differ from the fields' names."),
});

const caBundle = ruled(
  z.strictObject({
    pem: z
      .string()
      .max(262_144)
      .regex(/-----BEGIN CERTIFICATE-----/, "holds no PEM certificate")
      .optional()
      .describe("The certificates themselves."),
    secretRef: keyedRef("Secret", "ca.crt").optional().describe("A Secret that holds them."),
    configMapRef: keyedRef("ConfigMap", "ca.crt").optional().describe("A ConfigMap that holds them."),
  }),
  [
    {
      cel: "[has(self.pem), has(self.secretRef), has(self.configMapRef)].filter(given, given).size() == 1",
      message: "give exactly one of pem, secretRef and configMapRef",
      holds: (given) => Object.values(given).filter((value) => value !== undefined).length === 1,
    },
  ],
);

const proxy = z.strictObject({
  url: address.describe("The proxy's address; a user and password go into a Secret."),
  secretRef: z
    .strictObject({
      name: objectName.describe("The Secret's name."),
      usernameKey: dataKey.optional().describe("Default: username."),
      passwordKey: dataKey.optional().describe("Default: password."),
    })
    .optional()
    .describe("A Secret with the proxy's user and password."),
});

const rateLimit = ruled(
  z.strictObject({
    bucket: z.string().min(1).max(50).describe("New API: GA, CT. Sub2API: panel, usage, login, refresh."),
    limit: z.int().min(1).max(1_000_000).optional().describe("Calls in each window."),
    window: z.optional(duration).describe("The window's length."),
    unlimited: z.boolean().optional().describe("True: this gateway does not limit the bucket."),
  }),
  [
    {
      cel: "has(self.limit) == has(self.window) && has(self.limit) != (has(self.unlimited) && self.unlimited)",
      message: "give either limit and window, or unlimited: true",
      holds: ({ limit, window, unlimited }) =>
        (limit === undefined) === (window === undefined) && (limit !== undefined) !== (unlimited === true),
    },
  ],
);

/** The fields that both kinds of gateway share. */
export const gatewayFields = {
  preset: z
    .enum(["TokModel", "TokenForMe"])
    .optional()
    .describe("A known service: gives the driver and the addresses. Instead of driver and panelURL."),
  region: z
    .enum(tokenForMeRegions)
    .optional()
    .describe("The site of TokenForMe; the sites share no accounts. Default: global."),
  driver: z.enum(["new-api", "sub2api"]).optional().describe("The software behind the gateway."),
  panelURL: address.optional().describe("Where keys are managed: the console's address, without /api."),
  dataURL: address
    .optional()
    .describe("Where keys are used, without /v1; what Secrets hold as base URL. Default: panelURL."),
  caBundle: caBundle
    .optional()
    .describe("Certificate authorities; when given, only these are trusted. Default: the system's."),
  proxy: proxy.optional().describe("An HTTP proxy for this gateway. Default: none."),
  timeout: z.optional(duration).describe("For one call with its retries. Default: 30s."),
  rateLimits: keyedList(rateLimit, ["bucket"])
    .max(16)
    .optional()
    .describe("The gateway's rate limits, where they differ from the software's defaults."),
  pollInterval: z
    .optional(duration)
    .describe("How often the gateway's keys are compared with what is declared. Default: 5m."),
  maxConcurrentRotations: z
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .describe("How many keys may be in rotation on schedule at once. Default: no limit."),
};

interface GatewayAddress {
  readonly preset?: string | undefined;
  readonly region?: string | undefined;
  readonly driver?: string | undefined;
  readonly panelURL?: string | undefined;
  readonly dataURL?: string | undefined;
}

/** The rules that both kinds of gateway keep. */
export const gatewayRules = [
  {
    cel: "has(self.preset) != has(self.driver)",
    message: "give either preset (TokModel, TokenForMe), or driver (new-api, sub2api) and panelURL",
    holds: ({ preset, driver }: GatewayAddress) => (preset === undefined) !== (driver === undefined),
  },
  {
    cel: "!has(self.driver) || has(self.panelURL)",
    message: "driver needs panelURL, the console's address",
    holds: ({ driver, panelURL }: GatewayAddress) => driver === undefined || panelURL !== undefined,
    at: "panelURL",
  },
  {
    cel: "!has(self.preset) || !(has(self.panelURL) || has(self.dataURL))",
    message: "a preset has addresses of its own; leave out panelURL and dataURL, or give driver instead of preset",
    holds: ({ preset, panelURL, dataURL }: GatewayAddress) =>
      preset === undefined || (panelURL === undefined && dataURL === undefined),
    at: "preset",
  },
  {
    cel: "!has(self.region) || (has(self.preset) && self.preset == 'TokenForMe')",
    message: "region goes with preset TokenForMe only",
    holds: ({ region, preset }: GatewayAddress) => region === undefined || preset === "TokenForMe",
    at: "region",
  },
];

/** One account at one gateway, for the keys of the same namespace. */
export const tokGatewaySpecSchema = ruled(
  z.strictObject({
    ...gatewayFields,
    credentialsSecretRef: credentialsSecretRef.describe("The account that owns the keys."),
  }),
  gatewayRules,
);
export type TokGatewaySpec = z.output<typeof tokGatewaySpecSchema>;

/** The columns and the status that both kinds of gateway share. */
export const gatewayView = {
  status: tokGatewayStatusSchema,
  columns: [
    { name: "Ready", type: "string", jsonPath: conditionField("Ready", "status") },
    { name: "Version", type: "string", jsonPath: ".status.serverVersion" },
    { name: "Keys", type: "integer", jsonPath: ".status.keys" },
    { name: "Reason", type: "string", jsonPath: conditionField("Ready", "reason") },
    { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
    { name: "Account", type: "string", jsonPath: ".status.account", priority: 1 },
    { name: "Checked", type: "date", jsonPath: ".status.checkedAt", priority: 1 },
    { name: "Message", type: "string", jsonPath: conditionField("Ready", "message"), priority: 1 },
  ],
} as const;

export const tokGateway: Definition<typeof tokGatewaySpecSchema, typeof tokGatewayStatusSchema> = {
  kind: "TokGateway",
  plural: "tokgateways",
  shortNames: ["tgw", "tokgw"],
  scope: "Namespaced",
  description: "One account at an LLM gateway, for the TokApiKeys of the same namespace.",
  spec: tokGatewaySpecSchema,
  ...gatewayView,
};
