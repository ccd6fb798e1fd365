import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";

const root = join(import.meta.dirname, "../..");
const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => existsSync(join(root, path)));
const lines = (path: string) => readFileSync(join(root, path), "utf8").split("\n").length - 1;
const written = tracked.filter((path) => /\.(ts|mjs|js)$/.test(path) && !/\.gen\.|\/l1\//.test(path));

describe("files", () => {
  it("are short: median near 120 lines, nine in ten within 250, none over 400", () => {
    const sizes = written.map(lines).sort((a, b) => a - b);
    const long = written.filter((path) => lines(path) > 400);
    expect(long).toEqual([]);
    expect(sizes[Math.floor(sizes.length * 0.5)]!).toBeLessThanOrEqual(140);
    expect(sizes[Math.floor(sizes.length * 0.9)]!).toBeLessThanOrEqual(250);
  });

  it("test core three lines for each line of it", () => {
    const count = (folder: string) =>
      written.filter((path) => path.startsWith(folder)).reduce((sum, path) => sum + lines(path), 0);
    expect(count("test/core/") / count("core/")).toBeGreaterThanOrEqual(3);
  });

  it("live in folders that say what they promise", () => {
    const folders = [...new Set(tracked.filter((path) => path.includes("/")).map((path) => path.split("/")[0]!))];
    const silent = folders.filter((folder) => !folder.startsWith(".") && !existsSync(join(root, folder, "README.md")));
    expect(silent).toEqual([]);
  });

  it("name no download address in the lock file", () => {
    expect(readFileSync(join(root, "package-lock.json"), "utf8")).not.toMatch(/"resolved": *"https?:/);
  });
});
