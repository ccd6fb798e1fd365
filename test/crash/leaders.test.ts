import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type KubeObject, LEASES, SECRETS } from "../../operator/kube/resource.ts";
import { entryOf } from "../../operator/reconcile/secret-body.ts";
import { TOK_API_KEYS } from "../../operator/resources/addresses.ts";
import { type ApiServer, embeddedServer } from "../support/api-server.ts";
import { CrashWorld, type GatewayKind, patienceMs } from "./crash-world.ts";
import { isRead } from "./effects.ts";
import type { OperatorProcess } from "./operator-process.ts";
import { isSettled } from "./scenarios.ts";
import type { Boundary } from "./tripwire.ts";

const leaseMs = 5_000;
const retryMs = 1_000;
/** What a busy machine may add to a takeover. */
const busyMs = 3_000;
const timing = {
  TOKAPI_LEADER_ELECTION: "true",
  TOKAPI_LEASE_DURATION: "5s",
  TOKAPI_RENEW_DEADLINE: "4s",
  TOKAPI_RETRY_PERIOD: "1s",
};
const name = "prod-api-server";

describe("two operators with one Lease", () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await embeddedServer();
  });
  afterAll(() => server?.stop());

  const start = (world: CrashWorld, who: string) =>
    world.start({ ...timing, POD_NAME: who, TOKAPI_NAMESPACE: world.namespace });

  async function holder(world: CrashWorld, who: string): Promise<void> {
    const is = (lease: KubeObject | undefined) => {
      const { holderIdentity = "" } = (lease?.spec ?? {}) as { holderIdentity?: string };
      return holderIdentity.startsWith(`${who}-`);
    };
    await world.follow(LEASES, "tokapi-operator", `${who} leads`, is, patienceMs);
  }

  const rotate = (world: CrashWorld, value: string) =>
    world.edit(name, { metadata: { annotations: { "tokapi.dev/rotate": value } } });

  async function rotated(world: CrashWorld, revision: number): Promise<void> {
    const is = (object: KubeObject | undefined) => isSettled(object, revision);
    await world.follow(TOK_API_KEYS, name, `revision ${revision} is alone`, is, patienceMs);
  }

  /** A leader that has made a key, in this world with a Lease of its own. */
  async function leaderOf(world: CrashWorld): Promise<OperatorProcess> {
    const first = start(world, "first");
    await holder(world, "first");
    await world.connected();
    const { gateway, group } = world.console;
    const rotation = { overlap: "1s", retireWhenIdleFor: "0s", disableBeforeDelete: "500ms" };
    await world.make(TOK_API_KEYS, name, { spec: { gatewayRef: { name: gateway }, group, rotation } });
    await rotated(world, 1);
    return first;
  }

  /** And one who waits. */
  async function bothOf(world: CrashWorld): Promise<{ first: OperatorProcess; second: OperatorProcess }> {
    const first = await leaderOf(world);
    const second = start(world, "second");
    await second.logged("the operator runs", patienceMs);
    return { first, second };
  }

  /** The answers in the middle of a rotation whose receiver would go on to an effect. */
  async function answersBeforeEffects(kind: GatewayKind): Promise<Boundary[]> {
    await using world = await CrashWorld.alone(server, kind);
    await leaderOf(world);
    world.tripwire.reads = true;
    world.tripwire.arm();
    await rotate(world, "recorded");
    await rotated(world, 2);
    const steps = world.tripwire.disarm();
    return steps.flatMap((effect, index) => {
      const then = steps[index + 1];
      const nth = steps.slice(0, index + 1).filter((other) => other === effect).length;
      return then === undefined || isRead(then) ? [] : [{ effect, nth, when: "after" } as const];
    });
  }

  /** Answers what the frozen leader did when it woke, and what was wrong then. */
  async function freezeAt(kind: GatewayKind, at: Boundary): Promise<readonly string[]> {
    await using world = await CrashWorld.alone(server, kind);
    const { first, second } = await bothOf(world);
    const { tripwire } = world;
    tripwire.reads = true;
    tripwire.arm(at, async () => {
      first.freeze();
      return "goes on";
    });
    await rotate(world, "interrupted");
    await Promise.race([tripwire.hit, rotated(world, 2)]);
    if (!tripwire.reached) return [];
    await holder(world, "second");
    await rotated(world, 2);
    // From here on whatever is done is done by the one that lost the lease, and there is something to do.
    second.freeze();
    tripwire.arm();
    await rotate(world, "once more");
    first.resume();
    const code = await first.exit;
    const done = tripwire.disarm().filter((step) => !isRead(step));
    second.resume();
    // If it was frozen for too long, it has lost the lease as well, and a cluster would start another one.
    start(world, "third");
    await rotated(world, 3);
    const { ledger } = world.console.emulator;
    const secret = await world.find(SECRETS, name);
    const held = secret && entryOf(secret, "apiKey");
    return [
      ...done.map((step) => `${step} by the leader that was`),
      ...(code === 1 ? [] : [`it ended with ${code}`]),
      ...(ledger.created().length === 3 ? [] : [`${ledger.created().map((key) => key.name)} were made`]),
      ...(ledger.existing().length === 1 && ledger.live()[0]?.text === held ? [] : ["other keys are alive"]),
    ];
  }

  it.each(["new-api", "sub2api"] as const)(
    "%s: a leader that is frozen beyond its lease, at any point of a rotation, has no effect when it wakes, and ends",
    async (kind) => {
      const points = await answersBeforeEffects(kind);
      const titles = points.map(({ effect, nth }) => `frozen after ${effect} #${nth}`);
      process.stderr.write(`${kind}: ${titles.join(", ")}\n`);
      expect(points.length).toBeGreaterThan(4);
      const found = await Promise.allSettled(points.map((at) => freezeAt(kind, at)));
      const wrong = found.flatMap((each, index) =>
        (each.status === "fulfilled" ? each.value : [String(each.reason)]).map((what) => `${titles[index]}: ${what}`),
      );
      expect(wrong).toEqual([]);
    },
    600_000,
  );

  it("another takes over within the lease's time when the leader is killed", async () => {
    await using world = await CrashWorld.alone(server, "new-api");
    const { first } = await bothOf(world);
    await first.kill();
    const began = performance.now();
    await holder(world, "second");
    expect(performance.now() - began).toBeLessThan(leaseMs + retryMs + busyMs);
    await rotate(world, "now");
    await rotated(world, 2);
  }, 600_000);

  it("another takes over at its next try, long before the lease ends, when the leader ends well", async () => {
    await using world = await CrashWorld.alone(server, "sub2api");
    const { first } = await bothOf(world);
    const code = await first.stop();
    const began = performance.now();
    await holder(world, "second");
    expect(performance.now() - began).toBeLessThan(retryMs + busyMs);
    expect(code).toBe(0);
    await rotate(world, "now");
    await rotated(world, 2);
  }, 600_000);
});
