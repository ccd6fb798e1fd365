import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { LEASES, SECRETS } from "../../operator/kube/resource.ts";
import { entryOf } from "../../operator/reconcile/secret-body.ts";
import { TOK_API_KEYS } from "../../operator/resources/addresses.ts";
import { type ApiServer, embeddedServer } from "../support/api-server.ts";
import { CrashWorld, type GatewayKind } from "./crash-world.ts";
import { isRead } from "./effects.ts";
import { isSettled } from "./scenarios.ts";
import type { Boundary } from "./tripwire.ts";

const leaseMs = 3_000;
const retryMs = 1_000;
const timing = {
  TOKAPI_LEADER_ELECTION: "true",
  TOKAPI_LEASE_DURATION: "3s",
  TOKAPI_RENEW_DEADLINE: "2s",
  TOKAPI_RETRY_PERIOD: "1s",
};
const name = "prod-api-server";
/** Worlds at the same time; each has two operators. */
const atOnce = 5;

describe("two operators with one Lease", () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await embeddedServer();
  });
  afterAll(() => server?.stop());

  /** A leader that has made a key, in a world of its own with a Lease of its own. */
  async function withLeader(kind: GatewayKind) {
    const world = await CrashWorld.alone(server, kind);
    const first = start(world, "first");
    await holder(world, "first");
    await world.connected();
    const { gateway, group } = world.console;
    const rotation = { overlap: "1s", retireWhenIdleFor: "0s", disableBeforeDelete: "500ms" };
    await world.make(TOK_API_KEYS, name, { spec: { gatewayRef: { name: gateway }, group, rotation } });
    await world.follow(TOK_API_KEYS, name, "revision 1 is there", (object) => isSettled(object, 1), 60_000);
    return { world, first };
  }

  /** And one who waits. */
  async function withBoth(kind: GatewayKind) {
    const { world, first } = await withLeader(kind);
    const second = start(world, "second");
    await second.logged("the operator runs");
    return { world, first, second };
  }

  const start = (world: CrashWorld, who: string) =>
    world.start({ ...timing, POD_NAME: who, TOKAPI_NAMESPACE: world.namespace });

  async function holder(world: CrashWorld, who: string): Promise<void> {
    await world.follow(
      LEASES,
      "tokapi-operator",
      `${who} leads`,
      (lease) => {
        const { holderIdentity = "" } = (lease?.spec ?? {}) as { holderIdentity?: string };
        return holderIdentity.startsWith(`${who}-`);
      },
      30_000,
    );
  }

  const rotate = (world: CrashWorld, value: string) =>
    world.edit(name, { metadata: { annotations: { "tokapi.dev/rotate": value } } });

  async function rotated(world: CrashWorld, revision: number): Promise<void> {
    const is = (object: Parameters<typeof isSettled>[0]) => isSettled(object, revision);
    await world.follow(TOK_API_KEYS, name, `revision ${revision} is alone`, is, 60_000);
  }

  /** The answers in the middle of a rotation whose receiver would go on to an effect. */
  async function answersBeforeEffects(kind: GatewayKind): Promise<Boundary[]> {
    const { world } = await withLeader(kind);
    await using _ = world;
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
    const { world, first, second } = await withBoth(kind);
    await using _ = world;
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
    await rotated(world, 3);
    const { ledger } = world.console.emulator;
    const secret = await world.find(SECRETS, name);
    const held = secret && entryOf(secret, "apiKey");
    const where = `frozen after ${at.effect} #${at.nth}`;
    return [
      ...done.map((step) => `${where}: ${step} by the leader that was`),
      ...(code === 1 ? [] : [`${where}: it ended with ${code}`]),
      ...(ledger.created().length === 3 ? [] : [`${where}: ${ledger.created().map((key) => key.name)} were made`]),
      ...(ledger.existing().length === 1 && ledger.live()[0]?.text === held ? [] : [`${where}: other keys are alive`]),
    ];
  }

  for (const kind of ["new-api", "sub2api"] as const) {
    it(`${kind}: a leader that is frozen beyond its lease, at any point of a rotation, has no effect when it wakes, and ends`, async () => {
      const points = await answersBeforeEffects(kind);
      process.stderr.write(
        `${kind}: frozen after ${points.map(({ effect, nth }) => `${effect} #${nth}`).join(", ")}\n`,
      );
      expect(points.length).toBeGreaterThan(4);
      const wrong: string[] = [];
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          for (let at = points.shift(); at; at = points.shift()) wrong.push(...(await freezeAt(kind, at)));
        }),
      );
      expect(wrong).toEqual([]);
    }, 240_000);
  }

  it("another takes over within the lease's time when the leader is killed", async () => {
    const { world, first } = await withBoth("new-api");
    await using _ = world;
    await first.kill();
    const began = performance.now();
    await holder(world, "second");
    expect(performance.now() - began).toBeLessThan(leaseMs + retryMs + 1_000);
    await rotate(world, "now");
    await rotated(world, 2);
  }, 90_000);

  it("another takes over within a retry period when the leader ends well", async () => {
    const { world, first } = await withBoth("sub2api");
    await using _ = world;
    const code = await first.stop();
    const began = performance.now();
    await holder(world, "second");
    expect(performance.now() - began).toBeLessThan(retryMs + 1_000);
    expect(code).toBe(0);
    await rotate(world, "now");
    await rotated(world, 2);
  }, 90_000);
});
