import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { startKubernetes } from "../../../../emulator/kubernetes/index.ts";
import type { KubeObject } from "../../../../operator/kube/resource.ts";
import { TOK_API_KEYS } from "../../../../operator/resources/addresses.ts";
import { unknown } from "../../../../provider/protocol/value.ts";
import type { Client } from "../../../../provider/resources/client.ts";
import { clusterApiKey } from "../../../../provider/resources/cluster-api-key/resource.ts";
import type { KubeClient } from "../../../../provider/resources/kube/client.ts";
import { type EmbeddedServer, embeddedServer } from "../../../support/api-server.ts";
import { blockFor, clusterClient, realWorld } from "../../../support/cluster-client.ts";
import { ManagedResource } from "../../../support/managed-resource.ts";
import { errorsOf } from "./suite/suite.ts";

const name = "prod-api-server";
const ref = { namespace: "default", name };
const patch = { verb: "patch", resource: "tokapikeys" };
const get = { verb: "get", resource: "tokapikeys" };
const written = (rest: object = {}) => ({
  ...ref,
  wait_for_ready: false,
  spec: { gateway_ref: { name: "tokmodel" } },
  ...rest,
});

let server: EmbeddedServer;
let key: ManagedResource<Client>;
/** What was waited, in all, by a clock that moves by waiting only. */
let waited: number;

beforeAll(async () => {
  server = await embeddedServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  waited = 0;
  const sleep = async (ms: number) => {
    waited += ms;
  };
  const world = { ...realWorld, now: () => waited, sleep };
  key = new ManagedResource<Client>(clusterApiKey, clusterClient(blockFor(server), {}, world));
});
afterEach(async () => {
  server.faults.clear();
  const { items } = await server.admin.list(TOK_API_KEYS);
  await Promise.all(items.map(({ metadata }) => server.admin.delete(TOK_API_KEYS, metadata)));
});

const live = () => server.admin.get(TOK_API_KEYS, ref);
/** The client with one call that goes another way. */
function through(change: (kube: KubeClient) => Partial<KubeClient>): void {
  const { cluster } = key.client;
  const open = async () => {
    const kube = await cluster.open();
    return { ...kube, ...change(kube) };
  };
  key.client = { ...key.client, cluster: { known: true, open } };
}

describe("a lost answer", () => {
  it.each([1, 3])("to a create, %d times in a row, leaves one object, which is ours", async (times) => {
    for (let time = 0; time < times; time++) server.faults.reset(patch, "after");
    await key.apply(written());
    expect(key.state.uid).toBe((await live()).metadata.uid);
  });

  it("to a create, again and again, is made up for by a look", async () => {
    for (let time = 0; time < 5; time++) server.faults.reset(patch, "after");
    await key.apply(written());
    expect(key.state.uid).toBe((await live()).metadata.uid);
  });

  it("to a change is asked for again", async () => {
    await key.apply(written());
    server.faults.reset(patch, "after");
    await key.apply(written({ labels: { team: "a" } }));
    expect((await live()).metadata.labels).toEqual({ team: "a" });
  });

  it("to a deletion ends with the object gone", async () => {
    await key.apply(written());
    server.faults.reset({ verb: "delete" }, "after");
    await key.apply(null);
    expect(key.stored).toBeUndefined();
  });
});

describe("a server in trouble", () => {
  it("that asks to wait is waited for", async () => {
    server.faults.tooManyRequests(patch, 7);
    await key.apply(written());
    expect(waited).toBeGreaterThanOrEqual(7_000);
  });

  it("is asked a few times, and then the state is kept", async () => {
    await key.apply(written());
    for (let time = 0; time < 5; time++) server.faults.error(get, 500);
    const [error] = await errorsOf(key.refresh());
    expect(error?.summary).toBe(`Reading the TokApiKey default/${name} failed`);
    expect(error?.detail).toContain("try again");
    expect(key.stored).toBeDefined();
  });

  it("does not end a wait for readiness while it is away for a moment", async () => {
    let looks = 0;
    through((kube) => ({
      get: async (...given) => {
        looks += 1;
        if (looks === 1) return kube.get(...given);
        if (looks === 2) for (let time = 0; time < 5; time++) server.faults.error(get, 503);
        else await server.admin.patch(TOK_API_KEYS, ref, ready, { type: "merge", subresource: "status" });
        return kube.get(...given);
      },
    }));
    await key.apply(written({ wait_for_ready: true }));
    expect(key.state).toMatchObject({ ready: true, revision: 3 });
  });

  it("that says 404 of something else has not lost the object", async () => {
    await key.apply(written());
    server.faults.error(get, 404);
    await errorsOf(key.refresh());
    expect(key.stored).toBeDefined();
  });
});

const conditions = ["Ready", "Reconciling", "Stalled"].map((type) => ({
  type,
  status: type === "Ready" ? "True" : "False",
  reason: "R",
  message: "m",
  lastTransitionTime: "2026-01-01T00:00:00Z",
}));
const ready = { status: { observedGeneration: 1, revision: 3, conditions } };

describe("somebody else", () => {
  it("who makes the object in the same moment keeps it", async () => {
    const spec = { gatewayRef: { name: "theirs" } };
    through((kube) => ({
      apply: async (kind, at, body, options) => {
        await server.admin.create(TOK_API_KEYS, { metadata: ref, spec } as KubeObject);
        return kube.apply(kind, at, { ...body, spec }, options);
      },
    }));
    const [error] = await errorsOf(key.apply(written()));
    expect(error?.summary).toBe("The TokApiKey exists already");
    expect(error?.detail).toContain("at the same moment");
    expect(key.stored).toBeUndefined();
  });

  it("who deletes it while it is waited for leaves nothing in the state", async () => {
    let looks = 0;
    through((kube) => ({
      get: async (...given) => {
        if (++looks === 3) await server.admin.delete(TOK_API_KEYS, ref);
        return kube.get(...given);
      },
    }));
    const [error] = await errorsOf(key.apply(written({ wait_for_ready: true })));
    expect(error?.summary).toBe("The TokApiKey was deleted");
    expect(key.stored).toBeUndefined();
  });
});

describe("without a cluster", () => {
  beforeEach(() => {
    key.client = { ...key.client, cluster: { known: false, open: () => Promise.reject(new Error("it was called")) } };
  });

  it("a key is planned", async () => {
    const plan = await key.plan(written({ spec: { gateway_ref: { name: unknown } } }));
    expect(plan.planned).toMatchObject({ uid: unknown, secret_name: name });
  });

  it("a state is kept, with a warning, while the way to the cluster is known after apply only", async () => {
    const state = key.config({ ...written(), uid: "u", ready: true });
    key.stored = { state };
    expect(await key.refresh()).toEqual(state);
    expect(key.warnings).toMatchObject([{ summary: "Keys in the cluster were not refreshed" }]);
  });
});

describe("a cluster without the CRD", () => {
  it("is planned for; an apply says how to install it, and a refresh keeps the state", async () => {
    const bare = await startKubernetes();
    try {
      key.client = clusterClient({ host: bare.url, token: bare.token });
      await key.plan(written());
      const errors = [...(await errorsOf(key.apply(written())))];
      key.stored = { state: key.config({ ...written(), uid: "u" }) };
      errors.push(...(await errorsOf(key.refresh())), ...(await errorsOf(key.apply(null))));
      for (const error of errors) expect(error.detail).toContain("tokapi crd | kubectl apply -f -");
      expect(errors).toHaveLength(3);
      expect(key.stored?.state).toMatchObject({ uid: "u" });
    } finally {
      await bare.close();
    }
  });
});
