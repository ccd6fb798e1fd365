import type { KeySpec, Route } from "../../core/key.ts";
import type { Restrictions } from "../../core/restrictions.ts";
import { parseInstant } from "../../core/time.ts";
import { isRange } from "../address.ts";
import type { Group, Problem, Resolution } from "../gateway.ts";
import { openRoutes } from "../open-routes.ts";
import type { GroupModels } from "./catalog.ts";
import { mostUnits, units } from "./fields.ts";
import { didYouMean } from "./near.ts";
import { canonicalProvider } from "./providers.ts";
import { unenforceable } from "./unenforceable.ts";

/** What a site can do and offers, for judging a spec. */
export interface Offer {
  readonly groups: readonly Group[];
  readonly perUnit: number;
  readonly ipRanges: boolean;
  readonly serverVersion: string;
  models(group: string | undefined): Promise<GroupModels>;
  providers(): Promise<(model: string) => string | undefined>;
}

/** A declared spec in New API's terms. Everything that the server would not enforce to the letter is a problem. */
export async function resolveSpec(spec: KeySpec, offer: Offer): Promise<Resolution> {
  const problems: Problem[] = [...unenforceable(spec)];
  const warnings: string[] = [];
  const problem = (reason: string, path: string, message: string) => problems.push({ reason, path, message });

  if (spec.description !== undefined)
    warnings.push("spec.description is kept here: New API's keys have no field for it.");
  const groupKnown = spec.group === undefined || offer.groups.some((group) => group.name === spec.group);
  if (!groupKnown) {
    const names = offer.groups.map((group) => group.name);
    const advice =
      spec.group === "auto" ? " This site does not offer the automatic group." : didYouMean(spec.group!, names);
    const list = names.map((name) => `"${name}"`).join(", ");
    problem(
      "GroupUnknown",
      "spec.group",
      `The account has no group "${spec.group}".${advice} It may use ${list || "none"}.`,
    );
  }
  const models = await routeModels(spec, groupKnown, offer, problems, warnings);
  const quota = spec.quota && quotaOf(spec.quota, offer, problem);
  checkAddresses(spec.allowedIPs ?? [], offer, problem);
  const expiresAt = spec.expiresAt === undefined ? undefined : parseInstant(spec.expiresAt);

  const restrictions: Restrictions = {
    ...(spec.group === undefined ? {} : { group: spec.group }),
    ...(models === undefined ? {} : { models }),
    ...(quota === undefined ? {} : { quota }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    allowedIPs: [...new Set(spec.allowedIPs ?? [])].sort(),
  };
  return { restrictions, problems, warnings };
}

async function routeModels(
  spec: KeySpec,
  groupKnown: boolean,
  offer: Offer,
  problems: Problem[],
  warnings: string[],
): Promise<readonly string[] | undefined> {
  if (spec.routes === undefined) return undefined;
  const open = openRoutes(spec.routes);
  for (const [index, route] of open) {
    if (route.priority !== undefined)
      warnings.push(`spec.routes[${index}].priority is ignored: New API picks channels by the site's own priorities.`);
  }
  if (open.length === 0) return [];
  // Without a group there is nothing to compare with, and the wrong group is a problem already.
  if (!groupKnown) return [];
  const offered = await offer.models(spec.group);
  if (!offered.exact) {
    const place = spec.group === "auto" ? `the group "auto"` : "one group";
    warnings.push(
      `New API ${offer.serverVersion} does not say which models ${place} offers; spec.routes was checked against all groups.`,
    );
  }
  const provider = await offer.providers();
  const chosen = new Set<string>();
  for (const [index, route] of open) {
    const expand = route.models === undefined ? ofProvider : ofNames;
    for (const model of expand(route, `spec.routes[${index}]`, offered.names, provider, problems, warnings))
      chosen.add(model);
  }
  return [...chosen].sort();
}

type Expand = (
  route: Route,
  path: string,
  offered: readonly string[],
  provider: (model: string) => string | undefined,
  problems: Problem[],
  warnings: string[],
) => readonly string[];

const ofProvider: Expand = (route, path, offered, provider, problems) => {
  const wanted = canonicalProvider(route.provider);
  // A comma in a model's name would become two entries of the key's list.
  const found = offered.filter((model) => provider(model) === wanted && !model.includes(","));
  if (found.length === 0) {
    const known = [...new Set(offered.map(provider).filter((name) => name !== undefined))].sort();
    const list = known.length === 0 ? "none by name" : known.join(", ");
    const message = `The key's group offers no model that is known to be of "${route.provider}"; it has those of ${list}. Name the models of the route if the vendor is not recognised.`;
    problems.push({ reason: "ProviderUnknown", path: `${path}.provider`, message });
  }
  return found;
};

const ofNames: Expand = (route, path, offered, provider, problems, warnings) => {
  const names = route.models!;
  for (const [index, model] of names.entries()) {
    if (!offered.includes(model)) {
      const message = `The key's group does not offer the model "${model}".${didYouMean(model, offered)}`;
      problems.push({ reason: "ModelUnknown", path: `${path}.models[${index}]`, message });
    }
    const vendor = provider(model);
    if (vendor !== undefined && vendor !== canonicalProvider(route.provider))
      warnings.push(
        `${path}.models[${index}]: "${model}" is a model of ${vendor}, not of ${route.provider}; the route opens it all the same.`,
      );
  }
  return names;
};

type Report = (reason: string, path: string, message: string) => void;

function quotaOf(quota: NonNullable<KeySpec["quota"]>, offer: Offer, problem: Report): Restrictions["quota"] {
  if (units(quota.amount, offer.perUnit) === undefined) {
    const smallest = (1 / offer.perUnit).toFixed(6);
    const message = `${quota.amount} USD cannot be kept: this site's quotas run from ${smallest} to ${(mostUnits / offer.perUnit).toFixed(2)} USD. A quota is never rounded to nothing, nor left out.`;
    problem("QuotaNotRepresentable", "spec.quota.amount", message);
  }
  return { amount: quota.amount };
}

function checkAddresses(entries: readonly string[], offer: Offer, problem: Report): void {
  for (const [index, entry] of entries.entries()) {
    if (!isRange(entry) || offer.ipRanges) continue;
    const message = `New API ${offer.serverVersion} ignores ranges, so "${entry}" would leave the key open to every address. List single addresses, or update the server to v0.10.1 or newer.`;
    problem("NotSupported", `spec.allowedIPs[${index}]`, message);
  }
}
