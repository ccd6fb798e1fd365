import { z } from "zod";

/** The part of an object's metadata that decides anything here. Everything else is dropped. */
export const metadataSchema = z.object({
  name: z.string().min(1),
  namespace: z.string().min(1).optional(),
  uid: z.string().min(1),
  resourceVersion: z.string().min(1),
  generation: z.number().optional(),
  creationTimestamp: z.string().optional(),
  deletionTimestamp: z.string().optional(),
  finalizers: z.array(z.string()).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
export type Metadata = z.output<typeof metadataSchema>;
