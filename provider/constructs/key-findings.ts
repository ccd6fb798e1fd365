import { type TerraformStack, Token } from "cdktf";
import type { IConstruct } from "constructs";
import { type KeySpec, quotaSchema } from "../../core/key.ts";
import { resolveRotation, rotationSchema } from "../../core/policy.ts";
import type { Diagnostic, Path } from "../protocol/diagnostics.ts";
import type { ValueMap } from "../protocol/value.ts";
import { apiKeySchema } from "../resources/api-key/schema.ts";
import { problemsOf as problemsOfKey } from "../resources/api-key/validate.ts";
import { clusterApiKeySchema } from "../resources/cluster-api-key/schema.ts";
import { problemsOf as problemsOfClusterKey } from "../resources/cluster-api-key/validate.ts";
import { asConfigured, camel, unknownPaths } from "./arguments.ts";
import type { Claim, Findings } from "./checks.ts";
import {
  apiKeyArguments,
  clusterKeyArguments,
  type KeyDeclaration,
  quotaOf,
  resourceNameOf,
} from "./key-declaration.ts";
import type { KeyOptions } from "./key-options.ts";
import { inProps, prop } from "./prop-names.ts";
import { patternsFrom } from "./rotation.ts";
import { routeProblems } from "./route-problems.ts";

/**
 * Everything that is wrong with a key by itself. Terraform's provider judges the declaration, with the code that it uses at
 * plan; the gateway's driver says what it would not enforce; here are only the questions that nobody asks later.
 */
export function findingsOf(
  key: IConstruct & { readonly inGitOps: boolean },
  declaration: KeyDeclaration,
  stack: TerraformStack | undefined,
): Findings {
  const forOperator = declaration.delivery._kind === "operator";
  // Routes speak for themselves.
  const alone = { ...declaration, routes: [] };
  const config = forOperator
    ? asConfigured(clusterApiKeySchema.attributes, clusterKeyArguments(alone))
    : asConfigured(apiKeySchema.attributes, apiKeyArguments(alone));
  const problems = [
    ...(Token.isUnresolved(declaration.name)
      ? ["name: must be known at synth, for addresses and names are made of it"]
      : []),
    ...(forOperator
      ? operatorProblems(key, declaration, config, stack)
      : terraformProblems(declaration, config, stack)),
  ];
  // What is wrong by itself is not judged by a gateway as well.
  problems.push(...gatewayProblems(declaration, problems.length === 0));
  return { problems, warnings: hints(declaration), claims: claimsOf(declaration, stack) };
}

function operatorProblems(
  key: { readonly inGitOps: boolean },
  { secret, environment, props, delivery }: KeyDeclaration,
  config: ValueMap,
  stack: TerraformStack | undefined,
): readonly string[] {
  const problems =
    secret?.namespace === ""
      ? ["delivery.namespace: is missing; give one, or declare the key inside an Environment"]
      : problemsOfClusterKey(config).map(sentence);
  problems.push(...patternProblems(props));
  if (key.inGitOps && !environment)
    problems.push("stands in no Environment, so its manifest has no folder; declare it inside one");
  if (!key.inGitOps && !stack) problems.push("stands in no TerraformStack and its environment is not gitOps");
  if (key.inGitOps)
    problems.push(
      ...unknownPaths(config.spec!).map(
        (path) => `${prop(path)}: is known to Terraform only, and a manifest is written before it runs`,
      ),
    );
  if (props.renamedFrom !== undefined)
    problems.push(
      "renamedFrom: is for keys that Terraform makes; give the old name as KeyDelivery.operator({ resourceName }), and object and Secret stay",
    );
  if (delivery._operator.intoExistingSecret && delivery._operator.keepSecret)
    problems.push("delivery.keepSecret: a Secret that is somebody else's stays anyway; leave it out");
  return problems;
}

function terraformProblems(
  { gateway, delivery, props }: KeyDeclaration,
  config: ValueMap,
  stack: TerraformStack | undefined,
): readonly string[] {
  const problems = problemsOfKey(config).map(sentence);
  if (!stack) problems.push("stands in no TerraformStack, and only the operator can make a key without one");
  if (delivery._kind === "writeOnly" && gateway._known && gateway._known.keyText !== "ours")
    problems.push(
      `delivery: ${gateway._known.software} makes the texts of its keys itself, so there is nothing to write; choose another delivery`,
    );
  const { every: _, overlap: __, ...others } = props.rotation?._spec ?? {};
  const operatorOnly = Object.keys(others).filter((name) => others[name] !== undefined);
  if (operatorOnly.length > 0)
    problems.push(
      `rotation: only the operator knows ${operatorOnly.join(", ")}; Terraform rotates when somebody applies, by Rotation.every with an overlap`,
    );
  return problems;
}

/** What the gateway could not enforce, with the routes written out. */
function gatewayProblems({ gateway, props, routes }: KeyDeclaration, sound: boolean): readonly string[] {
  const problems = [...routeProblems(gateway, routes, sound ? limitsOf(props) : {})];
  if (gateway._known?.group === "required" && props.group === undefined)
    problems.push(
      `group: a key of ${gateway._known.software} belongs to exactly one group; name it as the console shows it`,
    );
  return problems;
}

/** The limits of a key that is sound by itself, as far as they are known at synth. */
function limitsOf({ quota, allowedIps = [] }: KeyOptions): KeySpec {
  const known = quota && !Token.isUnresolved(quota.usd) ? quotaSchema.safeParse(quotaOf(quota)).data : undefined;
  const allowedIPs = allowedIps.filter((entry) => !Token.isUnresolved(entry));
  return { ...(known ? { quota: known } : {}), ...(allowedIPs.length > 0 ? { allowedIPs } : {}) };
}

/** What is wrong with patterns, which the provider leaves to the operator. */
function patternProblems({ rotation }: KeyOptions): readonly string[] {
  if (rotation?.pattern === undefined && rotation?._spec.window === undefined) return [];
  const parsed = rotationSchema.safeParse(rotation._spec);
  if (!parsed.success) return [];
  const { problems } = resolveRotation(parsed.data, patternsFrom);
  const byPattern = parsed.data.schedule === undefined ? /^rotation\.window/ : /^rotation\.(schedule|overlap|window)/;
  return problems.filter(({ path }) => byPattern.test(path)).map(({ path, message }) => `${path}: ${message}`);
}

function hints({ gateway, routes }: KeyDeclaration): readonly string[] {
  if (!gateway._known) return [];
  const { software } = gateway._known;
  return routes
    .filter(({ _route }) => _route.priority !== undefined)
    .map(({ node }) => `The priority of ${node.path} is ignored: ${software} knows no order of routes.`);
}

function claimsOf(declaration: KeyDeclaration, stack: TerraformStack | undefined): readonly Claim[] {
  const { name, gateway, environment, secret, routes, routeRefs } = declaration;
  const key: Claim = {
    thing: `the key "${name}" at the gateway ${gateway.node.path}`,
    advice: "Keys are told apart by name: say where and how each is used, for example prod-api-server and prod-batch.",
  };
  if (!secret) return [key];
  const place = `${environment ? `environment ${environment.name}` : `stack ${stack?.node.id}`}, namespace ${secret.namespace}`;
  const own = [
    {
      thing: `the TokApiKey "${resourceNameOf(declaration)}" (${place})`,
      advice: "Give one of them another name, or resourceName.",
    },
    { thing: `the Secret "${secret.name}" (${place})`, advice: "Give each key a secretName of its own." },
  ];
  const beside = routeRefs
    ? routes.map((route) => ({
        thing: `the TokModelRoute "${route.name}" (${place})`,
        advice: "Give one of the routes another name.",
        by: route,
      }))
    : [];
  return [key, ...own, ...beside];
}

/** A diagnostic of the provider in the words of props. */
function sentence({ path = [], detail, summary }: Diagnostic): string {
  return `${prop(pathText(path))}: ${inProps(detail ?? summary)}`;
}

function pathText(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else text += `.${typeof step === "string" ? camel(step) : step.key}`;
  }
  return text.replace(/^\.(spec\.)?/, "");
}
