/** Where a service's console API (panel) and its key-taking API (data) are. */
export interface Preset {
  readonly driver: "new-api" | "sub2api";
  readonly panelURL: string;
  readonly dataURL: string;
}

/** The regions of tokenfor.me; accounts and balances are not shared between them. */
export const tokenForMeRegions = ["global", "cn", "ue1"] as const;
export type TokenForMeRegion = (typeof tokenForMeRegions)[number];

/** tokmodel.com, which runs New API: console and keys on one host. */
export const tokModel: Preset = {
  driver: "new-api",
  panelURL: "https://tokmodel.com",
  dataURL: "https://tokmodel.com",
};

/** tokenfor.me, which runs Sub2API: the console on the site's host, keys on an API host of their own. */
export function tokenForMe(region: TokenForMeRegion): Preset {
  const prefix = region === "global" ? "" : region;
  return {
    driver: "sub2api",
    panelURL: `https://${prefix && `${prefix}.`}tokenfor.me`,
    dataURL: `https://${prefix && `${prefix}-`}api.tokenfor.me`,
  };
}
