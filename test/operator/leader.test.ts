import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { KubeClient } from "../../operator/kube/client.ts";
import { loadCluster } from "../../operator/kube/config.ts";
import { LEASES } from "../../operator/kube/resource.ts";
import { elect } from "../../operator/leader.ts";
import { type Leader, type LeaderOptions, LeadershipError } from "../../operator/leader-options.ts";
import { type ControlPlane, startControlPlane } from "../support/control-plane.ts";
import { needing } from "../support/needing.ts";
import { type Script, scriptedApi } from "../support/scripted-api.ts";
import { controlPlaneAssets } from "../tools/control-plane.ts";

// A tenth to a fifth of the times in life: nothing below what a busy machine can keep.
const short = { leaseDurationMs: 3_000, renewDeadlineMs: 2_000, retryPeriodMs: 200 };
const lease = { namespace: "default", name: "tokapi" };

/** A scripted API server that stores one Lease as a real one does, until `broken` says what it does instead. */
async function leaseServer() {
  let stored: { metadata: Record<string, string>; spec: Record<string, unknown> } | undefined;
  let version = 0;
  const state: { broken?: Script } = {};
  const api = await scriptedApi((request, answer) => {
    if (state.broken) return state.broken(request, answer);
    const named = request.path.endsWith("/leases/tokapi");
    if (request.method === "GET") return stored ? answer.json(stored) : answer.status(404, "NotFound");
    const body = JSON.parse(request.body) as NonNullable<typeof stored>;
    if (named ? body.metadata.resourceVersion !== stored?.metadata.resourceVersion : stored) {
      return answer.status(409, named ? "Conflict" : "AlreadyExists");
    }
    version += 1;
    stored = { ...body, metadata: { ...body.metadata, resourceVersion: String(version) } };
    answer.json(stored, named ? 200 : 201);
  });
  const clients: KubeClient[] = [];
  return {
    state,
    spec: () => stored?.spec,
    received: api.received,
    async client() {
      const client = new KubeClient({ cluster: await loadCluster({ url: api.url }) });
      clients.push(client);
      return client;
    },
    async close() {
      await Promise.all(clients.map((client) => client.close()));
      await api.close();
    },
  };
}

const abandon = async (leader: Leader, stop: AbortController) => {
  stop.abort();
  await leader.release();
};

describe("leader election", () => {
  let server: Awaited<ReturnType<typeof leaseServer>>;
  const stops: [Leader, AbortController][] = [];

  async function candidate(identity: string, more: Partial<LeaderOptions> = {}) {
    const stop = new AbortController();
    const lost = Promise.withResolvers<LeadershipError>();
    const options = { client: await server.client(), lease, identity, ...short, onLost: lost.resolve, ...more };
    const leader = elect({ ...options, signal: stop.signal });
    stops.push([leader, stop]);
    return { leader, lost: lost.promise, stop };
  }

  const withServer = (test: () => Promise<void>) => async () => {
    server = await leaseServer();
    try {
      await test();
    } finally {
      for (const [leader, stop] of stops.splice(0)) await abandon(leader, stop);
      await server.close();
    }
  };

  it(
    "makes the lease when there is none, and writes what client-go reads",
    withServer(async () => {
      const { leader } = await candidate("one");
      expect(() => leader.fence()).toThrow("does not hold the Lease default/tokapi");
      await leader.leading;
      leader.fence();
      const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      expect(server.spec()).toEqual({
        holderIdentity: "one",
        leaseDurationSeconds: 3,
        acquireTime: time,
        renewTime: time,
        leaseTransitions: 0,
      });
    }),
  );

  it(
    "keeps a second replica waiting for as long as the first renews",
    withServer(async () => {
      const one = await candidate("one");
      await one.leader.leading;
      const two = await candidate("two");
      await sleep(3_500);
      expect([one.leader.isLeader(), two.leader.isLeader()]).toEqual([true, false]);
      expect(two.leader.stats()).toMatchObject({ holder: "one", leading: false });
    }),
  );

  it(
    "hands over at once when it is released",
    withServer(async () => {
      const one = await candidate("one");
      await one.leader.leading;
      const two = await candidate("two");
      while (two.leader.stats().holder !== "one") await sleep(10);
      const began = performance.now();
      await one.leader.release();
      expect(() => one.leader.fence()).toThrow(LeadershipError);
      await two.leader.leading;
      expect(performance.now() - began).toBeLessThan(1_000);
      expect(server.spec()).toMatchObject({ holderIdentity: "two", leaseTransitions: 1 });
    }),
  );

  it(
    "takes over from a holder that vanished, after the time that its record grants",
    withServer(async () => {
      const one = await candidate("one");
      await one.leader.leading;
      one.stop.abort();
      const two = await candidate("two");
      const began = performance.now();
      await two.leader.leading;
      expect(performance.now() - began).toBeGreaterThan(2_900);
      expect(performance.now() - began).toBeLessThan(4_500);
    }),
  );

  it(
    "is lost, and fenced before, when renewals fail",
    withServer(async () => {
      const { leader, lost } = await candidate("one");
      await leader.leading;
      server.state.broken = (_, answer) => answer.status(503, "ServiceUnavailable");
      const error = await lost;
      expect(error.message).toContain("could not be renewed in time");
      expect(() => leader.fence()).toThrow(LeadershipError);
    }),
  );

  it(
    "is lost within the renewal deadline when the server answers nothing at all",
    withServer(async () => {
      const { leader, lost } = await candidate("one");
      await leader.leading;
      server.state.broken = () => {};
      const began = performance.now();
      await lost;
      expect(performance.now() - began).toBeLessThan(short.leaseDurationMs);
    }),
  );

  it(
    "is lost when somebody else holds the lease",
    withServer(async () => {
      const { leader, lost } = await candidate("one");
      await leader.leading;
      const intruder = await server.client();
      const held = await intruder.get(LEASES, lease);
      await intruder.replace(LEASES, { ...held, spec: { ...(held.spec as object), holderIdentity: "two" } });
      expect((await lost).message).toContain("two has taken it");
    }),
  );

  it(
    "survives a few failures in between",
    withServer(async () => {
      const { leader } = await candidate("one");
      await leader.leading;
      let failures = 0;
      server.state.broken = (_, answer) => {
        failures += 1;
        if (failures === 3) delete server.state.broken;
        answer.reset();
      };
      await sleep(1_500);
      leader.fence();
      expect(leader.stats()).toMatchObject({ leading: true, failedTries: 3 });
    }),
  );

  it.each(["monotonic", "wall"])(
    "closes the fence when the %s clock has passed the lease, whatever timers say",
    async (which) => {
      await withServer(async () => {
        const shift = { monotonic: 0, wall: 0 };
        const { leader } = await candidate("one", {
          retryPeriodMs: 900,
          monotonic: () => performance.now() + shift.monotonic,
          now: () => Date.now() + shift.wall,
        });
        await leader.leading;
        leader.fence();
        // As after SIGSTOP, a suspended machine, or an event loop that stood still: no timer has run yet.
        shift[which as "monotonic" | "wall"] = 2_000;
        expect(() => leader.fence()).toThrow("another replica may lead by now");
      })();
    },
  );

  it("refuses times with which two could lead at once", () => {
    const never = {
      client: undefined as unknown as KubeClient,
      lease,
      identity: "one",
      signal: new AbortController().signal,
    };
    expect(() => elect({ ...never, renewDeadlineMs: 15_000 })).toThrow(RangeError);
  });
});

const controlPlane = needing(await controlPlaneAssets());

controlPlane.describe("leader election on a real kube-apiserver", () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane();
  }, 90_000);
  afterAll(() => plane.stop());

  it("has one leader among three, through a release and a death", async () => {
    const leaders: string[] = [];
    const replicas = new Map<string, { leader: Leader; stop: AbortController; client: KubeClient }>();
    const changed = new EventTarget();
    for (const identity of ["a", "b", "c"]) {
      const cluster = await loadCluster({ url: plane.url, ca: plane.ca, token: plane.adminToken });
      const client = new KubeClient({ cluster, connections: 1 });
      const stop = new AbortController();
      const onStarted = () => {
        leaders.push(identity);
        changed.dispatchEvent(new Event("changed"));
      };
      replicas.set(identity, {
        client,
        stop,
        leader: elect({ client, lease, identity, ...short, onStarted, signal: stop.signal }),
      });
    }
    const leaderNumber = async (count: number) => {
      while (leaders.length < count) await once(changed, "changed");
      return replicas.get(leaders[count - 1]!)!;
    };
    const holding = () => [...replicas.values()].filter(({ leader }) => leader.isLeader()).length;
    const first = await leaderNumber(1);
    expect(holding()).toBe(1);
    await first.leader.release();
    const second = await leaderNumber(2);
    expect(holding()).toBe(1);
    second.stop.abort();
    const third = await leaderNumber(3);
    expect(new Set(leaders).size).toBe(3);
    expect(third.leader.stats().transitions).toBe(2);
    const stored = await third.client.get(LEASES, lease);
    expect(stored.spec).toMatchObject({ holderIdentity: leaders[2], leaseTransitions: 2 });
    for (const { leader, client } of replicas.values()) {
      await leader.release();
      await client.close();
    }
  });
});
