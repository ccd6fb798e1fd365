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
/** Worlds at the same time; each has two operators. */
const atOnce = 5;
/** A point at which a leader was lost before anything was tried is gone to so often. */
const tries = 3;

/** An operator has ended by itself before anybody did anything to it: it got no processor for as long as its lease lasts. */
class Starved extends Error {}

/** Waits for something that this operator is needed for. */
function during<Result>(operator: OperatorProcess, wait: Promise<Result>): Promise<Result> {
  const lost = operator.exit.then((code): never => {
    throw new Starved(`it ended with ${code}:\n${operator.tail()}`);
  });
  return Promise.race([wait, lost]);
}

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
    await during(first, holder(world, "first"));
    await during(first, world.connected());
    const { gateway, group } = world.console;
    const rotation = { overlap: "1s", retireWhenIdleFor: "0s", disableBeforeDelete: "500ms" };
    await world.make(TOK_API_KEYS, name, { spec: { gatewayRef: { name: gateway }, group, rotation } });
    await during(first, rotated(world, 1));
    return first;
  }

  /** And one who waits. */
  async function bothOf(world: CrashWorld): Promise<{ first: OperatorProcess; second: OperatorProcess }> {
    const first = await leaderOf(world);
    const second = start(world, "second");
    await during(first, second.logged("the operator runs", patienceMs));
    return { first, second };
  }

  /** Plays in a world of its own; in another one if the machine was too busy for the leases. */
  async function inWorld<Result>(kind: GatewayKind, play: (world: CrashWorld) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      await using world = await CrashWorld.alone(server, kind);
      try {
        return await play(world);
      } catch (error) {
        if (!(error instanceof Starved) || attempt === tries) throw error;
      }
    }
  }

  /** The answers in the middle of a rotation whose receiver would go on to an effect. */
  async function answersBeforeEffects(world: CrashWorld): Promise<Boundary[]> {
    const first = await leaderOf(world);
    world.tripwire.reads = true;
    world.tripwire.arm();
    await rotate(world, "recorded");
    await during(first, rotated(world, 2));
    const steps = world.tripwire.disarm();
    return steps.flatMap((effect, index) => {
      const then = steps[index + 1];
      const nth = steps.slice(0, index + 1).filter((other) => other === effect).length;
      return then === undefined || isRead(then) ? [] : [{ effect, nth, when: "after" } as const];
    });
  }

  /** Answers what the frozen leader did when it woke, and what was wrong then. */
  async function freezeAt(world: CrashWorld, at: Boundary): Promise<readonly string[]> {
    const { first, second } = await bothOf(world);
    const { tripwire } = world;
    tripwire.reads = true;
    tripwire.arm(at, async () => {
      first.freeze();
      return "goes on";
    });
    await rotate(world, "interrupted");
    await during(first, Promise.race([tripwire.hit, rotated(world, 2)]));
    if (!tripwire.reached) return [];
    await during(second, holder(world, "second"));
    await during(second, rotated(world, 2));
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
      const points = await inWorld(kind, answersBeforeEffects);
      const titles = points.map(({ effect, nth }) => `frozen after ${effect} #${nth}`);
      process.stderr.write(`${kind}: ${titles.join(", ")}\n`);
      expect(points.length).toBeGreaterThan(4);
      const wrong: string[] = [];
      const left = points.map((at, index) => async () => {
        const found = await inWorld(kind, (world) => freezeAt(world, at)).catch((error) => [String(error)]);
        wrong.push(...found.map((what) => `${titles[index]}: ${what}`));
      });
      const work = async () => {
        for (let next = left.shift(); next; next = left.shift()) await next();
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      expect(wrong).toEqual([]);
    },
    600_000,
  );

  it("another takes over within the lease's time when the leader is killed", async () => {
    await inWorld("new-api", async (world) => {
      const { first, second } = await bothOf(world);
      await first.kill();
      const began = performance.now();
      await during(second, holder(world, "second"));
      expect(performance.now() - began).toBeLessThan(leaseMs + retryMs + busyMs);
      await rotate(world, "now");
      await during(second, rotated(world, 2));
    });
  }, 600_000);

  it("another takes over at its next try, long before the lease ends, when the leader ends well", async () => {
    await inWorld("sub2api", async (world) => {
      const { first, second } = await bothOf(world);
      const code = await first.stop();
      const began = performance.now();
      await during(second, holder(world, "second"));
      expect(performance.now() - began).toBeLessThan(retryMs + busyMs);
      expect(code).toBe(0);
      await rotate(world, "now");
      await during(second, rotated(world, 2));
    });
  }, 600_000);
});
