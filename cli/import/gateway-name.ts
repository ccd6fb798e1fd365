import type { Place } from "./account.ts";

/** After the service or the host: `tokmodel`, `tokenforme-cn`, `gateway-example-com`. It begins with a letter. */
export function gatewayName(place: Place): string {
  if ("driver" in place) {
    const host = new URL(place.panelURL).hostname.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    return host.replace(/^-+|-+$/g, "").replace(/^(?=[0-9])/, "gateway-");
  }
  const region = "region" in place && place.region !== "global" ? `-${place.region}` : "";
  return place.preset.toLowerCase() + region;
}
