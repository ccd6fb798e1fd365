import { startGateway } from "../emulated.ts";
import { between, isRead, isWrite } from "../operator-child.ts";
import { declareKeys, type Floor, floor, sampleBodies } from "../population.ts";
import { ReadyWatch } from "../ready-watch.ts";
import { Rig } from "../rig.ts";
import { median, type Row, round } from "../rows.ts";
import type { Scenario } from "../scenario.ts";

interface Run {
  readonly seconds: number;
  /** Gateway creates, and API-server requests, for each key. */
  readonly creates: number;
  readonly writes: number;
  readonly reads: number;
  readonly events: number;
  readonly cpuMs: number;
  readonly rss: number;
  readonly kinds: string;
}

/** `count` keys declared at once, against the bare loop's time for the same calls; medians of `runs`. */
export function newKeys(count: number, runs: number): Scenario {
  const name = `new-${count}`;
  return {
    name,
    about: `${count} new keys against the bare loop`,
    async run({ say, operatorFlags }) {
      await using rig = await Rig.open();
      const sample = await sampleBodies(rig);
      const floors: Floor[] = [];
      const found: Run[] = [];
      for (let run = 0; run < runs; run++) {
        floors.push(await floor(rig, `floor-${run}`, count, sample));
        found.push(await oneRun(rig, `keys-${run}`, count, operatorFlags));
        const { seconds, cpuMs, kinds } = found.at(-1)!;
        say(
          `  ${round(seconds)} s, floor ${round(floors.at(-1)!.seconds)} s; ${round(cpuMs)} ms CPU a key, floor ${round(floors.at(-1)!.cpuMs)}; ${kinds}`,
        );
      }
      return rowsOf(name, count, floors, found);
    },
  };
}

async function oneRun(rig: Rig, namespace: string, count: number, flags: readonly string[]): Promise<Run> {
  const gateway = await startGateway("new-api");
  await rig.stage(namespace, gateway);
  const operator = await rig.operator({ TOKAPI_WATCH_NAMESPACE: namespace }, flags);
  const watch = await ReadyWatch.open(rig.client, namespace);
  // The gateway is connected before the keys come: its first calls are not the keys'.
  while (!/^tokapi_gateway_ready\{.*\} 1$/m.test(await operator.metrics()))
    await new Promise((go) => setTimeout(go, 50));
  const before = await operator.requests("kube");
  const cpuBefore = operator.child.usage().cpuMs;
  const { began } = await declareKeys(rig, namespace, count);
  const seconds = ((await watch.until(count)) - began) / 1000;
  await watch.close();
  const { cpuMs, peak } = operator.child.usage();
  const after = await operator.requests("kube");
  const ledger = await gateway.ledger();
  await operator.stop();
  await gateway.stop();
  const made = ledger.keys.filter(({ name }) => name.startsWith("bench-key-"));
  const kinds = [...after]
    .map(([labels, total]) => [labels, (total - (before.get(labels) ?? 0)) / count] as const)
    .filter(([, each]) => each >= 0.01)
    .map(([labels, each]) => `${labels.replace(/\w+="([^"]*)"/g, "$1").replaceAll(",", " ")} ${round(each)}`);
  return {
    seconds,
    creates: made.length / count,
    writes: between(before, after, isWrite) / count,
    reads: between(before, after, isRead) / count,
    events: between(before, after, (labels) => labels.includes('resource="events"')) / count,
    cpuMs: (cpuMs - cpuBefore) / count,
    rss: peak,
    kinds: kinds.join(", "),
  };
}

function rowsOf(name: string, count: number, floors: readonly Floor[], runs: readonly Run[]): Row[] {
  const of = (field: Exclude<keyof Run, "kinds">) => median(runs.map((run) => run[field]));
  const most = (field: "creates" | "writes" | "reads") => Math.max(...runs.map((run) => run[field]));
  const ratio = median(runs.map(({ seconds }, index) => seconds / floors[index]!.seconds));
  const rate = `${round(of("seconds"))} s, ${Math.round(count / of("seconds"))} keys/s; floor ${round(median(floors.map((each) => each.seconds)))} s`;
  return [
    { scenario: name, value: ratio, unit: "× the floor", target: ["<=", count > 1_000 ? 1.6 : 1.4], note: rate },
    {
      scenario: `${name}/creates`,
      value: most("creates"),
      unit: "per key",
      target: ["==", 1],
      note: "by the gateway's ledger",
    },
    {
      scenario: `${name}/requests`,
      value: most("writes"),
      unit: "writes per key",
      target: ["<=", 4],
      note: `API server, events aside (${round(of("events"))} of those)`,
    },
    {
      scenario: `${name}/reads`,
      value: most("reads"),
      unit: "reads per key",
      target: ["<=", 0.01],
      note: "API server; the gateway's own account is read now and then",
    },
    {
      scenario: `${name}/cpu`,
      value: of("cpuMs"),
      unit: "ms per key",
      note: `the operator alone; the bare loop ${round(median(floors.map((each) => each.cpuMs)))}; RSS peak ${Math.round(of("rss"))} MiB`,
    },
  ];
}
