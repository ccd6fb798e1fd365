import { execFile } from "node:child_process";
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "@jest/globals";

const run = promisify(execFile);

it("the first command installs everything and runs, under the command line of CDKTF too, which is in production", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tokapi-clone-"));
  try {
    // A clone whose one tool is the pinned Node; it lies in the clone, so no registry is asked.
    for (const path of ["scripts", "tools/node/bin"]) await mkdir(join(folder, path), { recursive: true });
    await copyFile(join(import.meta.dirname, "../../scripts/run.mjs"), join(folder, "scripts/run.mjs"));
    const tool = join(folder, "tools/node/bin/node");
    await writeFile(tool, `#!/bin/sh\nexec "${process.execPath}" "$@"\n`);
    await chmod(tool, 0o755);
    const json = (path: string, value: object) => writeFile(join(folder, path), JSON.stringify(value));
    const devDependencies = { node: "file:tools/node" };
    await json("tools/node/package.json", { name: "node", version: "24.0.0" });
    await json("package.json", { name: "clone", version: "1.0.0", private: true, devDependencies });
    await json("package-lock.json", {
      name: "clone",
      version: "1.0.0",
      lockfileVersion: 3,
      packages: {
        "": { name: "clone", version: "1.0.0", devDependencies },
        "node_modules/node": { resolved: "tools/node", link: true },
        "tools/node": { version: "24.0.0", dev: true },
      },
    });
    await writeFile(join(folder, "scripts/generate.ts"), 'console.log("it ran");\n');
    const env = { PATH: process.env.PATH, HOME: folder, NODE_ENV: "production" };
    const { stdout } = await run(process.execPath, [join(folder, "scripts/run.mjs"), "generate"], { env });
    expect(stdout).toBe("it ran\n");
  } finally {
    await rm(folder, { recursive: true });
  }
}, 30_000);
