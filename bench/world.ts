import { setTimeout as sleep } from "node:timers/promises";
import { TOK_API_KEYS } from "../operator/resources/addresses.ts";
import { type EmulatedGateway, startGateway } from "./emulated.ts";
import type { OperatorChild } from "./operator-child.ts";
import { declareKeys, keySpec } from "./population.ts";
import { ReadyWatch } from "./ready-watch.ts";
import { Rig } from "./rig.ts";

const probeEvery = 100;

/** A cluster whose keys came in one storm, and how the storm went for keys made in the middle of it. */
export interface World {
  readonly rig: Rig;
  readonly namespace: string;
  readonly size: number;
  readonly gateway: EmulatedGateway;
  /** The operator that made the keys; still running. */
  readonly operator: OperatorChild;
  readonly stormSeconds: number;
  /** Of the operator in that storm, in MiB at its peak. */
  readonly stormPeak: number;
  /** Seconds from the creation to Ready, for each key made while others waited. */
  readonly inTheStorm: readonly number[];
}

/** Lets `size` keys be declared at once, and one more every tenth of a second while the operator is busy with them. */
export async function makeWorld(size: number): Promise<World> {
  const rig = await Rig.open();
  const namespace = "storm";
  const gateway = await rig.own(startGateway("new-api"));
  await rig.stage(namespace, gateway);
  const operator = await rig.operator();
  const watch = await ReadyWatch.open(rig.client, namespace);
  const declared = declareKeys(rig, namespace, size);
  const madeAt = new Map<string, number>();
  let over = false;
  const probing = (async () => {
    // The first tenth is no storm yet.
    while (!over && watch.count < size / 10) await sleep(20);
    for (let index = 0; !over && watch.count < size * 0.95; index++) {
      const name = `in-the-storm-${index}`;
      madeAt.set(name, Date.now());
      await rig.client.create(TOK_API_KEYS, { metadata: { name, namespace }, spec: keySpec });
      await sleep(probeEvery);
    }
  })();
  const { began } = await declared;
  const ended = await watch.until(size);
  over = true;
  await probing;
  await watch.until(size + madeAt.size, 60_000);
  const inTheStorm = [...madeAt].map(([name, at]) => (watch.readyAt(name)! - at) / 1000);
  await watch.close();
  return {
    rig,
    namespace,
    size: size + madeAt.size,
    gateway,
    operator,
    stormSeconds: (ended - began) / 1000,
    inTheStorm,
    stormPeak: operator.child.usage().peak,
  };
}
