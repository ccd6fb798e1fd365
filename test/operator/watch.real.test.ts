import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import { KubeClient } from "../../operator/kube/client.ts";
import { loadCluster } from "../../operator/kube/config.ts";
import { CONFIG_MAPS, NAMESPACES, SECRETS } from "../../operator/kube/resource.ts";
import { watchResource } from "../../operator/watch.ts";
import type { WatchResourceOptions } from "../../operator/watch-options.ts";
import { type ControlPlane, startControlPlane } from "../support/control-plane.ts";
import { needing } from "../support/needing.ts";
import { controlPlaneAssets } from "../tools/control-plane.ts";

const controlPlane = needing(await controlPlaneAssets());

controlPlane.describe("a watch of a real kube-apiserver", () => {
  let plane: ControlPlane;
  let client: KubeClient;
  let namespace: string;

  beforeAll(async () => {
    plane = await startControlPlane();
    client = new KubeClient({ cluster: await loadCluster({ url: plane.url, ca: plane.ca, token: plane.adminToken }) });
    namespace = `t-${randomBytes(4).toString("hex")}`;
    await client.create(NAMESPACES, { metadata: { name: namespace } });
  }, 90_000);
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });
  afterAll(async () => {
    await client.close();
    await plane.stop();
  });

  /** A watch, what it told, and a promise for its telling of something. */
  function follow(through: KubeClient, more: Partial<WatchResourceOptions> = {}) {
    const stop = new AbortController();
    const told: string[] = [];
    let wake = Promise.withResolvers<void>();
    const watch = watchResource(through, {
      resource: CONFIG_MAPS,
      selector: { namespace },
      ...more,
      signal: stop.signal,
      onEvent: (key, object) => {
        told.push(`${object ? "has" : "lost"} ${key.slice(key.indexOf("/") + 1)}`);
        wake.resolve();
        wake = Promise.withResolvers<void>();
      },
    });
    const until = async (text: string) => {
      while (!told.includes(text)) await wake.promise;
    };
    ends.push(async () => {
      stop.abort();
      await watch.done;
    });
    return { watch, told, until };
  }

  it("tells of creations, changes and deletions, and nothing of our own writes once we have said so", async () => {
    const { watch, told, until } = follow(client);
    await watch.synced;
    const metadata = { name: "ours", namespace };
    watch.observe(await client.create(CONFIG_MAPS, { metadata, data: { a: "1" } }));
    watch.observe(await client.patch(CONFIG_MAPS, metadata, { data: { a: "2" } }, { type: "merge" }));
    expect(watch.store.get(`${namespace}/ours`)).toMatchObject({ data: { a: "2" } });
    // The watch may have been faster than the answers; from here on it tells nothing of them.
    const before = told.length;
    await client.create(CONFIG_MAPS, { metadata: { name: "theirs", namespace } });
    await until("has theirs");
    await client.delete(CONFIG_MAPS, metadata);
    await until("lost ours");
    expect(told.slice(before)).toEqual(["has theirs", "lost ours"]);
  });

  it("holds no data of Secrets that it watches by metadata, and only those with the label", async () => {
    const selector = { namespace, metadataOnly: true, labelSelector: "tokapi.dev/managed=yes" };
    const { watch, told, until } = follow(client, { resource: SECRETS, selector });
    await watch.synced;
    const stringData = { key: "sk-never-in-memory" };
    await client.create(SECRETS, { metadata: { name: "foreign", namespace }, stringData });
    const labels = { "tokapi.dev/managed": "yes" };
    await client.create(SECRETS, { metadata: { name: "managed", namespace, labels }, stringData });
    await until("has managed");
    // Losing the label is being gone, for us.
    const ref = { namespace, name: "managed" };
    expect(Object.keys(watch.store.get(`${namespace}/managed`) ?? {})).toEqual(["metadata"]);
    await client.patch(SECRETS, ref, { metadata: { labels: { "tokapi.dev/managed": null } } }, { type: "merge" });
    await until("lost managed");
    expect(told).toEqual(["has managed", "lost managed"]);
  });

  it("misses nothing while its connection is cut again and again, and lists only once", async () => {
    const sockets = new Set<Socket>();
    const proxy = createServer((socket) => {
      const target = connect(Number(new URL(plane.url).port), "127.0.0.1");
      for (const each of [socket, target]) each.on("error", () => {}).on("close", () => sockets.delete(each));
      sockets.add(socket).add(target);
      socket.pipe(target).pipe(socket);
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const url = `https://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const cluster = await loadCluster({ url, ca: plane.ca, token: plane.adminToken });
    const shaky = new KubeClient({ cluster });
    ends.push(async () => {
      await shaky.close();
      await new Promise((resolve) => proxy.close(resolve));
    });
    const { watch, told, until } = follow(shaky, { timing: { minMs: 20, maxMs: 100 } });
    await watch.synced;
    for (let round = 0; round < 10; round++) {
      const metadata = { name: `round-${round}`, namespace };
      await client.create(CONFIG_MAPS, { metadata });
      for (const socket of sockets) socket.resetAndDestroy();
      await client.delete(CONFIG_MAPS, metadata);
      await until(`lost round-${round}`);
    }
    expect(told.filter((text) => text.startsWith("has round"))).toHaveLength(10);
    expect(watch.stats().relists).toEqual({ start: 1 });
  });
});
