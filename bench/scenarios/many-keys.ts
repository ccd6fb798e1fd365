import { setTimeout as sleep } from "node:timers/promises";
import { between, isWrite } from "../operator-child.ts";
import { quantile } from "../rows.ts";
import type { Scenario } from "../scenario.ts";

/** A key made in the middle of a storm. */
export const storm: Scenario = {
  name: "storm",
  about: "a key that is made while very many others wait",
  async run(bench) {
    const { size, inTheStorm, stormSeconds, stormPeak, gateway } = await bench.world();
    const made = (await gateway.ledger()).keys.filter(({ name }) => /^(bench-key|in-the-storm)-/.test(name)).length;
    const note = `${inTheStorm.length} keys, in a storm of ${size} at ${Math.round(size / stormSeconds)} keys/s`;
    return [
      { scenario: "storm/p50", value: quantile(inTheStorm, 0.5), unit: "s to Ready", target: ["<=", 0.3], note },
      { scenario: "storm/p99", value: quantile(inTheStorm, 0.99), unit: "s to Ready", target: ["<=", 2], note },
      {
        scenario: "storm/creates",
        value: made / size,
        unit: "per key",
        target: ["==", 1],
        note: "by the gateway's ledger",
      },
      { scenario: "storm/memory", value: stormPeak, unit: "MiB RSS at its peak", target: ["<=", 200], note },
    ];
  },
};

/** The operator starts again in a cluster full of keys. */
export const restart: Scenario = {
  name: "restart",
  about: "the operator starts again beside very many keys",
  async run(bench) {
    const { rig, size, operator: old, gateway } = await bench.world();
    await old.stop();
    const keysBefore = (await gateway.ledger()).keys.length;
    const operator = await rig.operator();
    while (!operator.leads()) await sleep(20);
    // Long enough for every key to have been looked at.
    await sleep(10_000);
    const kube = await operator.requests("kube");
    const remote = await operator.requests("gateway");
    const { peak } = operator.child.usage();
    const count = (counts: typeof kube, pattern: RegExp) =>
      between(new Map(), counts, (labels) => pattern.test(labels));
    const writes = between(new Map(), kube, isWrite);
    const made = (await gateway.ledger()).keys.length - keysBefore;
    const note = `${size} keys; RSS peak ${Math.round(peak)} MiB`;
    await operator.stop();
    return [
      { scenario: "restart/synced", value: operator.syncedMs / 1000, unit: "s", target: ["<=", 3], note },
      { scenario: "restart/writes", value: writes, unit: "writes", target: ["==", 0], note: "TokApiKeys and Secrets" },
      {
        scenario: "restart/gateway",
        value: made + count(remote, /operation="(create|update|enable|disable|revoke)"/),
        unit: "gateway writes",
        target: ["==", 0],
      },
      { scenario: "restart/pages", value: count(kube, /verb="list"/), unit: "LIST pages", target: ["<=", 60] },
    ];
  },
};

const restSeconds = 30;

/** Nothing happens. */
export const steady: Scenario = {
  name: "steady",
  about: `${restSeconds} s in which nothing happens beside very many keys`,
  async run(bench) {
    const { rig, size } = await bench.world();
    const operator = await rig.operator();
    await sleep(10_000);
    const [kube, cpu] = [await operator.requests("kube"), operator.child.usage().cpuMs];
    await sleep(restSeconds * 1000);
    const after = operator.child.usage();
    const requests = between(kube, await operator.requests("kube"));
    await operator.stop();
    const note = `${size} keys; watches and the lease included; RSS ${Math.round(after.rss)} MiB`;
    return [
      { scenario: "steady/requests", value: requests / restSeconds, unit: "requests/s", target: ["<=", 1], note },
      { scenario: "steady/cpu", value: (after.cpuMs - cpu) / restSeconds, unit: "mCPU", target: ["<=", 20], note },
    ];
  },
};
