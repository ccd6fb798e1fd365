import { type Diagnostic, DiagnosticsError, type Path } from "../../protocol/diagnostics.ts";
import type { Call, PlanRequest, PlanResponse } from "../../protocol/provider.ts";
import { isWhollyKnown, unknown, type Value, type ValueMap } from "../../protocol/value.ts";
import { refusal } from "../declared-key.ts";
import { equal } from "../equal.ts";
import { inside } from "./inside.ts";
import { readNotes, secretName } from "./state.ts";

/** What the cluster decides after every change. */
const decided = ["generation", "ready", "revision", "next_rotation_at"];

/** What apply would make of an object. Nobody is asked: a plan needs no cluster. */
export async function plan(request: PlanRequest, call: Call): Promise<PlanResponse> {
  const { config, prior, proposed } = request;
  if (!config || !proposed) {
    reportRetained(prior!, call);
    return { planned: null, private: request.private, identity: request.identity };
  }
  if (!prior) return { planned: { ...proposed, ...unknowns(["uid", ...decided]), secret_name: secretName(proposed) } };
  const requiresReplace = replacing(prior, config);
  if (requiresReplace.length === 0) {
    const problems = changeProblems(prior, config);
    if (problems.length > 0) throw new DiagnosticsError(problems);
  }
  const changed = ["labels", "annotations", "spec"].some((name) => !equal(prior[name], config[name]));
  const waitsAgain = readNotes(request.private).unfinished === true && config.wait_for_ready !== false;
  return {
    planned: {
      ...proposed,
      ...(changed || waitsAgain ? unknowns(decided) : {}),
      secret_name: secretName(proposed),
    },
    requiresReplace,
    private: request.private,
    identity: request.identity,
  };
}

function unknowns(names: readonly string[]): ValueMap {
  return Object.fromEntries(names.map((name) => [name, unknown]));
}

/**
 * Another name and another gateway make another key. One that is not known yet does not: it will seldom be another one, and
 * a key is not revoked for a guess. If it is, the apply fails and the next plan replaces the key.
 */
function replacing(prior: ValueMap, config: ValueMap): readonly Path[] {
  const gateway = ({ spec }: ValueMap) => ({
    name: inside(spec, "gateway_ref", "name"),
    kind: inside(spec, "gateway_ref", "kind") ?? "TokGateway",
  });
  const places = (object: ValueMap): readonly (readonly [path: Path, value: Value])[] => [
    [["namespace"], object.namespace ?? null],
    [["name"], object.name ?? null],
    ...Object.entries(gateway(object)).map(([name, value]) => [["spec", "gateway_ref", name], value] as const),
  ];
  const before = places(prior);
  return places(config).flatMap(([path, value], index) =>
    isWhollyKnown(value) && !equal(before[index]![1], value) ? [path] : [],
  );
}

/** What the CRD allows for a new object only. */
function changeProblems(prior: ValueMap, config: ValueMap): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const adopt = inside(config.spec, "adopt");
  if (adopt !== null && !equal(inside(prior.spec, "adopt"), adopt) && isWhollyKnown(adopt))
    found.push(
      refusal(
        ["spec", "adopt"],
        "It is looked at once, when the resource is new, and cannot be added or changed; declare another resource for another key.",
      ),
    );
  const secret = (object: ValueMap) => [
    inside(object.spec, "secret", "name"),
    inside(object.spec, "secret", "template", "type") ?? "Opaque",
  ];
  const [[name, type], [newName, newType]] = [secret(prior), secret(config)] as [Value[], Value[]];
  if (equal(name, newName) && !equal(type, newType) && isWhollyKnown(newType ?? null))
    found.push(
      refusal(
        ["spec", "secret", "template", "type"],
        "The type of a Secret cannot be changed; give another secret.name together with the new type.",
      ),
    );
  return found;
}

function reportRetained(prior: ValueMap, call: Call): void {
  if (inside(prior.spec, "deletion_policy") !== "Retain") return;
  call.report({
    severity: "warning",
    summary: "Keys will be left at the gateway",
    detail: `spec.deletion_policy is "Retain": the keys of ${String(prior.namespace)}/${String(prior.name)} go on working after they are gone from here. An event in the namespace lists them.`,
  });
}
