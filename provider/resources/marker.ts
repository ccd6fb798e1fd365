import { ownerMarker } from "../../core/names.ts";

/** Keys of a resource last; those of a run end with it. Theirs are other markers, so that the two never meet. */
export type Life = "resource" | "run";

/** The marker in the remote names of keys that an owner's configuration declares under a name. */
export function declaredMarker(owner: string, name: string, life: Life = "resource"): string {
  return ownerMarker(life === "run" ? `terraform-run/${owner}` : `terraform/${owner}`, name);
}
