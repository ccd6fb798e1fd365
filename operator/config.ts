import { hostname } from "node:os";
import { z } from "zod";
import { duration } from "../core/key.ts";
import { parseDuration } from "../core/time.ts";

const flag = z.enum(["true", "false"]).transform((text) => text === "true");
const port = z.coerce.number().int().min(0).max(65_535);
const seconds = (name: string) =>
  z
    .pipe(
      duration,
      z.transform((text: string) => parseDuration(text)!),
    )
    .refine((ms) => ms >= 1_000, { error: `${name} must be at least 1s` });

/** One setting: its environment variable, its default as written there, and what it is for. */
interface Setting<S extends z.ZodType> {
  readonly variable: string;
  readonly default?: string;
  readonly help: string;
  readonly schema: S;
}

const setting = <S extends z.ZodType>(given: Setting<S>): Setting<S> => given;

/** Every setting of the operator. The table in the docs and the chart's values come from here. */
export const settings = {
  kubeconfig: setting({
    variable: "KUBECONFIG",
    help: "Where the cluster is, outside of one. Default: in-cluster configuration, else ~/.kube/config.",
    schema: z.string().min(1).optional(),
  }),
  context: setting({
    variable: "TOKAPI_CONTEXT",
    help: "The context of the kubeconfig.",
    schema: z.string().min(1).optional(),
  }),
  watchNamespace: setting({
    variable: "TOKAPI_WATCH_NAMESPACE",
    help: "Look after the keys of this namespace only. Default: all.",
    schema: z.string().min(1).max(63).optional(),
  }),
  namespace: setting({
    variable: "TOKAPI_NAMESPACE",
    help: "The operator's own namespace: its lease, and credentials of ClusterTokGateways. Default: that of the pod or of the kubeconfig's context, else tokapi-system.",
    schema: z.string().min(1).max(63).optional(),
  }),
  leaderElection: setting({
    variable: "TOKAPI_LEADER_ELECTION",
    default: "true",
    help: "Whether replicas elect a leader by a Lease.",
    schema: flag,
  }),
  leaseDuration: setting({
    variable: "TOKAPI_LEASE_DURATION",
    default: "15s",
    help: "A leader that is not heard of for so long is replaced.",
    schema: seconds("lease duration"),
  }),
  renewDeadline: setting({
    variable: "TOKAPI_RENEW_DEADLINE",
    default: "10s",
    help: "A leader that cannot renew for so long gives up.",
    schema: seconds("renew deadline"),
  }),
  retryPeriod: setting({
    variable: "TOKAPI_RETRY_PERIOD",
    default: "2s",
    help: "How often the Lease is tried.",
    schema: seconds("retry period"),
  }),
  workers: setting({
    variable: "TOKAPI_WORKERS",
    default: "256",
    help: "Keys worked on at once for each gateway. Many, because they wait: reveals are made for a hundred keys together.",
    schema: z.coerce.number().int().min(1).max(4_096),
  }),
  connections: setting({
    variable: "TOKAPI_CONNECTIONS",
    default: "24",
    help: "Connections to the API server.",
    schema: z.coerce.number().int().min(1).max(256),
  }),
  httpPort: setting({
    variable: "TOKAPI_HTTP_PORT",
    default: "8080",
    help: "Port of /healthz, /readyz and /metrics; 0 takes any free one.",
    schema: port,
  }),
  httpHost: setting({
    variable: "TOKAPI_HTTP_HOST",
    default: "0.0.0.0",
    help: "Address of the same.",
    schema: z.string().min(1),
  }),
  logLevel: setting({
    variable: "TOKAPI_LOG_LEVEL",
    default: "info",
    help: "trace, debug, info, warn or error.",
    schema: z.enum(["trace", "debug", "info", "warn", "error", "silent"]),
  }),
  drainTimeout: setting({
    variable: "TOKAPI_DRAIN_TIMEOUT",
    default: "25s",
    help: "How long work under way may take after SIGTERM.",
    schema: seconds("drain timeout"),
  }),
  identity: setting({
    variable: "POD_NAME",
    help: "The name in the Lease. Default: the host's name.",
    schema: z.string().min(1).optional(),
  }),
} as const;

type Settings = typeof settings;
type Values = { [name in keyof Settings]: z.output<Settings[name]["schema"]> };

/** The operator's configuration: complete and frozen. */
export type OperatorConfig = Readonly<Omit<Values, "identity">> & { readonly identity: string };

/** A configuration that cannot be used; the message lists every problem. */
export class ConfigError extends Error {}

/** Reads the environment. @throws ConfigError naming each variable that is wrong, what it holds and what it may hold. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): OperatorConfig {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { variable, schema, ...rest }] of Object.entries(settings)) {
    const text = env[variable] || ("default" in rest ? rest.default : undefined);
    const parsed = schema.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(`${variable}="${text}": ${parsed.error.issues.map((issue) => issue.message).join("; ")}`);
  }
  const { leaseDuration, renewDeadline, retryPeriod } = values as Partial<Values>;
  if (
    leaseDuration &&
    renewDeadline &&
    retryPeriod &&
    !(leaseDuration > renewDeadline && renewDeadline > retryPeriod)
  ) {
    problems.push(
      "TOKAPI_LEASE_DURATION must be longer than TOKAPI_RENEW_DEADLINE, and that longer than TOKAPI_RETRY_PERIOD",
    );
  }
  if (problems.length > 0)
    throw new ConfigError(`The operator's configuration cannot be used:\n  ${problems.join("\n  ")}`);
  const identity = `${(values.identity as string | undefined) ?? hostname()}-${process.pid}`;
  return Object.freeze({ ...(values as Values), identity });
}
