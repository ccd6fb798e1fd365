import { z } from "zod";
import { duration } from "../../core/key.ts";
import type { Definition } from "./definition.ts";
import { metadataKeys, namespaceName, textMap } from "./reference.ts";
import { ruled } from "./rules.ts";
import type { tokGatewayStatusSchema } from "./status.ts";
import { credentialsSecretRef, gatewayFields, gatewayRules, gatewayView } from "./tok-gateway.ts";

const labelValue = z
  .string()
  .max(63)
  .regex(/^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/);

const expression = ruled(
  z.strictObject({
    key: z.string().min(1).max(317).describe("The label's name."),
    operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist"]).describe("How the label is compared."),
    values: z.array(labelValue).max(64).optional().describe("For In and NotIn."),
  }),
  [
    {
      cel: "(self.operator in ['In', 'NotIn']) == (has(self.values) && self.values.size() > 0)",
      message: "In and NotIn need values, Exists and DoesNotExist have none",
      holds: ({ operator, values = [] }) => (operator === "In" || operator === "NotIn") === values.length > 0,
    },
  ],
);

/** A label selector as Kubernetes has it; an empty one selects everything. */
const labelSelectorSchema = z.strictObject({
  matchLabels: textMap(32, labelValue, metadataKeys).optional().describe("Labels and the values they must have."),
  matchExpressions: z.array(expression).max(32).optional().describe("Further demands; all of them must be met."),
});
type LabelSelector = z.output<typeof labelSelectorSchema>;

const policySchema = z.strictObject({
  groups: z
    .array(z.string().min(1).max(100))
    .max(64)
    .optional()
    .describe("The gateway's groups that keys may use, by exact name; a key must then name one. Default: any."),
  models: z
    .array(z.string().min(1).max(200))
    .max(256)
    .optional()
    .describe("The models that keys may be given; a key must then name its models. Default: any."),
  maxKeys: z.int().min(0).max(100_000).optional().describe("TokApiKeys in one namespace at most. Default: no limit."),
  minRotation: z
    .optional(duration)
    .describe("Keys may not be rotated on schedule more often than this. Default: no limit."),
});
export type NamespacePolicy = z.output<typeof policySchema>;

/** One account at one gateway, for the keys of many namespaces. */
export const clusterTokGatewaySpecSchema = ruled(
  z.strictObject({
    ...gatewayFields,
    credentialsSecretRef: z
      .strictObject({
        ...credentialsSecretRef.shape,
        namespace: namespaceName
          .optional()
          .describe("Where this Secret and those of caBundle and proxy are. Default: the operator's namespace."),
      })
      .describe("The account that owns the keys."),
    namespaceSelector: labelSelectorSchema
      .optional()
      .describe("Namespaces that may use the gateway, by label; {} is all of them."),
    namespaces: z
      .array(namespaceName)
      .max(256)
      .meta({ "x-kubernetes-list-type": "set" })
      .optional()
      .describe("Further namespaces that may use the gateway, by name."),
    policy: policySchema.optional().describe("What the keys of each namespace may be."),
  }),
  [
    ...gatewayRules,
    {
      cel: "has(self.namespaceSelector) || (has(self.namespaces) && self.namespaces.size() > 0)",
      message: "say which namespaces may use the gateway: namespaces by name, or a namespaceSelector ({} for all)",
      holds: ({ namespaceSelector, namespaces = [] }) => namespaceSelector !== undefined || namespaces.length > 0,
    },
  ],
);
export type ClusterTokGatewaySpec = z.output<typeof clusterTokGatewaySpecSchema>;

export const clusterTokGateway: Definition<typeof clusterTokGatewaySpecSchema, typeof tokGatewayStatusSchema> = {
  kind: "ClusterTokGateway",
  plural: "clustertokgateways",
  shortNames: ["ctgw", "ctokgw"],
  scope: "Cluster",
  description:
    "One account at an LLM gateway, for the TokApiKeys of the namespaces that it names, with limits on what they may ask for.",
  spec: clusterTokGatewaySpecSchema,
  ...gatewayView,
};

/** Whether a namespace may use a gateway. Either way of naming it is enough. */
export function servesNamespace(
  spec: Pick<ClusterTokGatewaySpec, "namespaceSelector" | "namespaces">,
  namespace: { readonly name: string; readonly labels?: Readonly<Record<string, string>> | undefined },
): boolean {
  if (spec.namespaces?.includes(namespace.name)) return true;
  return spec.namespaceSelector !== undefined && selects(spec.namespaceSelector, namespace.labels ?? {});
}

function selects(selector: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) if (labels[key] !== value) return false;
  return (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const present = Object.hasOwn(labels, key);
    if (operator === "Exists") return present;
    if (operator === "DoesNotExist") return !present;
    const listed = present && values.includes(labels[key]!);
    return operator === "In" ? listed : !listed;
  });
}
