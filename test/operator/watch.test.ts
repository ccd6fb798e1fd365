import { afterEach, describe, expect, it } from "@jest/globals";
import { KubeClient } from "../../operator/kube/client.ts";
import { loadCluster } from "../../operator/kube/config.ts";
import { CONFIG_MAPS, type KubeObject } from "../../operator/kube/resource.ts";
import { watchResource } from "../../operator/watch.ts";
import type { ResourceWatch, WatchProblem, WatchResourceOptions } from "../../operator/watch-options.ts";
import { type Script, type ScriptedApi, scriptedApi, thing } from "../support/scripted-api.ts";

/** Short times, so that what takes half a minute in life takes a second here. */
const timing = { minMs: 10, maxMs: 100, timeoutSeconds: 1, graceMs: 100, healthyMs: 300 };

interface Running {
  readonly api: ScriptedApi;
  readonly client: KubeClient;
  readonly watch: ResourceWatch;
  readonly events: string[];
  readonly problems: WatchProblem[];
  /** Settles when so many events have been handled. */
  handled(count: number): Promise<void>;
  /** Settles when a problem of this kind was told. */
  told(why: string): Promise<WatchProblem>;
  stop(): Promise<void>;
}

const running: Running[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});

async function start(script: Script, more: Partial<WatchResourceOptions> = {}): Promise<Running> {
  const api = await scriptedApi(script);
  const client = new KubeClient({ cluster: await loadCluster({ url: api.url }), random: () => 0 });
  const stop = new AbortController();
  const events: string[] = [];
  const problems: WatchProblem[] = [];
  const waiting = new Set<() => void>();
  const tell = () => {
    for (const check of waiting) check();
  };
  const until = <T>(look: () => T | undefined) =>
    new Promise<T>((resolve) => {
      const check = () => {
        const found = look();
        if (found === undefined) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  const watch = watchResource(client, {
    resource: CONFIG_MAPS,
    timing,
    random: () => 0.5,
    ...more,
    signal: stop.signal,
    onEvent: (key, object) => {
      events.push(object ? `${key}@${object.metadata.resourceVersion}` : `${key} gone`);
      tell();
      more.onEvent?.(key, object);
    },
    onProblem: (problem) => {
      problems.push(problem);
      tell();
    },
  });
  const one: Running = {
    api,
    client,
    watch,
    events,
    problems,
    handled: (count) => until(() => (events.length >= count ? count : undefined)).then(() => {}),
    told: (why) => until(() => problems.find((problem) => problem.why === why)),
    stop: async () => {
      stop.abort();
      await watch.done;
      await client.close();
      await api.close();
    },
  };
  running.push(one);
  return one;
}

const versions = (one: Running) =>
  one.api.received.filter(({ kind }) => kind === "watch").map(({ query }) => query.get("resourceVersion"));

describe("a watch", () => {
  it("lists in pages, then follows from the list's version and asks for bookmarks", async () => {
    const one = await start(({ kind, query }, answer) => {
      if (kind === "watch") answer.open().event("ADDED", thing("c", 12));
      else if (query.get("continue") === "more") answer.list("10", [thing("b", 4)]);
      else answer.list("10", [thing("a", 3)], "more");
    });
    await one.handled(3);
    expect(one.events).toEqual(["ns/a@3", "ns/b@4", "ns/c@12"]);
    expect(one.api.received.map(({ query }) => query.get("limit"))).toEqual(["500", "500", null]);
    const { query } = one.api.received[2]!;
    expect([query.get("resourceVersion"), query.get("allowWatchBookmarks"), query.get("timeoutSeconds")]).toEqual([
      "10",
      "true",
      "1",
    ]);
  });

  describe("of very many", () => {
    const many = { many: true };
    const end = { metadata: { resourceVersion: "10", annotations: { "k8s.io/initial-events-end": "true" } } };
    const asked = ({ api }: Running) =>
      api.received.map(({ kind, query }) => (query.has("sendInitialEvents") ? "stream" : kind));

    it("is told everything as a stream, and follows from where that ended", async () => {
      const one = await start(({ query }, answer) => {
        if (query.has("sendInitialEvents")) answer.open().event("ADDED", thing("a", 3)).event("BOOKMARK", end);
        else answer.open().event("ADDED", thing("b", 12));
      }, many);
      await one.handled(2);
      expect(one.events).toEqual(["ns/a@3", "ns/b@12"]);
      expect(asked(one)).toEqual(["stream", "watch"]);
      expect(versions(one)).toEqual([null, "10"]);
    });

    it("lists in pages where the server does not stream", async () => {
      const one = await start(({ kind, query }, answer) => {
        if (query.has("sendInitialEvents")) answer.status(422, "Invalid", "sendInitialEvents is forbidden");
        else if (kind === "list") answer.list("10", [thing("a", 3)]);
        else answer.open();
      }, many);
      await one.watch.synced;
      expect(asked(one).slice(0, 2)).toEqual(["stream", "list"]);
      expect(one.problems).toEqual([]);
    });

    it("is not synced by a stream that breaks before its end", async () => {
      const one = await start(({ kind, query }, answer) => {
        if (query.has("sendInitialEvents")) answer.open().event("ADDED", thing("a", 3)).end();
        else if (kind === "list") answer.list("10", [thing("b", 4)]);
        else answer.open();
      }, many);
      await one.told("network");
      expect(one.watch.stats().synced).toBe(false);
      await one.watch.synced;
      expect([...one.watch.store.keys()]).toEqual(["ns/b"]);
    });
  });

  it("is synced when the first list is in, and not before, whatever fails until then", async () => {
    const one = await start(({ kind, n }, answer) => {
      if (kind === "watch") answer.open();
      else if (n === 1) answer.status(503, "ServiceUnavailable");
      else if (n === 2) answer.reset();
      else answer.list("10", [thing("a", 3)]);
    });
    await one.told("network");
    expect(one.watch.stats().synced).toBe(false);
    await one.watch.synced;
    expect([...one.watch.store.keys()]).toEqual(["ns/a"]);
    expect(one.watch.stats().relists).toEqual({ start: 1, failed: 2 });
  });

  it.each(["as a status", "in the stream"])(
    "lists again when its version is gone (410 %s), and tells what was deleted meanwhile",
    async (way) => {
      const expired = { kind: "Status", code: 410, reason: "Expired", message: "too old resource version: 10 (99)" };
      const one = await start(({ kind, n }, answer) => {
        if (kind === "list")
          answer.list(n === 1 ? "10" : "100", n === 1 ? [thing("a", 3), thing("b", 4)] : [thing("b", 99)]);
        else if (n > 1) answer.open();
        else if (way === "as a status") answer.status(410, "Expired");
        else answer.open().event("ERROR", expired).end();
      });
      await one.handled(4);
      expect(one.events).toEqual(["ns/a@3", "ns/b@4", "ns/b@99", "ns/a gone"]);
      expect(one.watch.stats().relists).toEqual({ start: 1, gone: 1 });
    },
  );

  it("goes on from the last whole line after a reset in the middle of one", async () => {
    const half = JSON.stringify({ type: "ADDED", object: thing("b", 12) });
    const one = await start(({ kind, n }, answer) => {
      if (kind === "list") return answer.list("10", []);
      if (n > 1) return void answer.open().event("ADDED", thing("b", 12));
      answer.open().event("ADDED", thing("a", 11)).write(half.slice(0, 40));
      setTimeout(() => answer.reset(), 20);
    });
    await one.handled(2);
    expect(one.events).toEqual(["ns/a@11", "ns/b@12"]);
    expect(versions(one)).toEqual(["10", "11"]);
    expect(one.watch.stats().relists).toEqual({ start: 1 });
  });

  it("reads characters that two chunks share", async () => {
    const line = Buffer.from(`${JSON.stringify({ type: "ADDED", object: thing("a", 11, { text: "schlüssel🔑" }) })}\n`);
    const inside = line.indexOf(Buffer.from("🔑")) + 2;
    const one = await start(({ kind }, answer) => {
      if (kind === "list") return answer.list("10", []);
      answer.open().write(line.subarray(0, inside));
      setTimeout(() => answer.write(line.subarray(inside)), 20);
    });
    await one.handled(1);
    expect(one.watch.store.get("ns/a")?.data).toEqual({ text: "schlüssel🔑" });
  });

  it("goes on from a bookmark where nothing else came", async () => {
    const one = await start(({ kind, n }, answer) => {
      if (kind === "list") answer.list("10", []);
      else if (n === 1) setTimeout(() => answer.open().bookmark("500").end(), 0);
      else answer.open().event("ADDED", thing("a", 501));
    });
    await one.handled(1);
    expect(versions(one)).toEqual(["10", "500"]);
    expect(one.watch.stats()).toMatchObject({ bookmarks: 1, relists: { start: 1 } });
  });

  it("leaves a connection on which the server has gone silent for ever", async () => {
    const one = await start(({ kind, n }, answer) => {
      if (kind === "list") answer.list("10", []);
      else if (n === 1) answer.open();
      else answer.open().event("ADDED", thing("a", 11));
    });
    await one.handled(1);
    expect(one.watch.stats().reconnects).toEqual({ silent: 1 });
    expect(versions(one)).toEqual(["10", "10"]);
  });

  it("waits as long as a server asks that is too busy", async () => {
    const one = await start(({ kind, n }, answer) => {
      if (kind === "list") answer.list("10", []);
      else if (n === 1) answer.status(429, "TooManyRequests", "later", { "retry-after": "1" });
      else answer.open().event("ADDED", thing("a", 11));
    });
    const began = performance.now();
    const { retryInMs } = await one.told("rate-limited");
    expect(retryInMs).toBeGreaterThanOrEqual(1000);
    await one.handled(1);
    expect(performance.now() - began).toBeGreaterThan(900);
  });

  it("does not hammer a server that ends each stream at once", async () => {
    const one = await start(({ kind }, answer) => (kind === "list" ? answer.list("10", []) : answer.open().end()), {
      timing: { ...timing, minMs: 40, maxMs: 10_000 },
    });
    await one.told("ended-early");
    await new Promise((resolve) => setTimeout(resolve, 600));
    // Waits of 20, 40, 80, 160, 320 ms: four or five streams in this time, where a bare loop makes hundreds.
    expect(versions(one).length).toBeLessThanOrEqual(6);
  });

  it("survives handlers that throw, and counts them", async () => {
    const one = await start(
      ({ kind }, answer) =>
        kind === "list" ? answer.list("10", [thing("a", 3)]) : answer.open().event("MODIFIED", thing("a", 11)),
      {
        onEvent: () => {
          throw new Error("a handler's mistake");
        },
      },
    );
    await one.handled(2);
    expect(one.watch.store.get("ns/a")?.metadata.resourceVersion).toBe("11");
    expect(one.watch.stats().handlerErrors).toBe(2);
  });

  it("lists again after a server came back from an old backup, and believes the list", async () => {
    const one = await start(({ kind, n }, answer) => {
      if (kind === "list")
        answer.list(n === 1 ? "1000" : "200", [thing("a", n === 1 ? 900 : 150), ...(n === 1 ? [thing("b", 950)] : [])]);
      else if (n > 5) answer.open();
      else answer.status(504, "Timeout", "Too large resource version: 1000, current: 200");
    });
    await one.handled(4);
    expect(one.events).toEqual(["ns/a@900", "ns/b@950", "ns/a@150", "ns/b gone"]);
    expect(one.problems.map(({ why }) => why)).toContain("rewound");
  });
});

describe("the store of a watch", () => {
  const silent: Script = ({ kind }, answer) =>
    kind === "list" ? answer.list("10", [thing("a", 3)]) : void answer.open();
  const version = (one: Running) => one.watch.store.get("ns/a")?.metadata.resourceVersion;

  it("takes the answer of an own write at once, tells nobody, and ignores the older events that follow", async () => {
    const one = await start(({ kind }, answer) => {
      if (kind === "list") return answer.list("10", [thing("a", 3)]);
      setTimeout(() => {
        for (const at of [11, 12, 13]) answer.event("MODIFIED", thing("a", at));
      }, 50);
      answer.open();
    });
    await one.watch.synced;
    one.watch.observe(thing("a", 12));
    expect(version(one)).toBe("12");
    await one.handled(2);
    expect(one.events).toEqual(["ns/a@3", "ns/a@13"]);
  });

  it("does not bring back what the watch has already seen change", async () => {
    const one = await start(({ kind }, answer) => {
      if (kind === "list") answer.list("10", [thing("a", 3)]);
      else answer.open().event("DELETED", thing("a", 20)).event("ADDED", thing("b", 21));
    });
    await one.handled(3);
    one.watch.observe(thing("a", 15));
    expect([...one.watch.store.keys()]).toEqual(["ns/b"]);
  });

  it("keeps an object of our own that a list was too early to hold", async () => {
    const one = await start(({ kind, n }, answer) => {
      if (kind === "list") answer.list(n === 1 ? "10" : "30", n === 1 ? [] : [thing("b", 25)]);
      else if (n > 1) answer.open();
      else setTimeout(() => answer.status(410, "Expired"), 50);
    });
    await one.watch.synced;
    one.watch.observe(thing("a", 40));
    await one.handled(1);
    expect([...one.watch.store.keys()].sort()).toEqual(["ns/a", "ns/b"]);
  });

  it("forgets at once what we deleted, and late events do not bring it back", async () => {
    let send: ((type: string, at: number) => void) | undefined;
    const one = await start(({ kind }, answer) => {
      if (kind === "list") return answer.list("10", [thing("a", 3)]);
      answer.open();
      send = (type, at) => void answer.event(type, thing("a", at)).event("ADDED", thing("b", at));
    });
    await one.handled(1);
    one.watch.observeDeleted(one.watch.store.get("ns/a") as KubeObject);
    while (!send) await new Promise((resolve) => setImmediate(resolve));
    send("MODIFIED", 11);
    await one.handled(2);
    expect(one.watch.store.has("ns/a")).toBe(false);
    send("DELETED", 12);
    await one.handled(3);
    send("ADDED", 13);
    await one.handled(5);
    expect(one.events).toEqual(["ns/a@3", "ns/b@11", "ns/b@12", "ns/a@13", "ns/b@13"]);
  });

  it("keeps metadata alone where only that was asked for, and what a transform leaves of it", async () => {
    const one = await start(silent, {
      selector: { metadataOnly: true },
      transform: ({ metadata: { managedFields: _, ...metadata } }) => ({ metadata }),
    });
    await one.watch.synced;
    one.watch.observe({ ...thing("a", 12, { secret: "value" }), extra: 1 });
    expect(one.watch.store.get("ns/a")).toEqual({ metadata: thing("a", 12).metadata });
    expect(one.api.received[0]?.headers.accept).toContain("PartialObjectMetadataList");
  });
});
