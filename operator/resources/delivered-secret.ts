import { z } from "zod";
import { dataKey, dataKeys, metadataKeys, objectName, textMap } from "./reference.ts";
import { ruled } from "./rules.ts";
import { placeholderList, templateText, usesPlaceholder } from "./template-text.ts";

/** The data keys of a delivered Secret where the spec names none. */
export const defaultDataKeys = { apiKey: "apiKey", baseURL: "baseURL", previousApiKey: "previousApiKey" } as const;

/** Secret types that make the control plane mint credentials of its own for whoever can name them. */
const privilegedSecretTypes = ["kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token"] as const;
const privilegedAnnotation = "kubernetes.io/service-account.";
const reservedPrefix = "tokapi.dev/";

type DataKeyNames = { readonly [key in keyof typeof defaultDataKeys]?: string | undefined };

/** The data keys of a delivered Secret, complete. */
export function dataKeyNames(keys: DataKeyNames = {}): Record<keyof typeof defaultDataKeys, string> {
  return {
    apiKey: keys.apiKey ?? defaultDataKeys.apiKey,
    baseURL: keys.baseURL ?? defaultDataKeys.baseURL,
    previousApiKey: keys.previousApiKey ?? defaultDataKeys.previousApiKey,
  };
}

const celKey = (of: string, name: keyof typeof defaultDataKeys) =>
  `(has(${of}.${name}) ? ${of}.${name} : '${defaultDataKeys[name]}')`;

const keysSchema = ruled(
  z.strictObject({
    apiKey: dataKey.optional().describe("For the key. Default: apiKey."),
    baseURL: dataKey.optional().describe("For the gateway's address, without /v1. Default: baseURL."),
    previousApiKey: dataKey
      .optional()
      .describe("For the key before this one, with `previous: true`. Default: previousApiKey."),
  }),
  [
    {
      cel: [
        `${celKey("self", "apiKey")} != ${celKey("self", "baseURL")}`,
        `${celKey("self", "apiKey")} != ${celKey("self", "previousApiKey")}`,
        `${celKey("self", "baseURL")} != ${celKey("self", "previousApiKey")}`,
      ].join(" && "),
      message: "two data keys have the same name; give each its own",
      holds: (keys) => new Set(Object.values(dataKeyNames(keys))).size === 3,
    },
  ],
);

const annotations = ruled(textMap(64, z.string().max(4_096), metadataKeys), [
  {
    cel: `self.all(k, !k.startsWith('${privilegedAnnotation}') && !k.startsWith('${reservedPrefix}'))`,
    message: `annotations under ${privilegedAnnotation}* would mint cluster tokens, and ${reservedPrefix}* is the operator's; choose another name`,
    holds: (map) =>
      Object.keys(map).every((key) => !key.startsWith(privilegedAnnotation) && !key.startsWith(reservedPrefix)),
  },
]);

const labels = ruled(
  textMap(
    64,
    z
      .string()
      .max(63)
      .regex(/^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/),
    metadataKeys,
  ),
  [
    {
      cel: `self.all(k, !k.startsWith('${reservedPrefix}'))`,
      message: `labels under ${reservedPrefix}* are the operator's; choose another name`,
      holds: (map) => Object.keys(map).every((key) => !key.startsWith(reservedPrefix)),
    },
  ],
);

const templateSchema = ruled(
  z.strictObject({
    type: z
      .string()
      .min(1)
      .max(253)
      .optional()
      .describe(
        "The Secret's type. It cannot be changed later, except together with the Secret's name. Default: Opaque.",
      ),
    labels: labels.optional().describe("Further labels of the Secret."),
    annotations: annotations.optional().describe("Further annotations of the Secret."),
    data: textMap(32, templateText, dataKeys)
      .optional()
      .describe(
        `Further entries, beside the key and the address. ${placeholderList} are replaced; $\${ stands for \${ itself. For example OPENAI_BASE_URL: \${baseURL}/v1`,
      ),
  }),
  [
    {
      cel: `!has(self.type) || !(self.type in [${privilegedSecretTypes.map((type) => `'${type}'`).join(", ")}])`,
      message: "a Secret of this type makes the cluster mint credentials; choose another, for example Opaque",
      holds: ({ type }) => !(privilegedSecretTypes as readonly (string | undefined)[]).includes(type),
      at: "type",
    },
  ],
);

const policies = ["Owner", "Orphan", "Merge"] as const;

const hasData = "has(self.template) && has(self.template.data)";
const clashing = (name: keyof typeof defaultDataKeys) =>
  `(has(self.keys) ? ${celKey("self.keys", name)} : '${defaultDataKeys[name]}') in self.template.data`;

/** How the key is delivered. */
export const secretSchema = ruled(
  z.strictObject({
    name: objectName
      .optional()
      .describe(
        "The Secret's name. After a change the Secret of the old name is deleted once the new one holds the key, if creationPolicy is Owner. Default: the name of this resource.",
      ),
    keys: keysSchema.optional().describe("The names of the Secret's entries."),
    template: templateSchema.optional().describe("What the Secret holds besides the key and the address."),
    previous: z
      .boolean()
      .optional()
      .describe("True: the key before this one is delivered beside it while it works. Default: false."),
    creationPolicy: z
      .enum(policies)
      .optional()
      .describe(
        "Owner: the Secret is ours and goes with this resource. Orphan: it is ours and stays. Merge: it is somebody else's and must exist; only our entries are written. Default: Owner.",
      ),
  }),
  [
    {
      cel: "!(has(self.creationPolicy) && self.creationPolicy == 'Merge' && has(self.template) && has(self.template.type))",
      message: "with creationPolicy Merge the Secret is somebody else's and has its type; leave out template.type",
      holds: ({ creationPolicy, template }) => !(creationPolicy === "Merge" && template?.type !== undefined),
    },
    {
      cel: `!(${hasData}) || !(${clashing("apiKey")} || ${clashing("baseURL")} || ${clashing("previousApiKey")})`,
      message: "template.data names an entry that keys delivers already; rename one of them",
      holds: ({ keys, template }) =>
        Object.values(dataKeyNames(keys)).every((key) => !Object.hasOwn(template?.data ?? {}, key)),
    },
    {
      cel: `!(${hasData}) || (has(self.previous) && self.previous) || self.template.data.all(k, !self.template.data[k].contains('{previousApiKey}'))`,
      message: `template.data uses \${previousApiKey}, which needs previous: true`,
      holds: ({ previous, template }) =>
        previous === true ||
        !Object.values(template?.data ?? {}).some((text) => usesPlaceholder(text, "previousApiKey")),
    },
  ],
);
export type SecretSpec = z.output<typeof secretSchema>;
