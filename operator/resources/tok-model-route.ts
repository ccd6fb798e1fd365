import { z } from "zod";
import { routeSchema } from "../../core/key.ts";
import type { Definition } from "./definition.ts";

/** A model route that many keys share: core's route, and a line for people. */
export const tokModelRouteSpecSchema = z.strictObject({
  ...routeSchema.shape,
  description: z.string().max(500).optional().describe("For people."),
});
export type TokModelRouteSpec = z.output<typeof tokModelRouteSpecSchema>;

export const tokModelRoute: Definition<typeof tokModelRouteSpecSchema> = {
  kind: "TokModelRoute",
  plural: "tokmodelroutes",
  shortNames: ["tmr", "tokroute"],
  scope: "Namespaced",
  description:
    "The models of one vendor that keys may call. TokApiKeys of the same namespace name it in routeRefs; a change reaches all of them.",
  spec: tokModelRouteSpecSchema,
  columns: [
    { name: "Provider", type: "string", jsonPath: ".spec.provider" },
    { name: "Models", type: "string", jsonPath: ".spec.models" },
    { name: "Enabled", type: "boolean", jsonPath: ".spec.enabled", description: "Empty means true." },
    { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
    { name: "Description", type: "string", jsonPath: ".spec.description", priority: 1 },
  ],
  selectable: [".spec.provider"],
};
