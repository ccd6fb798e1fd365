import type { Route } from "../../core/key.ts";
import type { Place } from "./account.ts";
import type { Adoptable } from "./adoptable.ts";
import type { Destination } from "./destination.ts";
import { gatewayName } from "./gateway-name.ts";

/** How the program is to be. */
interface ProgramOptions {
  readonly core: "cdktf" | "cdktn";
  /** Where Terraform puts the texts; undefined: the operator takes the keys over. */
  readonly destination: Destination | undefined;
  /** Of the keys in the cluster. Default: `default`, as kubectl has it. */
  readonly namespace: string | undefined;
}

/** A CDKTF program that declares the keys and takes them over. */
export function typescript(keys: readonly Adoptable[], place: Place, options: ProgramOptions): string {
  const { core, destination, namespace } = options;
  const routes = sharedRoutes(keys);
  const classes = [
    "ApiKey",
    "Environment",
    "Gateway",
    ...(destination ? ["KeyDelivery"] : []),
    ...(routes.size > 0 ? ["ModelRoute"] : []),
    ...(keys.some(({ spec }) => spec.quota) ? ["Quota"] : []),
  ];
  const around = destination ? "{ gateway }" : `{ gateway, namespace: ${text(namespace ?? "default")} }`;
  const library = core === "cdktf" ? "tokapi/constructs" : "tokapi/constructs/cdktn";
  return [
    `import { App, TerraformStack } from "${core}";\nimport { ${classes.join(", ")} } from "${library}";`,
    `const app = new App();
const gateway = new Gateway(app, ${text(gatewayName(place))}, ${object(gatewayProps(place))});
const stack = new TerraformStack(app, "imported");
const environment = new Environment(stack, "imported", ${around});`,
    ...(routes.size > 0 ? [[...routes.values()].map(routeText).join("\n")] : []),
    ...keys.map((key) => keyText(key, routes, destination)),
    "app.synth();",
  ].join("\n\n");
}

interface SharedRoute {
  readonly variable: string;
  readonly id: string;
  readonly route: Route;
}

/** Keys with the same models share a route. */
function sharedRoutes(keys: readonly Adoptable[]): ReadonlyMap<string, SharedRoute> {
  const found = new Map<string, SharedRoute>();
  const counts = new Map<string, number>();
  for (const route of keys.flatMap(({ spec }) => spec.routes ?? [])) {
    if (found.has(identity(route))) continue;
    const count = (counts.get(route.provider) ?? 0) + 1;
    counts.set(route.provider, count);
    const id = count === 1 ? route.provider : `${route.provider}-${count}`;
    const variable = `${id.replace(/-([a-z0-9])/g, (_, next: string) => next.toUpperCase())}Models`;
    found.set(identity(route), { variable, id, route });
  }
  return found;
}

function identity({ provider, models }: Route): string {
  return JSON.stringify([provider, models]);
}

function routeText({ variable, id, route: { provider, models } }: SharedRoute): string {
  return `const ${variable} = new ModelRoute(app, ${text(id)}, ${object({ provider, models })});`;
}

function keyText(
  { id, remoteName, spec }: Adoptable,
  routes: ReadonlyMap<string, SharedRoute>,
  destination: Destination | undefined,
): string {
  const { name, group, quota, expiresAt, allowedIPs, enabled } = spec;
  const props: Record<string, string | undefined> = {
    name: text(name),
    group: group === undefined ? undefined : text(group),
    routes: spec.routes && `[${spec.routes.map((route) => routes.get(identity(route))!.variable).join(", ")}]`,
    quota: quota && `Quota.${quota.reset?.toLowerCase() ?? "total"}(${quota.amount})`,
    expiresAt: expiresAt === undefined ? undefined : text(expiresAt),
    allowedIps: allowedIPs && JSON.stringify(allowedIPs),
    enabled: enabled === undefined ? undefined : String(enabled),
    adoptId: text(id),
    delivery: delivery(destination),
  };
  const lines = Object.entries(props).flatMap(([prop, value]) =>
    value === undefined ? [] : [`  ${prop}: ${value},\n`],
  );
  const told = remoteName === name ? "" : `// At the gateway: ${text(remoteName)}\n`;
  return `${told}new ApiKey(environment, ${text(name)}, {\n${lines.join("")}});`;
}

/** Undefined: the operator, which is the default. */
function delivery(destination: Destination | undefined): string | undefined {
  if (!destination) return undefined;
  if ("storeInState" in destination) return "KeyDelivery.terraformState()";
  return `KeyDelivery.encrypted(${destination.encryptTo.map(text).join(", ")})`;
}

function gatewayProps(place: Place): Readonly<Record<string, string | undefined>> {
  if (!("driver" in place)) return place;
  const { driver, panelURL, dataURL } = place;
  return { driver, panelUrl: panelURL, dataUrl: dataURL };
}

function object(props: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(props).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${JSON.stringify(value)}`],
  );
  return `{ ${entries.join(", ")} }`;
}

function text(value: string): string {
  return JSON.stringify(value);
}
