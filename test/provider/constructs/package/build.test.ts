import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { bundleConstructs } from "../../../../scripts/constructs-bundle.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tokapi-build-"));
});
afterEach(() => rm(directory, { recursive: true }));

it("a second build takes nothing from programs that import the first, and what is no part of it goes", async () => {
  await bundleConstructs(directory);
  const built = join(directory, "cdktf/index.js");
  const [{ ino }, names] = [await stat(built), await readdir(directory, { recursive: true })];
  await writeFile(join(directory, "cdktf/gone.d.ts"), "");
  await bundleConstructs(directory);
  expect((await stat(built)).ino).toBe(ino);
  expect(await readdir(directory, { recursive: true })).toEqual(names);
}, 60_000);
