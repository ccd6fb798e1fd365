import { z } from "zod";
import { ruled } from "./rules.ts";

/** The name of an object in the cluster, as most kinds allow it. */
export const objectName = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, {
    error: (issue) =>
      `"${issue.input}" is no object's name: lower-case letters, digits, hyphens and dots, a letter or digit at both ends`,
  });

export const namespaceName = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);

const dataKeyPattern = /^[-._a-zA-Z0-9]+$/;

/** The name of one entry of a Secret or ConfigMap. */
export const dataKey = z
  .string()
  .min(1)
  .max(253)
  .regex(dataKeyPattern, {
    error: (issue) => `"${issue.input}" is no data key: letters, digits, hyphens, underscores and dots`,
  });

/** A list whose entries are told apart by fields, so that several writers can own one entry each. */
export function keyedList<S extends z.ZodType>(entry: S, keys: readonly string[]): z.ZodArray<S> {
  return z.array(entry).meta({ "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": keys });
}

/** A map of texts with at most `most` entries. `keys` is asked of every key; CEL repeats it with the same message. */
export function textMap<V extends z.ZodString>(
  most: number,
  value: V,
  keys: { readonly pattern: RegExp; readonly message: string },
) {
  const map = z.record(z.string().max(317), value).meta({ maxProperties: most });
  return ruled(
    map.refine((entries) => Object.keys(entries).length <= most, { error: `must have at most ${most} entries` }),
    [
      {
        cel: `self.all(k, k.matches('${keys.pattern.source.replaceAll("\\", "\\\\")}'))`,
        message: keys.message,
        holds: (entries) => Object.keys(entries).every((key) => keys.pattern.test(key)),
      },
    ],
  );
}

export const dataKeys = {
  pattern: dataKeyPattern,
  message: "data keys consist of letters, digits, hyphens, underscores and dots",
};

/** Keys of labels and annotations, as Kubernetes wants them. */
export const metadataKeys = {
  pattern: /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
  message: "keys of labels and annotations look like example.com/name: at most 63 characters after the slash",
};
