import { setTimeout as sleep } from "node:timers/promises";
import { Clients } from "../clients.ts";
import { startGateway } from "../emulated.ts";
import { between, isRead, isWrite } from "../operator-child.ts";
import { declareKeys, keySpec } from "../population.ts";
import { ReadyWatch } from "../ready-watch.ts";
import { Rig } from "../rig.ts";
import type { Scenario } from "../scenario.ts";

const sizes = {
  quick: { count: 200, callsPerSecond: 100 },
  full: { count: 5_000, callsPerSecond: 250 },
} as const;
/** The slowest machine on which this still works makes so many new keys a second. */
const slowest = 40;
const gentle = { overlap: "5s", retireWhenIdleFor: "0s", disableBeforeDelete: "2s" };

/** Very many rotations due in one minute, while applications use the keys. */
export const rotations: Scenario = {
  name: "rotations",
  about: "very many keys due for rotation at once, while applications use them",
  async run({ full, say }) {
    const { count, callsPerSecond } = sizes[full ? "full" : "quick"];
    await using rig = await Rig.open();
    const namespace = "rotations";
    const gateway = await rig.own(startGateway("new-api"));
    await rig.stage(namespace, gateway);
    const operator = await rig.operator({ TOKAPI_WATCH_NAMESPACE: namespace, TOKAPI_LEADER_ELECTION: "false" });
    const watch = await ReadyWatch.open(rig.client, namespace);
    // All of them in the same second, once every key has been made.
    const due = Math.ceil((Date.now() + (count / slowest + 15) * 1000) / 60_000) * 60_000;
    const at = new Date(due);
    const schedule = `${at.getUTCMinutes()} ${at.getUTCHours()} * * *`;
    const rotation = { schedule, timeZone: "UTC", ...gentle };
    const { began } = await declareKeys(rig, namespace, count, { ...keySpec, rotation });
    const filled = await watch.until(count);
    await watch.close();
    say(`  ${count} keys after ${((filled - began) / 1000).toFixed(0)} s, due at ${at.toISOString()}`);
    if (filled > due - 5_000) throw new Error("the machine is too slow: the keys are due before the last is made");
    const before = await operator.requests("kube");
    const clients = new Clients(rig.client, namespace, gateway.dataURL, callsPerSecond);
    const live = async () =>
      (await gateway.ledger()).keys.filter(({ name, state }) => name.startsWith("bench-key") && state !== "deleted");
    // Rotated once, and the old ones gone.
    const revised = (keys: readonly { name: string }[]) => keys.filter(({ name }) => name.endsWith(".r2")).length;
    let first = 0;
    let last = 0;
    for (const late = due + (count / 10) * 1000 + 60_000; Date.now() < late; await sleep(500)) {
      const keys = await live();
      if (first === 0 && revised(keys) > 0) first = Date.now();
      if (last === 0 && revised(keys) === count) last = Date.now();
      if (last > 0 && keys.length === count) break;
    }
    const after = await operator.requests("kube");
    const { peak } = operator.child.usage();
    await clients.close();
    const left = (await live()).length - count;
    const each = (test: (labels: string) => boolean) => between(before, after, test) / count;
    const note = `${clients.calls} calls while ${count} keys were rotated within ${((last - first) / 1000).toFixed(0)} s; RSS peak ${Math.round(peak)} MiB`;
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
        note: "from the first new key to the last; all were due in the same second",
      },
    ];
  },
};
