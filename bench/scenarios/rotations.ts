import { setTimeout as sleep } from "node:timers/promises";
import { Clients } from "../clients.ts";
import { startGateway } from "../emulated.ts";
import { between, isRead, isWrite } from "../operator-child.ts";
import { declareKeys, keySpec } from "../population.ts";
import { ReadyWatch } from "../ready-watch.ts";
import { Rig } from "../rig.ts";
import type { Scenario } from "../scenario.ts";

/** Every key falls due within a few seconds of `every`; the storm is over long before the next. */
const sizes = {
  quick: { count: 200, every: "90s", seconds: 90, callsPerSecond: 100 },
  full: { count: 5_000, every: "900s", seconds: 900, callsPerSecond: 250 },
} as const;
const gentle = { overlap: "5s", retireWhenIdleFor: "0s", disableBeforeDelete: "2s" };

/** Very many rotations due in one minute, while applications use the keys. */
export const rotations: Scenario = {
  name: "rotations",
  about: "very many keys due for rotation at once, while applications use them",
  async run({ full, say }) {
    const { count, every, seconds, callsPerSecond } = sizes[full ? "full" : "quick"];
    await using rig = await Rig.open();
    const namespace = "rotations";
    const gateway = await rig.own(startGateway("new-api"));
    await rig.stage(namespace, gateway);
    const operator = await rig.operator({ TOKAPI_WATCH_NAMESPACE: namespace, TOKAPI_LEADER_ELECTION: "false" });
    const watch = await ReadyWatch.open(rig.client, namespace);
    const { began } = await declareKeys(rig, namespace, count, { ...keySpec, rotation: { every, ...gentle } });
    const filled = await watch.until(count);
    await watch.close();
    say(`  ${count} keys after ${((filled - began) / 1000).toFixed(0)} s`);
    if (filled - began > seconds * 600)
      throw new Error("the machine is too slow: the first keys are due before the last is made");
    const before = await operator.requests("kube");
    const clients = new Clients(rig.client, namespace, gateway.dataURL, callsPerSecond);
    const live = async () =>
      (await gateway.ledger()).keys.filter(({ name, state }) => name.startsWith("bench-key") && state !== "deleted");
    // Rotated once, and the old ones gone.
    const revised = (keys: readonly { name: string }[]) => keys.filter(({ name }) => name.endsWith(".r2")).length;
    let first = 0;
    let last = 0;
    for (const late = Date.now() + 3 * seconds * 1000; Date.now() < late; await sleep(500)) {
      const keys = await live();
      if (first === 0 && revised(keys) > 0) first = Date.now();
      if (last === 0 && revised(keys) === count) last = Date.now();
      if (last > 0 && keys.length === count) break;
    }
    const after = await operator.requests("kube");
    await clients.close();
    const left = (await live()).length - count;
    const each = (test: (labels: string) => boolean) => between(before, after, test) / count;
    const note = `${clients.calls} calls while ${count} keys were rotated within ${((last - first) / 1000).toFixed(0)} s`;
    return [
      { scenario: "rotations/failed", value: clients.failed, unit: "failed calls", target: ["==", 0], note },
      {
        scenario: "rotations/left",
        value: left,
        unit: "old keys alive",
        target: ["==", 0],
        note: "when every one should be gone",
      },
      {
        scenario: "rotations/requests",
        value: each(isWrite) + each(isRead),
        unit: "per rotation",
        target: ["<=", 6],
        note: "API server, events aside",
      },
      {
        scenario: "rotations/time",
        value: (last - first) / 1000,
        unit: "s for all",
        target: ["<=", 60 + (full ? 60 : 0)],
        note: "from the first new key to the last",
      },
    ];
  },
};
