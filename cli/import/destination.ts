import { recipientProblem } from "../../provider/resources/age.ts";
import { UsageError } from "../usage-error.ts";

/** Where Terraform puts the keys' texts. */
export type Destination = { readonly encryptTo: readonly string[] } | { readonly storeInState: true };

/** Reads the choice; undefined where none was made, which is for the caller to judge. */
export function destinationOf(
  encryptTo: readonly string[] | undefined,
  storeInState: boolean,
): Destination | undefined {
  if (encryptTo !== undefined && storeInState)
    throw new UsageError("--encrypt-to and --store-in-state are two places for the keys' texts; give one of them");
  for (const recipient of encryptTo ?? []) {
    const problem = recipientProblem(recipient);
    if (problem !== undefined) throw new UsageError(`--encrypt-to: ${problem}`);
  }
  if (encryptTo !== undefined) return { encryptTo };
  return storeInState ? { storeInState: true } : undefined;
}
