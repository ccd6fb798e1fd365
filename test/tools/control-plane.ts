// The programs of a real control plane, for tests: found, or built once.
import { builtModule, type GoModule, holds } from "./go-module.ts";

/** Where the programs are, or one sentence that says why there are none. */
export type ControlPlaneAssets =
  | { readonly directory: string; readonly source: "KUBEBUILDER_ASSETS" | "built" }
  | { readonly missing: string };

const NEEDED = ["etcd", "kube-apiserver"];
const KUBERNETES = "k8s.io/kubernetes";
const MODULE: GoModule = {
  name: "control-plane",
  what: (version) => `etcd, kube-apiserver ${version(KUBERNETES)} and kube-controller-manager (about four minutes)`,
  programs: NEEDED,
  // Without the version a kube-apiserver calls itself v0.0.0-master, and clients that look at it misbehave.
  ldflags: (version) => `-X k8s.io/component-base/version.gitVersion=${version(KUBERNETES)}`,
  // Go names a program after the last part of its import path that is no version: go.etcd.io/etcd/server/v3.
  renamed: { server: "etcd" },
};
let found: Promise<ControlPlaneAssets> | undefined;

/**
 * The directory with `etcd`, `kube-apiserver` and (when built here) `kube-controller-manager`: that of
 * `KUBEBUILDER_ASSETS`, the convention of controller authors, or the one of {@link builtModule}.
 * Never throws: what a machine lacks is in `missing`.
 */
export function controlPlaneAssets(): Promise<ControlPlaneAssets> {
  found ??= find();
  return found;
}

async function find(): Promise<ControlPlaneAssets> {
  const given = process.env.KUBEBUILDER_ASSETS;
  if (given) {
    if (await holds(given, NEEDED)) return { directory: given, source: "KUBEBUILDER_ASSETS" };
    return missing(`KUBEBUILDER_ASSETS is ${given}, which does not hold ${NEEDED.join(" and ")}`);
  }
  const built = await builtModule(MODULE);
  if ("directory" in built) return { directory: built.directory, source: "built" };
  return missing(`${built.missing}; install Go, or set KUBEBUILDER_ASSETS to a directory with the programs`);
}

function missing(why: string): ControlPlaneAssets {
  return { missing: `NOT TESTED on a real control plane: ${why}.` };
}
