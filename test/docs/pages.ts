import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..");

/** Every Markdown file of the repository, as paths from its root. */
export const pages: readonly string[] = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.md"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => path !== "" && existsSync(join(root, path)));

export function textOf(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** The contents of fenced blocks in one of the given languages. */
export function blocks(text: string, ...languages: readonly string[]): string[] {
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, language]) => languages.includes(language!))
    .map(([, , content]) => content!);
}

/** The anchors that a page offers, in the spelling of code hosts: `## What a key can be told` is `what-a-key-can-be-told`. */
export function anchors(text: string): ReadonlySet<string> {
  const titles = [...text.replace(/^```[\s\S]*?^```$/gm, "").matchAll(/^#{1,6} (.+)$/gm)].map(([, title]) => title!);
  return new Set(
    titles.map((title) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}
