import { spawnSync } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { npmTools } from "../npm-tools.ts";
import type { Assembly } from "./jsii.ts";

const root = join(import.meta.dirname, "../..");
const entry = "provider/constructs/index.ts";

/**
 * What jsii makes of the constructs: everything that other languages could call, with its documentation. Throws with jsii's
 * own messages for what they could not.
 */
export async function assembly(): Promise<Assembly> {
  const tools = await npmTools(join(import.meta.dirname, "jsii"));
  const copy = await mkdtemp(join(tmpdir(), "tokapi-jsii-"));
  try {
    for (const path of await sources()) {
      await mkdir(dirname(join(copy, path)), { recursive: true });
      await copyFile(join(root, path), join(copy, path));
    }
    await writeFile(join(copy, "package.json"), JSON.stringify(await manifest()));
    await writeFile(join(copy, "tsconfig.json"), JSON.stringify(await compilerOptions()));
    await symlink(join(root, "node_modules"), join(copy, "node_modules"), "dir");
    const jsii = join(tools, "node_modules/jsii/bin/jsii");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [jsii, "--tsconfig", "tsconfig.json", "--validate-tsconfig", "off", "--silence-warnings=reserved-word"],
      {
        cwd: copy,
        encoding: "utf8",
        env: { ...process.env, NODE_OPTIONS: "" },
      },
    );
    if (status !== 0) throw new Error(`jsii refuses the constructs:\n${stdout}${stderr}`);
    return JSON.parse(await readFile(join(copy, ".jsii"), "utf8")) as Assembly;
  } finally {
    await rm(copy, { recursive: true });
  }
}

/** Every file that the entry reaches, for its types too. */
async function sources(): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    packages: "external",
    platform: "node",
    format: "cjs",
    logLevel: "silent",
  });
  const found = new Set<string>();
  const take = async (path: string): Promise<void> => {
    if (found.has(path)) return;
    found.add(path);
    const text = await readFile(join(root, path), "utf8");
    for (const [, from] of text.matchAll(relativeImport)) await take(join(dirname(path), from!));
  };
  for (const path of Object.keys(metafile.inputs)) await take(path);
  return [...found];
}

const relativeImport = /(?:from |import\()"(\.[^"]*\.ts)"/g;

/** Our own, but for what jsii is there to write. */
async function compilerOptions(): Promise<object> {
  const { compilerOptions: ours } = JSON.parse(await readFile(join(root, "tsconfig.json"), "utf8")) as {
    readonly compilerOptions: object;
  };
  return {
    compilerOptions: {
      ...ours,
      noEmit: false,
      declaration: true,
      // As in the package: CommonJS, like what the constructs stand on.
      verbatimModuleSyntax: false,
      erasableSyntaxOnly: false,
      allowImportingTsExtensions: false,
      rewriteRelativeImportExtensions: true,
    },
    files: [entry],
  };
}

async function manifest(): Promise<object> {
  const text = await readFile(join(root, "package.json"), "utf8");
  const { name, version, license, description, peerDependencies } = JSON.parse(text) as Record<string, object>;
  const { cdktf, constructs } = peerDependencies as Readonly<Record<string, string>>;
  return {
    name,
    version,
    license,
    description,
    author: { name: "tokapi" },
    repository: { url: "https://example.com/tokapi.git" },
    main: entry.replace(/\.ts$/, ".js"),
    types: entry.replace(/\.ts$/, ".d.ts"),
    peerDependencies: { cdktf, constructs },
    jsii: { targets: {}, versionFormat: "short" },
  };
}
