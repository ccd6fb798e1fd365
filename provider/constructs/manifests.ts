import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { IConstruct } from "constructs";
import { ApiKey } from "./api-key.ts";
import { refusal } from "./checks.ts";
import { Environment } from "./environment.ts";
import { labelsOf } from "./key-declaration.ts";
import type { Manifest } from "./manifest.ts";
import { toYaml } from "./yaml.ts";

/** How manifests are written. */
export interface ManifestsProps {
  /**
   * The folder that holds one folder for each environment.
   * @default "k8s"
   */
  readonly directory?: string;
  /**
   * True: gateways, routes and keys are applied in this order by Argo CD, by the annotation `argocd.argoproj.io/sync-wave`.
   * @default false
   */
  readonly argoCdSyncWaves?: boolean;
}

/** The first line of every file that we write; only such files are ever changed or removed. */
const mark = "# Written by tokapi at synth. Change the program, not this file.";
const kustomization = "kustomization.yaml";

/** The manifests of a tree, for a GitOps pipeline to apply. */
export class Manifests {
  readonly #root: IConstruct;
  readonly #props: ManifestsProps;

  /** @param root An App, or any RootConstruct where there is no Terraform at all. Nothing is written yet. */
  constructor(root: IConstruct, props: ManifestsProps = {}) {
    this.#root = root;
    this.#props = props;
  }

  /**
   * Writes `<directory>/<environment>/` for each environment that is `gitOps`: a file for each TokGateway, TokModelRoute and
   * TokApiKey, and a kustomization. The same tree gives the same bytes. Files of ours that are declared no more are removed;
   * a file that is not ours is never changed: where it is in the way, everything is refused. Call it after `app.synth()`.
   *
   * @returns the paths of all files that are ours now. Throws everything that is wrong with the declarations, and then writes
   * nothing.
   */
  write(): string[] {
    const refused = refusal(this.#root);
    if (refused.length > 0) throw new Error(refused.join("\n"));
    const { directory = "k8s", argoCdSyncWaves = false } = this.#props;
    const files = new Map<string, string>();
    for (const [environment, manifests] of manifestsOf(this.#root)) {
      for (const manifest of manifests)
        files.set(join(environment, fileName(manifest)), toYaml(argoCdSyncWaves ? inWave(manifest) : manifest));
      files.set(join(environment, kustomization), toYaml(kustomizationOf(environment, manifests.map(fileName))));
    }
    put(directory, files);
    return [...files.keys()].sort().map((file) => join(directory, file));
  }

  /**
   * The objects of one environment in the order in which they are applied, as plain data; for a chart of cdk8s, say. Throws for
   * an environment that is not `gitOps`: Terraform would apply its keys as well.
   */
  of(environment: Environment): Manifest[] {
    const found = manifestsOf(this.#root).get(environment.name);
    if (found) return [...found];
    throw new Error(`${environment.node.path}: is not gitOps, so Terraform applies its keys; set gitOps: true`);
  }
}

/** What must be there before what. */
const waves = ["TokGateway", "TokModelRoute", "TokApiKey"];

/** By environment; one that has no keys any more is there too, so that its folder is emptied and not forgotten. */
function manifestsOf(root: IConstruct): ReadonlyMap<string, readonly Manifest[]> {
  const found = new Map<string, Map<string, Manifest>>();
  for (const construct of root.node.findAll()) {
    if (construct instanceof Environment && construct._gitOps) found.set(construct.name, new Map());
    if (!ApiKey.isApiKey(construct) || !construct.inGitOps || !construct.secret || !construct.environment) continue;
    const { environment, secret, gateway, routes } = construct;
    const labels = labelsOf(environment);
    const beside = [
      gateway._manifest(secret.namespace, labels),
      ...routes.map((route) => route._manifest(secret.namespace, labels)),
    ];
    for (const manifest of [...beside, construct._manifestWithRefs()])
      if (manifest) found.get(environment.name)?.set(fileName(manifest), manifest);
  }
  const order = (manifest: Manifest) => `${waves.indexOf(manifest.kind)} ${fileName(manifest)}`;
  return new Map(
    [...found].map(([name, files]) => [name, [...files.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1))]),
  );
}

function inWave(manifest: Manifest): Manifest {
  const wave = String(waves.indexOf(manifest.kind) - waves.length + 1);
  const annotations = { ...manifest.metadata.annotations, "argocd.argoproj.io/sync-wave": wave };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}

function fileName({ kind, metadata }: Manifest): string {
  return `${kind.toLowerCase()}.${metadata.namespace}.${metadata.name}.yaml`;
}

/** Never empty, for kustomize refuses a file without any content. */
function kustomizationOf(environment: string, resources: readonly string[]): object {
  return {
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    // Each object bears it already.
    labels: [{ pairs: { "tokapi.dev/environment": environment } }],
    resources,
  };
}

function put(directory: string, files: ReadonlyMap<string, string>): void {
  const foreign = [...files.keys()].filter((file) => {
    const found = lstatSync(join(directory, file), { throwIfNoEntry: false });
    return found && !(found.isFile() && isOurs(join(directory, file)));
  });
  if (foreign.length > 0) {
    throw new Error(
      `These files in ${directory} are not written by tokapi and stand where it would write: ${foreign.join(", ")}. Nothing was written. Move them, or choose another directory.`,
    );
  }
  for (const folder of foldersIn(directory)) removeStale(directory, folder, files);
  for (const [file, text] of files) {
    const path = join(directory, file);
    const whole = `${mark}\n${text}`;
    if (existsSync(path) && readFileSync(path, "utf8") === whole) continue;
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, whole);
  }
}

function removeStale(directory: string, folder: string, files: ReadonlyMap<string, string>): void {
  const path = join(directory, folder);
  const all = readdirSync(path, { withFileTypes: true });
  const stale = all.filter(
    (entry) =>
      entry.isFile() &&
      entry.name.endsWith(".yaml") &&
      !files.has(join(folder, entry.name)) &&
      isOurs(join(path, entry.name)),
  );
  for (const { name } of stale) rmSync(join(path, name));
  if (all.length > 0 && all.length === stale.length) rmdirSync(path);
}

function foldersIn(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

function isOurs(path: string): boolean {
  return readFileSync(path, "utf8").startsWith(`${mark}\n`);
}
