// How a key that is already there would be declared.
import type { Route } from "../core/key.ts";
import { nameProblem } from "../core/names.ts";
import { providerOf } from "./new-api/providers.ts";

/** A good name, not among those `taken`, that reminds of the one at the gateway: `Prod API server` becomes prod-api-server. */
export function declaredName(name: string, id: string, taken: ReadonlySet<string> = new Set()): string {
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
  const candidates = [readable, `imported-${readable}`, `${readable}-${id}`, `imported-key-${id}`];
  return candidates.find((each) => nameProblem(each) === undefined && !taken.has(each))!;
}

/** Routes to just these models. */
export function declaredRoutes(models: readonly string[]): Route[] {
  const byProvider = new Map<string, string[]>();
  for (const model of models) {
    // Where the models are named, they alone decide; the provider is for people.
    const provider = providerOf(model, undefined) ?? "other";
    byProvider.set(provider, [...(byProvider.get(provider) ?? []), model]);
  }
  return [...byProvider].map(([provider, names]) => ({ provider, models: names }));
}
