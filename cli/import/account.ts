import { type TokenForMeRegion, tokenForMe, tokenForMeRegions, tokModel } from "../../gateways/presets.ts";
import type { Call } from "../../provider/protocol/provider.ts";
import { type ConfiguredClient, configured } from "../../provider/resources/client.ts";
import { configure } from "../../provider/resources/provider-block/configure.ts";
import { realTime, surroundings } from "../../provider/surroundings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a gateway is, as it is declared: a known service by its name, any other by its software and addresses. */
export type Place =
  | { readonly preset: "TokModel" }
  | { readonly preset: "TokenForMe"; readonly region: TokenForMeRegion }
  | {
      readonly driver: "new-api" | "sub2api";
      readonly panelURL: string;
      /** Absent where it is the panel's. */
      readonly dataURL?: string;
    };

/** An account at a gateway. */
export interface Account {
  readonly place: Place;
  readonly client: ConfiguredClient;
}

/**
 * The account behind the console at this address, with the credentials that the Terraform provider would take from the
 * environment. Calls nothing yet; throws diagnostics for what is missing.
 */
export function account(url: string, environment: Environment, call: Call): Account {
  const known = knownPlace(url);
  const { TOKAPI_PRESET, TOKAPI_REGION, TOKAPI_DRIVER, TOKAPI_PANEL_URL, TOKAPI_DATA_URL, ...rest } = environment;
  if (known) {
    const client = clientOf({ ...rest, TOKAPI_PRESET: known.preset, ...regionOf(known) }, call);
    return { place: known, client };
  }
  // A data plane elsewhere belongs to the panel that it is set beside.
  const beside = TOKAPI_PANEL_URL === undefined || bare(TOKAPI_PANEL_URL) === bare(url) ? { TOKAPI_DATA_URL } : {};
  const at = (driver: string) => clientOf({ ...rest, ...beside, TOKAPI_PANEL_URL: url, TOKAPI_DRIVER: driver }, call);
  const client = at(TOKAPI_DRIVER ?? (hasToken(at("sub2api")) ? "new-api" : "sub2api"));
  const { driver, panelURL, dataURL } = client.connection;
  return { place: { driver, panelURL, ...(dataURL === panelURL ? {} : { dataURL }) }, client };
}

/** New API is logged in to by a token, Sub2API never is. */
function hasToken({ connection }: ConfiguredClient): boolean {
  return connection.credentials.kind === "access-token";
}

function clientOf(environment: Environment, call: Call): ConfiguredClient {
  return configured(configure({}, surroundings(realTime, environment), call));
}

function knownPlace(url: string): Exclude<Place, { readonly driver: string }> | undefined {
  if (bare(url) === tokModel.panelURL) return { preset: "TokModel" };
  const region = tokenForMeRegions.find((name) => tokenForMe(name).panelURL === bare(url));
  return region && { preset: "TokenForMe", region };
}

function regionOf(place: Place): Environment {
  return "region" in place ? { TOKAPI_REGION: place.region } : {};
}

function bare(url: string): string {
  return url.replace(/\/+$/, "");
}
