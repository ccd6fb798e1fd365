import type { z } from "zod";
import type { Rule } from "./rules.ts";

export const group = "tokapi.dev";
export const version = "v1alpha1";

/** A column of `kubectl get`. Those with priority 1 appear with `-o wide` only. */
interface Column {
  readonly name: string;
  readonly type: "string" | "integer" | "number" | "boolean" | "date";
  readonly jsonPath: string;
  readonly description?: string;
  readonly priority?: 1;
}

/** A kind of custom resource: all that its CRD is made of. */
export interface Definition<Spec extends z.ZodType = z.ZodType, Status extends z.ZodType = z.ZodType> {
  readonly kind: string;
  readonly plural: string;
  readonly shortNames: readonly string[];
  readonly scope: "Namespaced" | "Cluster";
  readonly description: string;
  readonly spec: Spec;
  /** Absent for a kind that nobody reports on. */
  readonly status?: Status;
  /** Rules that look at metadata and spec together; CEL alone, the operator has its own code for them. */
  readonly rules?: readonly Rule<never>[];
  readonly columns: readonly Column[];
  /** Fields that `--field-selector` and watches can select by (Kubernetes 1.31 or newer; older ones ignore it). */
  readonly selectable?: readonly string[];
}

/** JSONPath to one field of one condition, for a column. */
export function conditionField(type: string, field: "status" | "reason" | "message"): string {
  return `.status.conditions[?(@.type=="${type}")].${field}`;
}
