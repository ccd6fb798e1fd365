import { providerSchema } from "./schema.ts";

const special: Readonly<Record<string, string>> = { panel_url: "panelURL", data_url: "dataURL" };

/** What a gateway's configuration calls an argument of the block. */
export function configName(argument: string): string {
  return special[argument] ?? argument.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const argumentNames = new Map(Object.keys(providerSchema.attributes).map((name) => [configName(name), name]));

/** The argument that a gateway's configuration calls so; undefined where there is none. */
export function argumentOf(name: string): string | undefined {
  return argumentNames.get(name);
}
