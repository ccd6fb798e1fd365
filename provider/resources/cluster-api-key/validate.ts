import { nameProblem } from "../../../core/names.ts";
import { parseDuration } from "../../../core/time.ts";
import { type Diagnostic, DiagnosticsError, type Path } from "../../protocol/diagnostics.ts";
import { isUnknown, type Value, type ValueMap } from "../../protocol/value.ts";
import { declaredKey, refusal } from "../declared-key.ts";
import { limits, meanings, specAttributes } from "./attributes.gen.ts";
import { limitProblems } from "./limits.ts";
import { isMetadataKey, metadataKeyMessage, ruleProblems } from "./rules.ts";

/** Refuses a declaration that the API server, or the operator, would refuse. Nobody is asked. */
export function validate(config: ValueMap): void {
  const problems = problemsOf(config);
  if (problems.length > 0) throw new DiagnosticsError(problems);
}

/** Everything that is wrong with a declaration by itself. Nothing is said of what is not known yet. */
export function problemsOf(config: ValueMap): readonly Diagnostic[] {
  const { spec } = config;
  const known = spec === null || spec === undefined || isUnknown(spec) ? undefined : (spec as ValueMap);
  return [
    ...nameProblems(config, known),
    ...metadataProblems(config),
    ...["timeout", "deletion_wait"].flatMap((name) => durationProblem(config, name)),
    ...(known ? specProblems(known) : []),
  ];
}

const byPath = new Map(limits.flatMap(([paths, found]) => paths.split(" ").map((path) => [path, found] as const)));

function specProblems(spec: ValueMap): readonly Diagnostic[] {
  const within = Object.entries(specAttributes).flatMap(([name, attribute]) =>
    limitProblems({ limits: byPath, meanings }, attribute, spec[name] ?? null, name, ["spec", name]),
  );
  const ofKey = declaredKey(spec).diagnostics.map((each) => ({ ...each, path: ["spec", ...(each.path ?? [])] }));
  // Rules compare values that are good by themselves.
  return within.length + ofKey.length > 0 ? [...ofKey, ...within] : ruleProblems(spec);
}

const objectName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function nameProblems(config: ValueMap, spec: ValueMap | undefined): readonly Diagnostic[] {
  const { namespace, name } = config;
  const found: Diagnostic[] = [];
  if (typeof namespace === "string" && !(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(namespace) && namespace.length <= 63))
    found.push(refusal(["namespace"], `"${namespace}" is no namespace: ${letters}, at most 63 characters.`));
  if (typeof name !== "string") return found;
  if (!objectName.test(name) || name.length > 253)
    return [...found, refusal(["name"], `"${name}" is no name of Kubernetes: ${letters}; dots may part it.`)];
  const problem = spec && (spec.name ?? null) === null ? nameProblem(name) : undefined;
  if (problem) found.push(refusal(["name"], `It is the key's name too. ${problem} Or give spec.name.`));
  return found;
}

const letters = "lower-case letters, digits and hyphens, with a letter or digit at both ends";
const labelValue = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

function metadataProblems(config: ValueMap): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const attribute of ["labels", "annotations"]) {
    const map = config[attribute];
    if (map === null || map === undefined || isUnknown(map)) continue;
    for (const [key, value] of Object.entries(map as ValueMap)) {
      const path: Path = [attribute, { key }];
      if (!isMetadataKey(key)) found.push(refusal(path, `"${key}" is no key. ${metadataKeyMessage}`));
      if (key === "tokapi.dev/rotate")
        found.push(
          refusal(path, "The operator takes this annotation off again. Use the action tok_cluster_api_key_rotate."),
        );
      if (attribute === "labels" && typeof value === "string" && !labelValue.test(value))
        found.push(
          refusal(path, `"${value}" is no label's value: at most 63 letters, digits, hyphens, underscores and dots.`),
        );
    }
  }
  return found;
}

export function durationProblem(config: ValueMap, name: string): readonly Diagnostic[] {
  const value: Value = config[name] ?? null;
  if (typeof value !== "string" || parseDuration(value) !== undefined) return [];
  return [refusal([name], `"${value}" is no duration; write for example 5m or 90s.`)];
}
