import { parseRemoteName } from "../../../core/names.ts";
import type { ProviderFunction } from "../../protocol/provider.ts";

/** `provider::tok::parse_remote_name`. */
export const parseRemoteNameFunction: ProviderFunction = {
  summary: "The parts of a name that tokapi gave to a key",
  description:
    "`name` is the readable part, which is cut where it was long; `marker` stands for the owner and the declared name; `revision` counts the keys. Null for a name that tokapi does not give.",
  parameters: [{ name: "name", type: "string", description: "A key's name at the gateway." }],
  returns: ["object", { name: "string", marker: "string", revision: "number" }],
  call([given]) {
    const name = String(given);
    const parts = parseRemoteName(name);
    if (!parts) return null;
    return { name: name.slice(0, -`.${parts.marker}.r${parts.revision}`.length), ...parts };
  },
};
