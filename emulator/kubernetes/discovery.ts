import { createHash } from "node:crypto";
import type { Fields } from "./json.ts";
import { apiVersionOf, type Registry, type Resource } from "./resource.ts";

const AGGREGATED = /as=APIGroupDiscoveryList/;

/** Whether the client asks for all groups in one answer, and in which version of that format. */
export function aggregatedVersion(accept: string | undefined): "v2" | "v2beta1" | undefined {
  for (const clause of (accept ?? "").split(",")) {
    if (!AGGREGATED.test(clause) || !clause.includes("application/json")) continue;
    if (/v=v2(;|$)/.test(clause.trim())) return "v2";
    if (/v=v2beta1(;|$)/.test(clause.trim())) return "v2beta1";
  }
  return undefined;
}

export function versionInfo(): Fields {
  return {
    major: "1",
    minor: "36",
    emulationMajor: "1",
    emulationMinor: "36",
    minCompatibilityMajor: "1",
    minCompatibilityMinor: "35",
    gitVersion: "v1.36.3",
    gitCommit: "",
    gitTreeState: "",
    buildDate: "1970-01-01T00:00:00Z",
    goVersion: "",
    compiler: "",
    platform: "emulator",
  };
}

export function coreVersions(address: string): Fields {
  return {
    kind: "APIVersions",
    versions: ["v1"],
    serverAddressByClientCIDRs: [{ clientCIDR: "0.0.0.0/0", serverAddress: address }],
  };
}

export function groupList(registry: Registry): Fields {
  const groups = [...registry.groups()]
    .filter(([group]) => group !== "")
    .map(([group, versions]) => groupOf(group, versions));
  return { kind: "APIGroupList", apiVersion: "v1", groups: [...groups, ...reviewGroups()] };
}

function reviewGroups(): Fields[] {
  return ["authentication.k8s.io", "authorization.k8s.io"].map((group) => groupOf(group, ["v1"]));
}

function groupOf(group: string, versions: readonly string[]): Fields {
  const all = [...versions].sort(byPriority).map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions: all, preferredVersion: all[0] };
}

export function oneGroup(registry: Registry, group: string): Fields | undefined {
  const versions = registry.groups().get(group);
  if (versions) return { kind: "APIGroup", apiVersion: "v1", ...groupOf(group, versions) };
  const review = reviewGroups().find((one) => one.name === group);
  return review ? { kind: "APIGroup", apiVersion: "v1", ...review } : undefined;
}

/** Stable before beta before alpha, newest first. */
function byPriority(a: string, b: string): number {
  const parse = (version: string) => /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  const [left, right] = [parse(a), parse(b)];
  if (!left || !right) return a < b ? -1 : 1;
  const rank = (stage: string | undefined) => (stage === undefined ? 2 : stage === "beta" ? 1 : 0);
  return rank(right[2]) - rank(left[2]) || Number(right[1]) - Number(left[1]) || Number(right[3]) - Number(left[3]);
}

interface Review {
  name: string;
  kind: string;
  namespaced: boolean;
}

const reviews: Record<string, Review[]> = {
  "authentication.k8s.io/v1": [
    { name: "selfsubjectreviews", kind: "SelfSubjectReview", namespaced: false },
    { name: "tokenreviews", kind: "TokenReview", namespaced: false },
  ],
  "authorization.k8s.io/v1": [
    { name: "selfsubjectaccessreviews", kind: "SelfSubjectAccessReview", namespaced: false },
    { name: "selfsubjectrulesreviews", kind: "SelfSubjectRulesReview", namespaced: false },
  ],
};

/** The resources of one group and version, or undefined when it is not served. */
export function resourceList(registry: Registry, apiVersion: string): Fields | undefined {
  const own = registry.all().filter((resource) => apiVersionOf(resource) === apiVersion);
  const extra = reviews[apiVersion] ?? [];
  if (own.length === 0 && extra.length === 0) return undefined;
  const resources = [...own.flatMap(listed), ...extra.map(listedReview)];
  resources.sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1));
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion: apiVersion, resources };
}

const CUSTOM_VERBS = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];

/** Tells clients when the version in which objects are stored changes. */
function storageVersionHash({ group, version, kind, storage }: Resource): string {
  if (storage === "events") return hashOf("/v1/Event");
  if (storage === "customresourcedefinitions.apiextensions.k8s.io") return hashOf(`${group}/v1beta1/${kind}`);
  return hashOf(`${group}/${version}/${kind}`);
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest().subarray(0, 8).toString("base64");
}

function listedReview(review: Review): Fields {
  return {
    name: review.name,
    singularName: review.kind.toLowerCase(),
    namespaced: review.namespaced,
    kind: review.kind,
    verbs: ["create"],
  };
}

function listed(resource: Resource): Fields[] {
  const { plural, singular, namespaced, kind, verbs, shortNames, categories } = resource;
  const main: Fields = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs: resource.custom ? CUSTOM_VERBS : [...verbs].sort(),
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(categories.length > 0 ? { categories } : {}),
    storageVersionHash: storageVersionHash(resource),
  };
  const below = { singularName: "", namespaced };
  const result = [main];
  if (resource.status) result.push({ name: `${plural}/status`, ...below, kind, verbs: ["get", "patch", "update"] });
  if (resource.scale) {
    result.push({
      name: `${plural}/scale`,
      ...below,
      group: "autoscaling",
      version: "v1",
      kind: "Scale",
      verbs: ["get", "patch", "update"],
    });
  }
  if (resource.storage === "serviceaccounts") {
    result.push({
      name: `${plural}/token`,
      ...below,
      group: "authentication.k8s.io",
      version: "v1",
      kind: "TokenRequest",
      verbs: ["create"],
    });
  }
  if (resource.storage === "namespaces") result.push({ name: `${plural}/finalize`, ...below, kind, verbs: ["update"] });
  return result;
}

/** All groups, versions and resources in one answer; the core group has its own address. */
export function aggregated(registry: Registry, core: boolean, format: "v2" | "v2beta1"): Fields {
  const groups = [...registry.groups()].filter(([group]) => (group === "") === core);
  const items = groups.map(([group, versions]) => aggregatedGroup(registry, group, versions));
  if (!core)
    for (const name of ["authentication.k8s.io", "authorization.k8s.io"])
      items.push(aggregatedGroup(registry, name, ["v1"]));
  return { kind: "APIGroupDiscoveryList", apiVersion: `apidiscovery.k8s.io/${format}`, metadata: {}, items };
}

function aggregatedGroup(registry: Registry, group: string, versions: readonly string[]): Fields {
  return {
    metadata: { ...(group === "" ? {} : { name: group }), creationTimestamp: null },
    versions: [...versions].sort(byPriority).map((version) => ({
      version,
      freshness: "Current",
      resources: aggregatedResources(registry, group, version),
    })),
  };
}

function aggregatedResources(registry: Registry, group: string, version: string): Fields[] {
  const apiVersion = group === "" ? version : `${group}/${version}`;
  const all = (resourceList(registry, apiVersion)?.resources ?? []) as Fields[];
  const kindOf = (one: Fields): Fields => ({
    group: one.group ?? group,
    version: one.version ?? version,
    kind: one.kind,
  });
  return all
    .filter((one) => !String(one.name).includes("/"))
    .map((one) => {
      const below = all.filter((other) => String(other.name).startsWith(`${one.name}/`));
      return {
        resource: one.name,
        responseKind: kindOf(one),
        scope: one.namespaced ? "Namespaced" : "Cluster",
        singularResource: one.singularName,
        verbs: one.verbs,
        ...(one.shortNames ? { shortNames: one.shortNames } : {}),
        ...(one.categories ? { categories: one.categories } : {}),
        ...(below.length === 0
          ? {}
          : {
              subresources: below.map((sub) => ({
                subresource: String(sub.name).split("/")[1],
                responseKind: kindOf(sub),
                verbs: sub.verbs,
              })),
            }),
      };
    });
}
