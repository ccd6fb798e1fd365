import { group, version } from "../../operator/resources/definition.ts";
import { toYaml } from "../../provider/constructs/yaml.ts";
import type { Place } from "./account.ts";
import type { Adoptable } from "./adoptable.ts";
import { gatewayName } from "./gateway-name.ts";

const apiVersion = `${group}/${version}`;

/** A TokGateway and a TokApiKey for each key, which adopt what is there. */
export function manifests(keys: readonly Adoptable[], place: Place, namespace: string | undefined): string {
  const gateway = gatewayName(place);
  const metadata = (name: string) => ({ name, ...(namespace === undefined ? {} : { namespace }) });
  const account = {
    apiVersion,
    kind: "TokGateway",
    metadata: metadata(gateway),
    spec: { ...place, credentialsSecretRef: { name: `${gateway}-account` } },
  };
  const objects = keys.map(({ id, spec: { name, ...rest } }) => ({
    apiVersion,
    kind: "TokApiKey",
    metadata: metadata(name),
    spec: { gatewayRef: { name: gateway }, adopt: { id }, ...rest },
  }));
  const told = keys.map(({ remoteName, spec }) =>
    remoteName === spec.name ? "" : `# At the gateway: ${JSON.stringify(remoteName)}\n`,
  );
  const entries = credentialEntries(place);
  const head = `# The account: a Secret ${gateway}-account with the entries ${entries} must be in the namespace.\n`;
  return [account, ...objects]
    .map((object, index) => (index === 0 ? head : told[index - 1]!) + toYaml(object))
    .join("---\n")
    .trimEnd();
}

function credentialEntries(place: Place): string {
  const newApi = "driver" in place ? place.driver === "new-api" : place.preset === "TokModel";
  return newApi ? "accessToken and userId" : "email and password";
}
