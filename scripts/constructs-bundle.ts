// The CDKTF library out of one source in two builds: for cdktf, and for its maintained successor cdktn.
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { transform } from "@swc/core";
import { build, type Plugin } from "esbuild";

const root = join(import.meta.dirname, "..");
const source = join(root, "provider/constructs");
const entry = join(source, "index.ts");

/** The packages that the constructs can stand on; each has a build of its own. */
export const cores = ["cdktf", "cdktn"] as const;
export type Core = (typeof cores)[number];
/** What `l1` is in each build: cdktn has classes for more than cdktf has. */
const bindings: Readonly<Record<Core, string>> = { cdktf: "l1/index.ts", cdktn: "l1/cdktn.ts" };

/**
 * Writes `<directory>/cdktf` and `<directory>/cdktn`: `index.js` with everything of ours in it, and its types. Both are
 * CommonJS, like what they stand on. A file that is as it should be is left alone, so whoever builds again takes nothing from
 * programs that are just importing it. Answers the size of each `index.js` in bytes.
 */
export async function bundleConstructs(directory: string): Promise<Readonly<Record<Core, number>>> {
  const types = await declarations();
  const files = new Map([["package.json", `${JSON.stringify({ type: "commonjs" })}\n`]]);
  const sizes = { cdktf: 0, cdktn: 0 };
  for (const core of cores) {
    for (const [path, text] of types[core]) files.set(join(core, path), standingOn(core, text));
    const code = await program(core);
    files.set(join(core, "index.js"), code);
    sizes[core] = Buffer.byteLength(code);
  }
  await mkdir(directory, { recursive: true });
  for (const [path, text] of files) await replace(join(directory, path), text);
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    // What ends so is being written by another build.
    if (entry.isFile() && !path.endsWith(".new") && !files.has(relative(directory, path)))
      await rm(path, { force: true });
  }
  return sizes;
}

async function program(core: Core): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: "node",
    // cdktf's own promise; the programs of this package need a newer one, a synth does not.
    target: "node20",
    format: "cjs",
    external: ["constructs"],
    plugins: [outside(core), lazily(core)],
    // Names stay as they are: they are in what people print and in the stack traces that they send.
    keepNames: true,
    minifySyntax: true,
    minifyWhitespace: true,
    lineLimit: 160,
    legalComments: "none",
    charset: "utf8",
  });
  return outputFiles[0]!.text;
}

function outside(core: Core): Plugin {
  return {
    name: "core",
    setup: ({ onResolve }) => onResolve({ filter: /^cdkt[fn]$/ }, () => ({ path: core, external: true })),
  };
}

/**
 * Who imports the constructs pays for what declares them; schemas, validations and bindings are loaded by the first construct
 * that needs them. Each import of a module of ours, or of a package that is in the bundle, becomes a call of require where its
 * first use is.
 */
const lazily = (core: Core): Plugin => ({
  name: "lazily",
  setup({ onResolve, onLoad }) {
    // In a namespace of its own, because what lies in an ESM package must be ESM.
    onResolve({ filter: /^[./]/ }, ({ path, resolveDir }) => {
      const file = resolve(resolveDir, path);
      return file.startsWith(`${source}/`) ? { path: file, namespace: "lazily" } : undefined;
    });
    onLoad({ filter: /./, namespace: "lazily" }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const resolveDir = dirname(path);
      // Its exports are seen by those who import CommonJS from ESM.
      if (path === entry) return { contents: text, loader: "ts", resolveDir };
      if (path === join(source, bindings.cdktf)) {
        const names = await readFile(join(source, bindings[core]), "utf8");
        return { contents: gettersOf(names), loader: "js", resolveDir };
      }
      const specifiers = [...text.matchAll(/ from "([^"]+)"/g)].map(([, specifier]) => specifier!);
      const lazy = specifiers.filter((specifier) => ![...cores, "constructs"].includes(specifier));
      const { code } = await transform(text, {
        filename: path,
        jsc: { parser: { syntax: "typescript" }, target: "es2022" },
        module: { type: "commonjs", lazy, importInterop: "none" },
      });
      return { contents: code, loader: "js", resolveDir };
    });
  },
});

/** `export * as name from "./name.ts"` for each line, loaded when it is asked for. */
function gettersOf(text: string): string {
  const getters = text.replaceAll(
    /^export \* as (\w+) from ("[^"]+");$/gm,
    "Object.defineProperty(exports, '$1', { enumerable: true, get: () => require($2) });",
  );
  return `Object.defineProperty(exports, "__esModule", { value: true });\n${getters}`;
}

/** The types of both builds: paths from their folders, and the text of each, as it is for cdktf. */
async function declarations(): Promise<Readonly<Record<Core, ReadonlyMap<string, string>>>> {
  const out = await mkdtemp(join(tmpdir(), "tokapi-types-"));
  try {
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const args = [tsc, "-p", join(source, "tsconfig.json"), "--outDir", out];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`no types can be made of provider/constructs:\n${stdout}`);
    const made = join(out, relative(root, source));
    return { cdktf: await reachable(made, "cdktf"), cdktn: await reachable(made, "cdktn") };
  } finally {
    await rm(out, { recursive: true });
  }
}

/** The types that can be reached from the entry. Throws if they need any that users do not have. */
async function reachable(made: string, core: Core): Promise<ReadonlyMap<string, string>> {
  const types = new Map<string, string>();
  const take = async (path: string): Promise<void> => {
    const declared = path.replace(/\.ts$/, ".d.ts");
    if (types.has(declared)) return;
    const from = path === bindings.cdktf ? bindings[core] : path;
    const text = await readFile(join(made, from.replace(/\.ts$/, ".d.ts")), "utf8");
    const imported = [...text.matchAll(relativeImport)].map(([, , name]) => join(dirname(path), name!));
    const foreign = imported.find((name) => name.startsWith(".."));
    if (foreign) {
      throw new Error(
        `the types of provider/constructs/${path} need ${join("provider/constructs", foreign)}. What is public there must ` +
          "be written in terms of cdktf, constructs and itself: users have nothing else.",
      );
    }
    const inJs = (_: string, before: string, name: string) => `${before}${name.replace(/\.ts$/, ".js")}"`;
    types.set(declared, text.replaceAll(relativeImport, inJs));
    await Promise.all(imported.map(take));
  };
  await take("index.ts");
  return types;
}

const relativeImport = /((?:from |import\()")(\.[^"]*)"/g;

function standingOn(core: Core, text: string): string {
  return text.replaceAll(/((?:from |import\()["'])cdktf(?=["'])/g, `$1${core}`);
}

/** At no moment is a file missing or half written. */
async function replace(path: string, text: string): Promise<void> {
  if ((await readFile(path, "utf8").catch(() => undefined)) === text) return;
  await mkdir(dirname(path), { recursive: true });
  const next = `${path}.${process.pid}.new`;
  await writeFile(next, text);
  await rename(next, path);
}

if (import.meta.main) await bundleConstructs(join(root, "dist/constructs"));
