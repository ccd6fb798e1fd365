/** The kinds of gateways. */
export const kinds = ["new-api", "sub2api"] as const;
export type Kind = (typeof kinds)[number];

/** The gateways that scenarios are played on: of each kind the newest and the oldest version that is known. */
export const gatewayNames = ["new-api v1.0.0-rc.24", "new-api v0.6.8.2", "sub2api 0.1.179", "sub2api 0.1.106"] as const;
export type GatewayName = (typeof gatewayNames)[number];

/** Kind and version of a gateway's name. */
export function partsOf(name: GatewayName): { readonly kind: Kind; readonly version: string } {
  const [kind, version] = name.split(" ") as [Kind, string];
  return { kind, version };
}
