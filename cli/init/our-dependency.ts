import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { version } from "../../gateways/user-agent.ts";

/**
 * How a project depends on this package: as it came here. A package from a file goes on coming from that file; any other is
 * asked for by its version.
 * @param here Where this program lies: `<root>/node_modules/tokapi/dist`, if npm has installed it.
 */
export function ourDependency(here: string): string {
  const root = resolve(here, "../../..");
  try {
    const { packages } = JSON.parse(readFileSync(join(root, "node_modules/.package-lock.json"), "utf8")) as {
      readonly packages: Readonly<Record<string, { readonly resolved?: string }>>;
    };
    const { resolved } = packages["node_modules/tokapi"] ?? {};
    if (resolved?.startsWith("file:")) return `file:${resolve(root, resolved.slice("file:".length))}`;
  } catch {
    // Not installed by npm, or by one that keeps no such list.
  }
  return `^${version}`;
}
