import type { Sensitive } from "../../../core/sensitive.ts";
import { readGatewayConfig } from "../../../gateways/config.ts";
import type { Connection } from "../../../gateways/connection.ts";
import type { Gateway, Problem } from "../../../gateways/gateway.ts";
import { version } from "../../../gateways/user-agent.ts";
import { type Diagnostic, DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { Call } from "../../protocol/provider.ts";
import { ExactNumber, isUnknown, isWhollyKnown, type Value, type ValueMap } from "../../protocol/value.ts";
import { type Client, createClient, type World } from "../client.ts";
import { inHcl } from "../in-hcl.ts";
import { clusterAccess } from "../kube/access.ts";
import type { Machine } from "../kube/machine.ts";
import { kubernetesProblems } from "../kube/problem.ts";
import { type CredentialsFile, readCredentials } from "./credentials-file.ts";
import { argumentOf, configName } from "./names.ts";
import { addressSettings, credentialSettings, providerSchema } from "./schema.ts";

/** What configuring needs of the process it runs in. */
export interface Surroundings {
  readonly world: World;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly files: CredentialsFile;
  readonly machine: Machine;
  open(connection: Connection, world: World): Promise<Gateway>;
}

/** The client of a provider block. Calls nothing; refuses what is certainly wrong, with the attribute. */
export function configure(config: ValueMap, surroundings: Surroundings, call: Call): Client {
  const { world, environment, files, open } = surroundings;
  const cluster = clusterAccess(
    (config.kubernetes ?? null) as ValueMap | null,
    surroundings,
    `terraform-provider-tok/${version}`,
  );
  const unknowns = gatewayAttributes.filter((name) => !isWhollyKnown(config[name] ?? null));
  if (unknowns.length > 0) return { kind: "unknown", attributes: unknowns, world, cluster };
  const settings = {
    ...group(config, environment, addressSettings),
    ...group(config, environment, { proxy: providerSchema.attributes.proxy! as { readonly environment?: string } }),
    ...pick(config, ["ca_bundle", "timeout"]),
  };
  const path = text(config.credentials_file) ?? environment.TOKAPI_CREDENTIALS_FILE;
  const own = pick(config, Object.keys(credentialSettings));
  const fromBlock = Object.keys(own).length > 0;
  const useFile = !fromBlock && path !== undefined;
  const credentials = useFile
    ? readCredentials(files, path)
    : camel(fromBlock ? own : group(config, environment, credentialSettings));
  const read = readGatewayConfig({
    ...camel(settings),
    credentials,
    ...(config.rate_limits ? { rateLimits: rateLimits(config.rate_limits as ValueMap) } : {}),
  });
  if ("problems" in read) {
    const diagnostics = read.problems.map(diagnostic);
    // Who declares keys in clusters only has no gateway here; the environment's credentials may be for another block.
    if (Object.keys(settings).length === 0 && !fromBlock && text(config.credentials_file) === undefined)
      return { kind: "no-gateway", diagnostics, world, cluster };
    throw new DiagnosticsError(diagnostics);
  }
  if (fromBlock && own.refresh_token !== undefined) {
    call.report({
      severity: "warning",
      summary: "The refresh token will be lost",
      detail:
        "It changes with every use, and the new one has no place here. Give it in credentials_file, or use email and password.",
      path: ["refresh_token"],
    });
  }
  const saving = useFile
    ? { saveRefreshToken: async (token: Sensitive) => files.write(path, { refreshToken: token.reveal() }) }
    : {};
  return createClient({
    connection: read.connection,
    owner: text(config.owner) ?? "default",
    verify: config.verify !== false,
    world: { ...world, ...saving },
    cluster,
    open,
  });
}

/** All but the way to a cluster, which is another matter. */
const gatewayAttributes = Object.keys(providerSchema.attributes).filter((name) => name !== "kubernetes");

/** Those of a group that the block sets, or else those that the environment does. */
function group(
  config: ValueMap,
  environment: Surroundings["environment"],
  settings: Readonly<Record<string, { readonly environment?: string }>>,
): Record<string, string> {
  const own = pick(config, Object.keys(settings));
  if (Object.keys(own).length > 0) return own;
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, { environment: variable }]) => {
      const value = variable === undefined ? undefined : environment[variable];
      return value ? [[name, value]] : [];
    }),
  );
}

function pick(config: ValueMap, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = text(config[name]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function text(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function rateLimits(limits: ValueMap): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(limits).map(([bucket, entry]) => {
      const { limit, window } = entry as ValueMap;
      const count = limit instanceof ExactNumber ? Number(limit.decimal) : Number(limit);
      return [bucket, count === 0 ? "none" : { limit: count, window: window ?? "" }];
    }),
  );
}

function camel(settings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [configName(name), value]));
}

function diagnostic({ path, message }: Problem): Diagnostic {
  const [first = "", second] = path.split(".");
  const attribute = argumentOf(first === "credentials" ? (second ?? "") : first);
  const missing = first === "credentials" && attribute === undefined;
  const ways =
    "Set access_token and user_id (New API), or email and password (Sub2API), in the provider block, in the environment (TOKAPI_ACCESS_TOKEN, …) or in credentials_file.";
  return {
    severity: "error",
    summary: missing ? "The provider has no usable credentials" : "The provider's configuration is refused",
    detail: missing ? `${message}. ${ways}` : inHcl(message),
    ...(attribute === undefined ? {} : { path: [attribute] }),
  };
}

/** What can be said of a block before anything is known of the environment. */
export function validate(config: ValueMap): void {
  const { kubernetes = null } = config;
  const problems = kubernetes === null || isUnknown(kubernetes) ? [] : kubernetesProblems(kubernetes as ValueMap);
  if (problems.length > 0) throw new DiagnosticsError(problems);
  const given = Object.keys(addressSettings).filter((name) => config[name] !== null && !isUnknown(config[name]));
  if (given.includes("preset") && given.includes("driver")) {
    throw new DiagnosticsError([
      {
        severity: "error",
        summary: "The provider's configuration is refused",
        detail: "A preset gives the driver; leave one of them out.",
        path: ["driver"],
      },
    ]);
  }
}
