import { type Milliseconds, second } from "../../core/time.ts";
import type { Deps } from "../deps.ts";
import type { CallOptions, Group } from "../gateway.ts";
import type { Http } from "../http.ts";
import { type Api, readWhoami } from "./api.ts";
import { abandonable } from "./listing.ts";
import { providerOf } from "./providers.ts";
import { groups as groupsSchema, models as modelsSchema, type Pricing, pricing as pricingSchema } from "./wire.ts";

/** The models of a group. */
export interface GroupModels {
  readonly names: readonly string[];
  /** False: the server could not tell what belongs to the group, so names of other groups may be among them. */
  readonly exact: boolean;
}

/** What the site offers to this account. Everything is kept for half a minute and asked for once at a time. */
export interface Catalog {
  groups(options: CallOptions): Promise<readonly Group[]>;
  /** The group that keys without a group belong to. */
  ownGroup(options: CallOptions): Promise<string>;
  models(group: string | undefined, options: CallOptions): Promise<GroupModels>;
  /** The vendors of models, by the site's price list or by their names. */
  providers(options: CallOptions): Promise<(model: string) => string | undefined>;
  forget(): void;
}

const fresh: Milliseconds = 30 * second;
const mostEntries = 200;

export function createCatalog(options: {
  readonly api: Api;
  /** For the price list, which has an envelope of its own. */
  readonly http: Http;
  readonly headers: Readonly<Record<string, string>>;
  readonly deps: Pick<Deps, "now">;
  modelsByGroup(): boolean;
}): Catalog {
  const { api, http, headers, deps } = options;
  const kept = new Map<string, { readonly value: Promise<unknown>; readonly at: number }>();

  function once<Value>(name: string, call: CallOptions, ask: (call: CallOptions) => Promise<Value>): Promise<Value> {
    const known = kept.get(name);
    if (known && deps.now() - known.at < fresh) return abandonable(known.value as Promise<Value>, call.signal);
    if (kept.size >= mostEntries) kept.clear();
    const value = ask(call.urgent === undefined ? {} : { urgent: call.urgent });
    const entry = { value, at: deps.now() };
    kept.set(name, entry);
    // A failure is not kept.
    value.catch(() => kept.get(name) === entry && kept.delete(name));
    return abandonable(value, call.signal);
  }

  const groups = (call: CallOptions) =>
    once("groups", call, async (own): Promise<readonly Group[]> => {
      const data = await api.read(
        { operation: "groups", method: "GET", path: "/api/user/self/groups", ...own },
        groupsSchema,
      );
      return Object.entries(data).map(([name, { desc }]) => (desc ? { name, description: desc } : { name }));
    });

  const ownGroup = (call: CallOptions) =>
    once("own", call, async (own) => (await readWhoami(api, own)).group || "default");

  /** Undefined where the site hides its price list. */
  const pricing = (call: CallOptions) =>
    once("pricing", call, async (own): Promise<Pricing | undefined> => {
      const request = {
        operation: "pricing",
        method: "GET",
        path: "/api/pricing",
        bucket: "GA",
        headers,
        ...own,
      } as const;
      const parsed = pricingSchema.safeParse((await http.request(request)).body);
      return parsed.success ? parsed.data : undefined;
    });

  const usable = (group: string | undefined, call: CallOptions) =>
    once(`models ${group ?? ""}`, call, async (own) => {
      const query = group === undefined ? {} : { group };
      const request = { operation: "models", method: "GET", path: "/api/user/models", query, ...own } as const;
      return (await api.read(request, modelsSchema)) ?? [];
    });

  return {
    groups,
    ownGroup,
    async models(group, call) {
      // `auto` is no group of its own: which groups it tries is the site's business, and so no filter fits it.
      if (group === "auto") return { names: [...(await usable(undefined, call))].sort(), exact: false };
      const name = group ?? (await ownGroup(call));
      if (options.modelsByGroup()) return { names: [...(await usable(name, call))].sort(), exact: true };
      const [names, prices] = await Promise.all([usable(undefined, call), pricing(call)]);
      if (!prices) return { names: [...names].sort(), exact: false };
      const inGroup = new Map(prices.data.map((row) => [row.model_name, row.enable_groups ?? []]));
      const fits = (model: string) => {
        const at = inGroup.get(model);
        return at !== undefined && (at.includes(name) || at.includes("all"));
      };
      return { names: names.filter(fits).sort(), exact: true };
    },
    async providers(call) {
      const prices = await pricing(call);
      const vendors = new Map(prices?.vendors?.map((vendor) => [vendor.id, vendor.name]));
      const known = new Map<string, string>();
      for (const { model_name: model, vendor_id: id } of prices?.data ?? []) {
        const vendor = id == null ? undefined : vendors.get(id);
        if (vendor !== undefined) known.set(model, vendor);
      }
      return (model) => providerOf(model, known.get(model));
    },
    forget: () => kept.clear(),
  };
}
