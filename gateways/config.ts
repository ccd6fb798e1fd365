import * as z from "zod/mini";
import { duration } from "../core/key.ts";
import { optional } from "../core/optional.ts";
import { Sensitive } from "../core/sensitive.ts";
import { parseDuration, second } from "../core/time.ts";
import type { RateLimit } from "./budget.ts";
import type { Connection, Credentials } from "./connection.ts";
import type { Problem } from "./gateway.ts";
import { type Preset, tokenForMe, tokenForMeRegions, tokModel } from "./presets.ts";

const address = z.string().check(
  z.maxLength(2_000),
  z.refine((text) => addressProblem(text) === undefined, { error: (issue) => addressProblem(String(issue.input))! }),
);

/** Proxies may want a user name and password, and those stand in the URL. */
const proxyAddress = z.string().check(
  z.maxLength(2_000),
  z.refine((text) => URL.canParse(text) && /^https?:/.test(text), { error: "is no URL of an HTTP proxy" }),
);

const secret = z.string().check(z.minLength(1), z.maxLength(8_192));

const credentialsSchema = z
  .union(
    [
      z.strictObject({
        accessToken: secret.check(
          z.describe("A long-lived token of the account; New API calls it the system access token."),
        ),
        userId: optional(
          z.union([z.string().check(z.regex(/^[1-9][0-9]{0,17}$/)), z.int().check(z.gte(1))]),
          "The account's numeric id. New API before v1.0.0-rc.22 demands it.",
        ),
      }),
      z.strictObject({
        email: z.string().check(z.minLength(1), z.maxLength(320)),
        password: secret,
        totpSecret: optional(secret, "The base32 secret of the second factor, if the account has one."),
      }),
      z.strictObject({
        refreshToken: secret.check(z.describe("Changes with every use, and the new one must be kept.")),
      }),
    ],
    { error: "must hold either accessToken (and userId), or email and password (and totpSecret), or refreshToken" },
  )
  .check(z.describe("How we prove who we are."));

const rateLimitSchema = z.union([
  z.strictObject({ limit: z.int().check(z.gte(1), z.lte(1_000_000)), window: duration }),
  z.literal("none"),
]);

/** How one gateway is reached, in the form people write it. */
export const gatewayConfigSchema = z.strictObject({
  preset: optional(z.enum(["TokModel", "TokenForMe"]), "A known service; gives driver and addresses."),
  region: optional(z.enum(tokenForMeRegions), "The site of TokenForMe. Default: global."),
  driver: optional(z.enum(["new-api", "sub2api"]), "The software behind the gateway, if there is no preset."),
  panelURL: optional(address, "Where keys are managed: the console's address, without /api."),
  dataURL: optional(address, "Where keys are used, without /v1. Default: panelURL."),
  credentials: credentialsSchema,
  caBundle: optional(
    z
      .string()
      .check(z.maxLength(1_000_000), z.regex(/-----BEGIN CERTIFICATE-----/, { error: "is no PEM certificate" })),
    "PEM certificates; when given, only these authorities are trusted.",
  ),
  proxy: optional(proxyAddress, "An HTTP proxy for this gateway. Default: none; the environment is not looked at."),
  timeout: optional(duration, "For one call with its retries. Default: 30s."),
  rateLimits: optional(
    z.record(z.string().check(z.maxLength(50)), rateLimitSchema),
    "Limits by bucket instead of the gateway's defaults, for sites that changed theirs; or none.",
  ),
});
/** How one gateway is reached, in the form people write it. */
export type GatewayConfig = z.input<typeof gatewayConfigSchema>;

/** Reads a configuration. Every problem has the path of its field; none repeats a value, which could be a secret. */
export function readGatewayConfig(
  input: unknown,
): { readonly connection: Connection } | { readonly problems: readonly Problem[] } {
  const parsed = gatewayConfigSchema.safeParse(input);
  if (!parsed.success) return { problems: issueProblems(parsed.error) };
  const config = parsed.data;
  const { driver, panelURL, dataURL, problems: found } = placeOf(config);
  const problems = [...found];
  const credentials = credentialsOf(config.credentials);
  if (driver === "new-api" && credentials.kind !== "access-token")
    problems.push(
      problem(
        "credentials",
        "must hold accessToken and userId: New API locks accounts out that log in by password often",
      ),
    );
  if (!driver || !panelURL || problems.length > 0) return { problems };
  const trimmed = (url: string) => url.replace(/\/+$/, "");
  return {
    connection: {
      driver,
      panelURL: trimmed(panelURL),
      dataURL: trimmed(dataURL ?? panelURL),
      credentials,
      ...(config.caBundle === undefined ? {} : { caBundle: config.caBundle }),
      ...(config.proxy === undefined ? {} : { proxy: config.proxy }),
      timeoutMs: config.timeout === undefined ? 30 * second : parseDuration(config.timeout)!,
      rateLimits: Object.fromEntries(
        Object.entries(config.rateLimits ?? {}).map(([bucket, limit]) => [bucket, limitOf(limit)]),
      ),
    },
  };
}

const placeSchema = z.pick(gatewayConfigSchema, {
  preset: true,
  region: true,
  driver: true,
  panelURL: true,
  dataURL: true,
  timeout: true,
});
type PlaceConfig = z.output<typeof placeSchema>;

/** Where a gateway is and what runs there, as far as a configuration says so. */
export interface GatewayPlace extends Partial<Preset> {
  /** What is wrong with it. With problems, what could be read is there all the same. */
  readonly problems: readonly Problem[];
}

/** The same for the place of a gateway alone, for whoever has no credentials and needs none. */
export function readGatewayPlace(input: unknown): GatewayPlace {
  const parsed = placeSchema.safeParse(input);
  return parsed.success ? placeOf(parsed.data) : { problems: issueProblems(parsed.error) };
}

function placeOf(config: PlaceConfig): GatewayPlace {
  const preset = presetOf(config);
  const driver = preset?.driver ?? config.driver;
  const panelURL = config.panelURL ?? preset?.panelURL;
  const problems: Problem[] = [];
  if (preset && config.driver && config.driver !== preset.driver)
    problems.push(
      problem("driver", `contradicts the preset ${config.preset}, which is ${preset.driver}; leave it out`),
    );
  if (config.region && config.preset !== "TokenForMe")
    problems.push(problem("region", "goes with the preset TokenForMe only"));
  if (!driver) problems.push(problem("driver", "is missing; write new-api or sub2api, or give a preset"));
  if (!panelURL) problems.push(problem("panelURL", "is missing; write the console's address, or give a preset"));
  // A preset's data host belongs to the preset's panel, not to another one given beside it.
  const dataURL = config.dataURL ?? config.panelURL ?? preset?.dataURL;
  return {
    ...(driver ? { driver } : {}),
    ...(panelURL ? { panelURL } : {}),
    ...(dataURL ? { dataURL } : {}),
    problems,
  };
}

function issueProblems(error: z.core.$ZodError): readonly Problem[] {
  return error.issues.map((issue) => problem(issue.path.map(String).join("."), issue.message));
}

function presetOf(config: PlaceConfig): Preset | undefined {
  if (config.preset === "TokModel") return tokModel;
  return config.preset === "TokenForMe" ? tokenForMe(config.region ?? "global") : undefined;
}

function credentialsOf(given: z.output<typeof credentialsSchema>): Credentials {
  if ("accessToken" in given) {
    const accessToken = new Sensitive(given.accessToken);
    return given.userId === undefined
      ? { kind: "access-token", accessToken }
      : { kind: "access-token", accessToken, userId: String(given.userId) };
  }
  if ("refreshToken" in given) return { kind: "refresh-token", refreshToken: new Sensitive(given.refreshToken) };
  const { email, totpSecret } = given;
  const password = new Sensitive(given.password);
  return totpSecret === undefined
    ? { kind: "password", email, password }
    : { kind: "password", email, password, totpSecret: new Sensitive(totpSecret) };
}

function limitOf(limit: z.output<typeof rateLimitSchema>): RateLimit | null {
  return limit === "none" ? null : { limit: limit.limit, windowMs: parseDuration(limit.window)! };
}

function addressProblem(text: string): string | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return "is no URL; write for example https://gateway.example.com";
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return "must begin with https:// or http://";
  if (url.username || url.password) return "must not hold a user name or password";
  if (url.search || url.hash) return "must not hold a query or a fragment";
  return undefined;
}

function problem(path: string, message: string): Problem {
  return { reason: "InvalidConfig", path, message: `${path || "the configuration"} ${message}` };
}
