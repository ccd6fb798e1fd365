import { nameProblem, remoteName } from "../../../core/names.ts";
import { FunctionError, type ProviderFunction } from "../../protocol/provider.ts";
import { declaredMarker } from "../marker.ts";

const mostRevisions = 999_999_999;

/** `provider::tok::remote_name`. */
export const remoteNameFunction: ProviderFunction = {
  summary: "The name that a tok_api_key has at the gateway",
  description:
    'For searching a console or a log for a key, or importing it: `remote_name("default", "prod-api-server", 1)`.',
  parameters: [
    { name: "owner", type: "string", description: "The provider block's `owner`; `default` where it has none." },
    { name: "name", type: "string", description: "The name that the key is declared under." },
    { name: "revision", type: "number", description: "Which of its keys: 1 for the first." },
  ],
  returns: "string",
  call([owner, name, revision]) {
    const problem = nameProblem(String(name));
    if (problem !== undefined) throw new FunctionError(problem, 1);
    const count = Number(revision);
    if (!Number.isInteger(count) || count < 1 || count > mostRevisions)
      throw new FunctionError(`${String(revision)} is no revision; they are whole numbers from 1.`, 2);
    return remoteName(String(name), declaredMarker(String(owner), String(name)), count);
  },
};
