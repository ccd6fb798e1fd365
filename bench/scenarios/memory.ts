import { setTimeout as sleep } from "node:timers/promises";
import { SECRETS } from "../../operator/kube/resource.ts";
import type { Scenario } from "../scenario.ts";

const foreign = { quick: 5_000, full: 90_000 } as const;
const watchedFor = 20_000;

/** The operator starts beside very many Secrets that are none of its own. */
export const memory: Scenario = {
  name: "memory",
  about: "memory beside very many keys and far more foreign Secrets",
  async run(bench) {
    const { rig, size, operator: old } = await bench.world();
    await old.stop();
    const count = bench.full ? foreign.full : foreign.quick;
    await rig.namespace("foreign");
    const data = { token: Buffer.alloc(512, "x").toString("base64") };
    let next = 0;
    const worker = async () => {
      while (next < count) {
        const name = `foreign-${next++}`;
        await rig.client.create(SECRETS, { metadata: { name, namespace: "foreign" }, data });
      }
    };
    await Promise.all(Array.from({ length: 24 }, worker));
    const operator = await rig.operator();
    while (!operator.leads()) await sleep(20);
    await sleep(watchedFor / 2);
    const half = operator.child.usage().rss;
    await sleep(watchedFor / 2);
    const { rss, peak } = operator.child.usage();
    const scraped = await operator.metrics().then(() => operator.child.usage().peak);
    await operator.stop();
    const note = `${size} keys, ${count} foreign Secrets; at rest ${Math.round(half)}, then ${Math.round(rss)}; after a scrape ${Math.round(scraped)}`;
    return [{ scenario: "memory", value: peak, unit: "MiB RSS at its peak", target: ["<=", 200], note }];
  },
};
