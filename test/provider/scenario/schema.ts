// The shape of scenario.yaml. What each field means is told in ../scenarios/README.md.
import { z } from "zod";
import { durationPattern } from "../../../core/time.ts";
import { faultKinds } from "../../../emulator/faults.ts";
import { gatewayNames, kinds } from "./profiles.ts";

const toolNames = ["terraform", "tofu"] as const;
/** What a driver asks of a gateway, by the same word for each kind. */
export const callNames = [
  "create",
  "update",
  "delete",
  "list",
  "get",
  "reveal",
  "probe",
  "groups",
  "login",
  "any",
] as const;
export type CallName = (typeof callNames)[number];
/** Where the text of a key may show. */
export const places = ["state", "plan", "log", "terminal"] as const;

/** `tok_api_key.server`, `prod-api-server`, `prod-api-server.r2`. */
const keyReference = z.string().min(1);
const version = z.string().regex(/^\d+\.\d+$/, "write a version such as 1.12");
const oneOrMany = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), z.array(item));
const perName = <Item extends z.ZodType>(item: Item) => z.record(z.string(), item);

const faultSchema = z.strictObject({
  kind: z.enum(faultKinds),
  call: z.enum(callNames).default("any"),
  nth: z.int().min(1).optional(),
  times: z.int().min(0).optional(),
  effect: z.boolean().optional(),
  delayMs: z.int().min(0).optional(),
  status: z.int().min(100).max(599).optional(),
  headers: perName(z.string()).optional(),
  body: z.string().optional(),
});

const editSchema = z.strictObject({
  key: keyReference,
  name: z.string().optional(),
  group: z.string().optional(),
  quota: z.number().optional(),
  allowedIPs: z.array(z.string()).optional(),
  models: z.array(z.string()).optional(),
  expiresAt: z.string().optional(),
});

const actSchema = z
  .strictObject({
    revoke: keyReference.optional(),
    disable: keyReference.optional(),
    enable: keyReference.optional(),
    edit: editSchema.optional(),
    create: z.string().min(1).optional(),
    use: keyReference.optional(),
    fault: faultSchema.optional(),
    calm: z.literal(true).optional(),
    state: perName(z.json()).optional(),
    expireToken: z.literal(true).optional(),
  })
  .refine((act) => Object.values(act).filter((value) => value !== undefined).length === 1, {
    error: "an act does exactly one thing; write a list for more",
  });
/** One thing that happens at a gateway. */
export type Act = z.output<typeof actSchema>;

const diagnosticSchema = z
  .strictObject({
    error: z.string().optional(),
    warning: z.string().optional(),
    at: z.string().optional(),
    line: z.string().optional(),
    detail: oneOrMany(z.string()).optional(),
  })
  .refine(({ error, warning }) => (error === undefined) !== (warning === undefined), {
    error: "write either error or warning, with the summary's text",
  });
export type ExpectedDiagnostic = z.output<typeof diagnosticSchema>;

const actionSchema = z.enum(["create", "update", "replace", "delete", "read", "forget", "import"]);

const keySchema = z.strictObject({
  is: z.enum(["live", "disabled", "deleted"]).optional(),
  name: z.json().optional(),
  group: z.json().optional(),
  quota: z.json().optional(),
  allowedIPs: z.json().optional(),
  models: z.json().optional(),
  expiresAt: z.json().optional(),
});
export type ExpectedKey = z.output<typeof keySchema>;

const expectSchema = z.strictObject({
  fails: z.enum(["plan", "apply", "command"]).optional(),
  plan: perName(actionSchema).optional(),
  drift: z.array(z.string()).optional(),
  changes: perName(z.array(z.string())).optional(),
  diagnostics: oneOrMany(diagnosticSchema).optional(),
  says: oneOrMany(z.string()).optional(),
  neverSays: oneOrMany(z.string()).optional(),
  outputs: perName(z.json()).optional(),
  state: perName(z.union([perName(z.json()), z.literal("absent"), z.literal("tainted")])).optional(),
  keys: z
    .strictObject({
      live: z.int().optional(),
      disabled: z.int().optional(),
      made: z.int().optional(),
    })
    .optional(),
  key: perName(keySchema).optional(),
  works: perName(z.boolean()).optional(),
  requests: perName(z.union([z.int().min(0), z.string().regex(/^<= \d+$/, "write a number, or <= and a number")]))
    .refine((requests) => Object.keys(requests).every((name) => callNames.includes(name as CallName)), {
      error: `counts are by call: ${callNames.join(", ")}`,
    })
    .optional(),
});
export type Expectation = z.output<typeof expectSchema>;

const stepSchema = z.strictObject({
  name: z.string().min(3),
  only: oneOrMany(z.enum([...kinds, ...gatewayNames, ...toolNames])).optional(),
  files: perName(z.string().nullable()).optional(),
  vars: perName(z.json()).optional(),
  env: perName(z.string().nullable()).optional(),
  clock: z.string().regex(new RegExp(durationPattern), "write a duration such as 25h").optional(),
  gateway: oneOrMany(actSchema).optional(),
  second: oneOrMany(actSchema).optional(),
  run: z
    .union([z.string().min(1), z.array(z.string()).min(1)])
    .transform((run) => (typeof run === "string" ? run.split(/\s+/) : run))
    .optional(),
  interrupt: z
    .strictObject({
      at: z.enum(callNames),
      nth: z.int().min(1).default(1),
      signal: z.enum(["SIGINT", "SIGTERM", "SIGKILL"]).default("SIGINT"),
      /** The gateway's answer takes this long, so that the signal comes first. */
      answerMs: z.int().min(0).default(500),
    })
    .optional(),
  settled: z.boolean().default(true),
  expect: expectSchema.prefault({}),
});
/** One step: what changes, what is run, what must be so afterwards. */
export type Step = z.output<typeof stepSchema>;

/** scenario.yaml. */
export const scenarioSchema = z.strictObject({
  about: z.string().min(10),
  main: z.string().optional(),
  tools: z
    .array(z.enum(toolNames))
    .min(1)
    .default([...toolNames]),
  minTerraform: version.optional(),
  minTofu: version.optional(),
  gateways: z
    .array(z.enum(gatewayNames))
    .min(1)
    .default([...gatewayNames]),
  everyPair: z.boolean().default(false),
  second: z.enum(gatewayNames).optional(),
  spawn: z.boolean().default(false),
  init: z.boolean().default(false),
  limits: z.boolean().default(false),
  speed: z.number().min(1).max(10_000).default(1),
  vars: perName(z.json()).default({}),
  env: perName(z.string().nullable()).default({}),
  secretsAllowedIn: z.array(z.enum(places)).default([]),
  leaves: z.array(keyReference).default([]),
  steps: z.array(stepSchema).min(1),
});
/** A scenario as it is played. */
export type ScenarioFile = z.output<typeof scenarioSchema>;
