import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { anchors, pages, root, textOf } from "./pages.ts";

/** Links without those in code, which are examples. */
function links(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
}

/** Paths in code that look like files of ours: with a folder of ours in front and an ending. */
function paths(text: string): string[] {
  const folders = "core|gateways|emulator|operator|cli|examples|scripts|bench|test|docs";
  const found = text.matchAll(new RegExp(`\`((?:${folders})/[a-zA-Z0-9_./-]+\\.(?:ts|mjs|md|yaml))\``, "g"));
  return [...found].map(([, path]) => path!);
}

describe("pages", () => {
  it.each(pages)("%s links to what is there", (page) => {
    const broken = links(textOf(page)).filter((link) => {
      if (/^[a-z]+:/.test(link)) return false;
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : normalize(join(dirname(page), path));
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && !anchors(textOf(target)).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it.each(pages)("%s names files that are there", (page) => {
    const missing = paths(textOf(page)).filter(
      (path) => !existsSync(join(root, path)) && !existsSync(join(root, dirname(page), path)),
    );
    expect(missing).toEqual([]);
  });
});
