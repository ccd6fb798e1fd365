import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { TOK_API_KEYS } from "../../operator/resources/addresses.ts";
import { startGateway } from "../emulated.ts";
import { type FaultyProxy, startFaultyProxy } from "../faulty-proxy.ts";
import { keySpec } from "../population.ts";
import { ReadyWatch } from "../ready-watch.ts";
import { Rig } from "../rig.ts";
import { quantile, type Row, round } from "../rows.ts";
import type { Scenario } from "../scenario.ts";

const rounds = { quick: 3, full: 8 } as const;
/** In each round so many keys, so far apart; the fault comes in the middle of them. */
const keys = 20;
const apart = 50;
/** From one fault to the next. A watch that lives for ten seconds is a good one. */
const restMs = 11_000;
const namespace = "watched";

/** The watches of the operator break, while keys are declared: how long until each is Ready. */
export const watchFaults: Scenario = {
  name: "watch",
  about: "keys that are declared while the operator's watches break",
  async run({ full, say }) {
    await using rig = await Rig.open();
    const { url, ca } = rig.plane;
    const proxy = await startFaultyProxy({ url, ca });
    await using _ = { [Symbol.asyncDispose]: () => proxy.close() };
    const gateway = await rig.own(startGateway("new-api"));
    await rig.stage(namespace, gateway);
    const KUBECONFIG = join(rig.directory, "kubeconfig-of-proxy");
    const direct = await readFile(join(rig.directory, "kubeconfig"), "utf8");
    await writeFile(KUBECONFIG, direct.replaceAll(url, proxy.url), { mode: 0o600 });
    const operator = await rig.operator({ KUBECONFIG });
    while (!operator.leads()) await sleep(20);
    const watch = await ReadyWatch.open(rig.client, namespace);
    const declare = new Declaring(rig, watch);
    const count = rounds[full ? "full" : "quick"];
    await declare.during("warm", () => undefined);
    const rows: Row[] = [];
    for (const fault of ["none", "reset", "expire"] as const) {
      const seconds: number[] = [];
      for (let turn = 0; turn < count; turn++) {
        seconds.push(...(await declare.during(`${fault}-${turn}`, fault === "none" ? () => undefined : proxy[fault])));
        if (fault !== "none") await sleep(restMs);
      }
      rows.push(row(fault, seconds));
      say(`  ${fault}: p99 ${round(quantile(seconds, 0.99))} s`);
    }
    rows.push(await halfOpen(proxy, declare));
    await watch.close();
    return rows;
  },
};

function row(fault: "none" | "reset" | "expire", seconds: readonly number[]): Row {
  const about = {
    none: "nothing breaks",
    reset: "every watch is reset",
    expire: "every watch is told that its version is too old",
  };
  const note = `p99 of ${seconds.length} keys, p50 ${round(quantile(seconds, 0.5))} s; ${about[fault]}`;
  const p99 = { scenario: `watch/${fault}`, value: quantile(seconds, 0.99), unit: "s to Ready", note };
  return fault === "none" ? p99 : { ...p99, target: ["<=", 1] };
}

/** One key a second while nothing is heard on any watch, until one has been seen. */
async function halfOpen(proxy: FaultyProxy, declare: Declaring): Promise<Row> {
  proxy.freeze();
  const seconds = await declare.every(1_000, 36, "half-open");
  const note = `the longest of ${seconds.length} keys, one a second; nothing is heard on any watch, and nothing ends it`;
  return { scenario: "watch/half-open", value: Math.max(...seconds), unit: "s to Ready", target: ["<=", 35], note };
}

/** Declares keys and sees when they are Ready. */
class Declaring {
  readonly #rig: Rig;
  readonly #watch: ReadyWatch;
  #declared = 0;

  constructor(rig: Rig, watch: ReadyWatch) {
    this.#rig = rig;
    this.#watch = watch;
  }

  async during(prefix: string, fault: () => void): Promise<readonly number[]> {
    setTimeout(fault, (keys / 2) * apart);
    return this.every(apart, keys, prefix);
  }

  /** Seconds from the declaration of each to Ready. */
  async every(ms: number, count: number, prefix: string): Promise<readonly number[]> {
    const madeAt = new Map<string, number>();
    for (let index = 0; index < count; index++) {
      const name = `while-${prefix}-${index}`;
      madeAt.set(name, Date.now());
      await Promise.all([
        this.#rig.client.create(TOK_API_KEYS, { metadata: { name, namespace }, spec: keySpec }),
        sleep(ms),
      ]);
    }
    this.#declared += count;
    await this.#watch.until(this.#declared, 120_000);
    return [...madeAt].map(([name, at]) => (this.#watch.readyAt(name)! - at) / 1000);
  }
}
