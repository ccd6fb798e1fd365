import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { median, type Row, round } from "../rows.ts";
import type { Scenario } from "../scenario.ts";
import type { SynthCost } from "../synth-program.ts";

const root = join(import.meta.dirname, "../..");
const sizes = [1_000, 5_000] as const;
const rounds = 5;
const imports = 15;

/** The library of constructs: a synth of many keys, and what it costs to import it. */
export const synth: Scenario = {
  name: "synth",
  about: `the constructs: a synth of ${sizes.join(" and ")} keys, and their import`,
  async run() {
    const costs = { 1000: [] as SynthCost[], 5000: [] as SynthCost[] };
    // By turns, so that both see the same machine.
    for (let turn = 0; turn < rounds; turn++)
      for (const size of sizes) costs[size].push(run<SynthCost>(join(root, "bench/synth-program.ts"), String(size)));
    const times = (size: (typeof sizes)[number]) => costs[size].map(({ ms }) => ms);
    const [small, large] = [median(times(1_000)), median(times(5_000))];
    const peak = Math.max(...costs[5_000].map(({ rssKiB }) => rssKiB)) / 1024;
    const best = (size: (typeof sizes)[number]) => round(Math.min(...times(size)) / 1000);
    return [
      {
        scenario: "synth/1000",
        value: small / 1000,
        unit: "s",
        target: ["<=", 0.6],
        note: `each with a route; declared and synthesized; median of ${rounds}, the best ${best(1_000)}`,
      },
      {
        scenario: "synth/5000-ratio",
        value: large / small,
        unit: "× synth/1000",
        target: ["<=", 5.5],
        note: `${round(large / 1000)} s; median of ${rounds}, the best ${best(5_000)}`,
      },
      { scenario: "synth/memory", value: peak, unit: "MiB RSS at its peak", target: ["<=", 300], note: "5,000 keys" },
      ...importing(),
    ];
  },
};

interface ImportCost {
  readonly ms: number;
  /** The packages of which anything was loaded. */
  readonly packages: readonly string[];
}

function importing(): readonly Row[] {
  const costs = Array.from({ length: imports }, () => ({
    cdktf: imported("cdktf"),
    ours: imported("tokapi/constructs"),
  }));
  const [cdktf, ours] = [median(costs.map(({ cdktf: { ms } }) => ms)), median(costs.map(({ ours: { ms } }) => ms))];
  const more = costs[0]!.ours.packages.filter((name) => !costs[0]!.cdktf.packages.includes(name));
  return [
    {
      scenario: "synth/import",
      value: ours / cdktf,
      unit: "× cdktf",
      target: ["<=", 1.15],
      note: `${round(ours)} ms, cdktf alone ${round(cdktf)} ms; medians of ${imports}`,
    },
    {
      scenario: "synth/packages",
      value: more.length,
      unit: "packages beside those of cdktf",
      target: ["==", 0],
      note: more.join(", "),
    },
  ];
}

function imported(entry: string): ImportCost {
  const script = `
    const began = performance.now();
    require(${JSON.stringify(entry)});
    const ms = performance.now() - began;
    const packages = Object.keys(require.cache).flatMap((path) => /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(path)?.[1] ?? []);
    console.log(JSON.stringify({ ms, packages: [...new Set(packages)] }));`;
  return run<ImportCost>("--input-type=commonjs", "-e", script);
}

function run<Answer>(...args: readonly string[]): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`a part of the benchmark failed:\n${stderr}`);
  return JSON.parse(stdout) as Answer;
}
