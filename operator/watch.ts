// Keeps a store equal to what the API server holds, for as long as the process lives.
import { setTimeout as sleep } from "node:timers/promises";
import { fullJitter } from "./backoff.ts";
import type { KubeClient } from "./kube/client.ts";
import { KubeError } from "./kube/error.ts";
import type { ObjectList } from "./kube/options.ts";
import type { KubeObject } from "./kube/resource.ts";
import { Store } from "./store.ts";
import type { ResourceWatch, WatchResourceOptions, WatchTiming } from "./watch-options.ts";

/**
 * Where the watch is, and what moves it on:
 * - `list`: reading everything, in pages or as a stream. Done: `watch`. Failed: `wait`, then `list`.
 * - `watch`: following from the newest version seen. Ended in time: `watch` again. Version too old: `list`.
 *   Failed, cut or ended at once: `wait`, then `watch`; after several of these without a single event: `list`,
 *   because a version that the server will never reach (it was restored from a backup) fails in the same way.
 * - `wait`: until the back-off or the server's Retry-After has passed.
 */
type State =
  | { readonly at: "list"; readonly why: string }
  | { readonly at: "watch" }
  | { readonly at: "wait"; readonly ms: number; readonly next: State };

const TIMING: WatchTiming = { minMs: 500, maxMs: 30_000, timeoutSeconds: 30, graceMs: 4_000, healthyMs: 10_000 };
const LIST_DEADLINE_MS = 60_000;
const FRUITLESS = 5;

/** Lists, then watches, for ever. See {@link ResourceWatch}. */
export function watchResource(client: KubeClient, options: WatchResourceOptions): ResourceWatch {
  const { resource, signal, selector = {}, now = () => performance.now(), random = Math.random } = options;
  const timing = { ...TIMING, ...options.timing };
  const counted = { events: 0, bookmarks: 0, handlerErrors: 0 };
  const reconnects: Record<string, number> = {};
  const relists: Record<string, number> = {};
  const at: { event?: number; bookmark?: number; contact?: number } = {};
  const synced = Promise.withResolvers<void>();
  let isSynced = false;
  let state: State = { at: "list", why: "start" };
  let failures = 0;
  let fruitless = 0;

  const store = new Store(shrinker(options), (key, object) => {
    try {
      options.onEvent(key, object);
    } catch (error) {
      counted.handlerErrors += 1;
      problem("handler", error);
    }
  });

  function problem(why: string, error?: unknown, retryInMs?: number): void {
    options.onProblem?.({
      resource: resource.plural,
      why,
      ...(error === undefined ? {} : { error }),
      ...(retryInMs === undefined ? {} : { retryInMs }),
    });
  }

  function wait(next: State, why: string, error?: unknown): State {
    failures += 1;
    const asked = error instanceof KubeError ? error.retryAfterMs : undefined;
    const backoff = fullJitter(timing, failures, random());
    const ms = asked === undefined ? backoff : Math.max(backoff, asked + random() * timing.minMs);
    problem(why, error, ms);
    return { at: "wait", ms, next };
  }

  async function list(why: string): Promise<State> {
    count(relists, why);
    const relist = store.relist();
    let version = "";
    try {
      for await (const page of everything(why)) {
        at.contact = now();
        version = page.resourceVersion;
        relist.page(page.items, version);
      }
    } catch (error) {
      return wait({ at: "list", why: "failed" }, codeOf(error), error);
    }
    if (relist.done(version).rewound) problem("rewound");
    fruitless = 0;
    isSynced = true;
    synced.resolve();
    return { at: "watch" };
  }

  /** A list after the first is compared with what is stored, and for that its version is needed first. */
  async function* everything(why: string): AsyncGenerator<ObjectList> {
    if (options.many && why === "start") {
      try {
        yield* client.streamed(resource, {
          ...selector,
          signal: AbortSignal.any([signal, AbortSignal.timeout(LIST_DEADLINE_MS)]),
        });
        return;
      } catch (error) {
        if (!KubeError.is(error, "invalid")) throw error;
      }
    }
    yield* client.pages(resource, { ...selector, signal, retry: false, deadlineMs: LIST_DEADLINE_MS });
  }

  async function follow(): Promise<State> {
    const timeoutSeconds = Math.max(1, Math.round(timing.timeoutSeconds * (1 - random() / 5)));
    const cut = new AbortController();
    const stop = () => cut.abort();
    signal.addEventListener("abort", stop, { once: true });
    const watchdog = setTimeout(stop, timeoutSeconds * 1000 + timing.graceMs);
    let opened: number | undefined;
    const onOpen = () => {
      opened = at.contact = now();
    };
    let failure: unknown;
    try {
      const how = { ...selector, resourceVersion: store.seen, timeoutSeconds, signal: cut.signal, onOpen };
      for await (const { type, object } of client.watch(resource, how)) {
        at.contact = now();
        fruitless = 0;
        if (type === "BOOKMARK") {
          counted.bookmarks += 1;
          at.bookmark = at.contact;
          store.advance(object.metadata.resourceVersion);
          continue;
        }
        counted.events += 1;
        at.event = at.contact;
        if (type === "DELETED") store.remove(object);
        else store.upsert(object);
      }
    } catch (error) {
      failure = error;
    } finally {
      clearTimeout(watchdog);
      signal.removeEventListener("abort", stop);
    }
    if (signal.aborted) return { at: "watch" };
    const lived = opened === undefined ? 0 : now() - opened;
    const silent = KubeError.is(failure, "aborted");
    const healthy = !silent && lived >= Math.min(timing.healthyMs, timeoutSeconds * 500);
    if (healthy) failures = 0;
    if (failure === undefined && healthy) {
      count(reconnects, "ended");
      at.contact = now();
      return { at: "watch" };
    }
    const why = failure === undefined ? "ended-early" : silent ? "silent" : codeOf(failure);
    count(reconnects, why);
    fruitless += 1;
    const next: State =
      why === "gone"
        ? { at: "list", why }
        : fruitless >= FRUITLESS
          ? { at: "list", why: "fruitless" }
          : { at: "watch" };
    if (why !== "gone" || failures > 0) return wait(next, why, failure);
    // The first time we list at once; a server that says so again and again is not hammered.
    failures += 1;
    problem(why, failure, 0);
    return next;
  }

  async function step(current: State): Promise<State> {
    switch (current.at) {
      case "list":
        return list(current.why);
      case "watch":
        return follow();
      case "wait":
        await sleep(current.ms, undefined, { signal });
        return current.next;
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        state = await step(state);
      } catch (error) {
        // Nothing above should throw. If it does, the world's state is still best learnt from a list.
        if (!signal.aborted) state = wait({ at: "list", why: "bug" }, "bug", error);
      }
    }
  }

  const age = (then: number | undefined) => (then === undefined ? undefined : (now() - then) / 1000);
  return {
    store: store.objects,
    synced: synced.promise,
    observe: (object) => store.observe(object),
    observeDeleted: (object) => store.observeDeleted(object),
    stats: () => ({
      ...counted,
      state: state.at,
      synced: isSynced,
      objects: store.objects.size,
      reconnects: { ...reconnects },
      relists: { ...relists },
      lastEventAgeSeconds: age(at.event),
      lastBookmarkAgeSeconds: age(at.bookmark),
      lastContactAgeSeconds: age(at.contact),
    }),
    done: run(),
  };
}

function shrinker({ selector, transform }: WatchResourceOptions): (object: KubeObject) => KubeObject {
  // Answers of own writes hold the whole object, a Secret's data too; what was not asked for is not kept.
  const base = selector?.metadataOnly
    ? ({ metadata }: KubeObject): KubeObject => ({ metadata })
    : (same: KubeObject) => same;
  return transform ? (object) => transform(base(object)) : base;
}

function codeOf(error: unknown): string {
  return error instanceof KubeError ? error.code : "bug";
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
