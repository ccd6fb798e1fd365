import type { KubeObject } from "../../operator/kube/resource.ts";

/** One key of the demo and the application that uses it. */
export interface Part {
  readonly name: string;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly secret: string;
  /** The entry of the Secret that holds the key. */
  readonly entry: string;
  /** How the application gets the key: from a mounted file, or once when it starts. */
  readonly reads: "file" | "at start";
  /** What it asks for on the data plane. */
  readonly model: string;
}

/**
 * The pace of the demo: everything that takes days takes seconds. The overlap is longer than the two seconds by which a
 * mounted file may be late, by as much again for a machine that does other things.
 */
const rotation = { every: "5s", overlap: "4s", retireWhenIdleFor: "0s", disableBeforeDelete: "1s" };

/** The example keys at a demo's pace, and a few more, so that every way of delivery is there. */
export function cast(examples: readonly KubeObject[]): readonly Part[] {
  const ours = examples.map(({ metadata, spec }) =>
    part(metadata.name, spec as Record<string, unknown>, "gpt-4o-mini", "file"),
  );
  const codex = { gatewayRef: { name: "tokenforme" }, group: "codex" };
  const openai = {
    gatewayRef: { name: "tokmodel" },
    group: "default",
    routes: [{ provider: "openai", models: ["gpt-4o-mini"] }],
  };
  return [
    ...ours,
    part("prod-checkout", { ...openai, quota: { amount: 20 } }, "gpt-4o-mini", "at start"),
    part("staging-search", { ...openai, secret: { previous: true } }, "gpt-4o-mini", "file"),
    part("prod-code-review", { ...codex, quota: { amount: 20 } }, "gpt-5", "file"),
    part("staging-code-review", codex, "gpt-5", "file"),
    part("prod-translation", codex, "gpt-5", "at start"),
  ];
}

function part(name: string, spec: Record<string, unknown>, model: string, reads: Part["reads"]): Part {
  const secret = (spec.secret ?? {}) as { name?: string; keys?: { apiKey?: string } };
  const restart = reads === "at start" ? { rolloutRestart: [{ kind: "Deployment", name }] } : {};
  return {
    name,
    spec: { ...spec, rotation, ...restart },
    secret: secret.name ?? name,
    entry: secret.keys?.apiKey ?? "apiKey",
    reads,
    model,
  };
}
