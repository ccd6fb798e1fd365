import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { bundleProgram } from "../../scripts/program-bundle.ts";

test("the bundled program is ASCII throughout: of a single other character V8 makes two bytes for each", async () => {
  const directory = await mkdtemp(join(tmpdir(), "tokapi-bundle-"));
  try {
    await bundleProgram(directory);
    const bytes = await readFile(join(directory, "tokapi.js"));
    expect(bytes.filter((byte) => byte > 127)).toHaveLength(0);
  } finally {
    await rm(directory, { recursive: true });
  }
});
