import { setTimeout as sleep } from "node:timers/promises";
import type { OperatorChild } from "../operator-child.ts";
import { Rig } from "../rig.ts";
import type { Row } from "../rows.ts";
import type { Scenario } from "../scenario.ts";

/** Two replicas: how long nobody leads when the leader is killed, and when it stops as it should. */
export const failover: Scenario = {
  name: "failover",
  about: "the leader is killed, and stopped, beside a second replica",
  async run() {
    await using rig = await Rig.open();
    const rows: Row[] = [];
    for (const [signal, scenario, most] of [
      ["SIGKILL", "failover/kill", 17],
      ["SIGTERM", "failover/stop", 3],
    ] as const) {
      const first = await rig.operator({ POD_NAME: `first-${signal}` });
      await leads(first);
      const second = await rig.operator({ POD_NAME: `second-${signal}` });
      const began = performance.now();
      const stopped = first.stop(signal);
      await leads(second);
      const seconds = (performance.now() - began) / 1000;
      await stopped;
      await second.stop();
      rows.push({
        scenario,
        value: seconds,
        unit: "s",
        target: ["<=", most],
        note: `${signal}, default lease of 15 s`,
      });
    }
    return rows;
  },
};

async function leads(operator: OperatorChild): Promise<void> {
  while (!operator.leads()) await sleep(20);
}
