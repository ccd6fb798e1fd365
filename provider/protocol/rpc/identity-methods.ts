import type { Method } from "../grpc/method.ts";
import type { Provider } from "../provider.ts";
import type { Value, ValueMap } from "../value.ts";
import { fromJson, parseJson } from "../values/json.ts";
import { typeOfIdentity } from "../values/type-of-schema.ts";
import { UpgradeResourceIdentityRequest, UpgradeResourceIdentityResponse } from "../wire/resource-messages.ts";
import type { Answering } from "./answer.ts";
import { refusal } from "./diagnostics.ts";
import { sentIdentity } from "./dynamic-value.ts";
import { find, type Session } from "./session.ts";

/** Identities: what names an object apart from its state. */
export function identityMethods<Client>(
  provider: Provider<Client>,
  answer: Answering<Client>,
): Readonly<Record<string, Method<Session<Client>>>> {
  return {
    // Attributes of the same name are kept; the next read fills in what the old version did not have.
    UpgradeResourceIdentity: answer(
      UpgradeResourceIdentityRequest,
      UpgradeResourceIdentityResponse,
      ({ typeName, rawIdentity }) => {
        const { identity } = find(provider.resources, "resource", typeName);
        if (!identity || !rawIdentity) throw refusal(`${typeName} has no identity`, "It cannot be upgraded.");
        const raw = parseJson(rawIdentity.json);
        if (typeof raw !== "object" || raw === null) throw refusal("The stored identity is no object", "");
        const kept: Record<string, Value> = Object.create(null);
        for (const [name, value] of Object.entries(raw)) {
          if (Object.hasOwn(identity.attributes, name)) kept[name] = value;
        }
        const upgraded = fromJson(kept, typeOfIdentity(identity));
        return { upgradedIdentity: sentIdentity(upgraded as ValueMap, identity, "known") };
      },
    ),
  };
}
