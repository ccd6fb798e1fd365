import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { controlPlaneAssets } from "../test/tools/control-plane.ts";
import { runFloorLoop } from "./floor-loop.ts";
import { isMet, jsonLine, load, type Row, table } from "./rows.ts";
import type { Bench, Scenario } from "./scenario.ts";
import { newKeys } from "./scenarios/new-keys.ts";
import { scenarios } from "./scenarios.ts";
import { makeWorld, type World } from "./world.ts";

const worldSize = { quick: 2_000, full: 10_000 } as const;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  if (args[0] === "floor-loop") return runFloorLoop(args[1] ?? "");
  const flags = new Set(args.filter((arg) => arg.startsWith("--")));
  const names = args.filter((arg) => !arg.startsWith("--"));
  const unknown = [
    ...[...flags].filter((flag) => flag !== "--full" && flag !== "--json" && flag !== "--profile"),
    ...names.filter((name) => named(name) === undefined),
  ];
  if (unknown.length > 0) {
    process.stderr.write(`bench: there is no ${unknown.join(", ")}.\n\n${usage()}`);
    return 2;
  }
  const full = flags.has("--full");
  const chosen = names.length > 0 ? names.map((name) => named(name)!) : scenarios.filter(({ long }) => full || !long);
  const assets = await controlPlaneAssets();
  if ("missing" in assets) {
    process.stderr.write(`bench: NOTHING IS MEASURED, there is no kube-apiserver to measure on: ${assets.missing}.\n`);
    return 2;
  }
  // Measured is what ships: one bundled file.
  const build = spawnSync(process.execPath, [join(import.meta.dirname, "../scripts/build.ts")], { stdio: [0, 2, 2] });
  if (build.status !== 0) return 2;
  const rows = await runAll(chosen, { full, profile: flags.has("--profile"), json: flags.has("--json") });
  if (!flags.has("--json")) process.stdout.write(`\n${table(rows)}\n`);
  return rows.every(isMet) ? 0 : 1;
}

async function runAll(
  chosen: readonly Scenario[],
  { full, profile, json }: Record<"full" | "profile" | "json", boolean>,
): Promise<readonly Row[]> {
  const say = (text: string) => process.stderr.write(`bench: ${text}\n`);
  let world: Promise<World> | undefined;
  const bench: Bench = {
    full,
    operatorFlags: profile ? ["--cpu-prof", `--cpu-prof-dir=${join(tmpdir(), "tokapi-bench-profiles")}`] : [],
    say,
    world: () => {
      world ??= makeWorld(full ? worldSize.full : worldSize.quick);
      return world;
    },
  };
  const rows: Row[] = [];
  const began = performance.now();
  for (const scenario of chosen) {
    const at = performance.now();
    say(`${scenario.name}: ${scenario.about} (load ${load()})`);
    const found = await scenario.run(bench);
    say(`${scenario.name}: done in ${((performance.now() - at) / 1000).toFixed(0)} s (load ${load()})`);
    rows.push(...found);
    if (json) for (const row of found) process.stdout.write(`${jsonLine(row)}\n`);
  }
  await (await world)?.rig[Symbol.asyncDispose]();
  say(`all done in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  return rows;
}

/** A scenario by its name; `new-N` goes for any N. */
function named(name: string): Scenario | undefined {
  const count = Number(/^new-([1-9]\d{0,4})$/.exec(name)?.[1] ?? 0);
  return scenarios.find((scenario) => scenario.name === name) ?? (count > 0 ? newKeys(count, 1) : undefined);
}

function usage(): string {
  const lines = scenarios.map(({ name, about, long }) => `  ${name.padEnd(12)} ${about}${long ? " (long)" : ""}`);
  return `npm run bench [-- [NAME…] [--full] [--json] [--profile]]\n\n${lines.join("\n")}\n`;
}
