import { expect, it } from "@jest/globals";
import { DEPLOYMENTS, type KubeObject, SECRETS } from "../../../operator/kube/resource.ts";
import { entryOf } from "../../../operator/reconcile/secret-body.ts";
import { TOK_API_KEYS } from "../../../operator/resources/addresses.ts";
import { conditionOf } from "../../support/operator-world.ts";
import { brisk, gateways, inWorld, type Suite } from "./suite.ts";

const name = "prod-api-server";

/** What the Secret holds, and whose it is. */
export const delivery: Suite = (server) => {
  it.concurrent(
    "delivery: value, address, revision and id come in one write, with the data keys, template and labels declared",
    inWorld(server, async (world) => {
      const secret = {
        name: "openai-env",
        keys: { apiKey: "OPENAI_API_KEY", baseURL: "GATEWAY" },
        template: {
          type: "example.com/env",
          labels: { app: "api" },
          annotations: { "example.com/note": "by hand" },
          data: { OPENAI_BASE_URL: `\${baseURL}/v1`, "config.ini": `key=\${apiKey} rev=\${revision}` },
        },
      };
      await world.declare(name, world.tokModel, { secret });
      const status = await world.ready(name);
      const found = await world.get("openai-env", SECRETS);
      const [key] = world.tokModel.emulator.ledger.created();
      const { dataURL } = world.tokModel.emulator;
      expect(found).toMatchObject({
        type: "example.com/env",
        metadata: {
          labels: { app: "api", "tokapi.dev/secret": "delivered" },
          annotations: {
            "example.com/note": "by hand",
            "tokapi.dev/revision": "1",
            "tokapi.dev/key-id": key?.id,
          },
          ownerReferences: [{ kind: "TokApiKey", name, controller: true }],
        },
      });
      expect(Object.keys(found.data as object).sort()).toEqual([
        "GATEWAY",
        "OPENAI_API_KEY",
        "OPENAI_BASE_URL",
        "config.ini",
      ]);
      expect(entryOf(found, "OPENAI_API_KEY")).toBe(key?.text);
      expect(entryOf(found, "OPENAI_BASE_URL")).toBe(`${dataURL}/v1`);
      expect(entryOf(found, "config.ini")).toBe(`key=${key?.text} rev=1`);
      expect(status.secretName).toBe("openai-env");
      const writes = world.wire.requests.filter(({ verb, resource }) => resource === "secrets" && verb !== "watch");
      expect(writes.filter(({ verb }) => verb === "create" || verb === "patch")).toHaveLength(1);
    }),
  );

  it.concurrent(
    "delivery: an edited template rewrites the Secret with the same key, and takes away what is no longer in it",
    inWorld(server, async (world) => {
      await world.declare(name, world.tokModel, { secret: { template: { data: { OLD: `\${baseURL}/old` } } } });
      await world.ready(name);
      await world.edit(name, { spec: { secret: { template: { data: { OLD: null, NEW: `\${baseURL}/new` } } } } });
      const is = (secret: KubeObject | undefined) =>
        Object.keys((secret?.data ?? {}) as object)
          .sort()
          .join() === "NEW,apiKey,baseURL";
      await world.follow(SECRETS, name, "it holds the new entry and not the old", is);
      expect((await world.ready(name)).revision).toBe(1);
    }),
  );

  for (const { title, at } of gateways) {
    it.concurrent(
      `delivery: ${title}: the previous key stands beside the current one while it works, and no longer`,
      inWorld(server, async (world) => {
        await world.declare(name, at(world), { rotation: { ...brisk, overlap: "2s" }, secret: { previous: true } });
        await world.ready(name, 1);
        const first = await world.secret(name);
        expect(await world.secret(name, "previousApiKey")).toBeUndefined();
        await world.annotate(name, { "tokapi.dev/rotate": "now" });
        await world.ready(name, 2);
        expect(await world.secret(name, "previousApiKey")).toBe(first);
        await world.until(name, "the old key is gone", ({ keys }) => keys?.length === 1);
        expect(await world.secret(name, "previousApiKey")).toBeUndefined();
        expect(await world.secret(name)).toBe(at(world).emulator.ledger.live()[0]?.text);
      }),
    );
  }

  it.concurrent(
    "delivery: with creationPolicy Owner the Secret goes with its resource, with Orphan it stays and the next one takes it over",
    inWorld(server, async (world) => {
      await world.declare("owned-api", world.tokModel);
      await world.declare(name, world.tokModel, { secret: { creationPolicy: "Orphan" } });
      await Promise.all([world.ready("owned-api"), world.ready(name)]);
      await Promise.all([world.remove("owned-api"), world.remove(name)]);
      await Promise.all([world.gone("owned-api"), world.gone(name), world.gone("owned-api", SECRETS)]);
      const orphan = await world.get(name, SECRETS);
      expect(orphan.metadata.ownerReferences ?? []).toEqual([]);
      await world.declare(name, world.tokModel);
      await world.ready(name);
      expect((await world.get(name, SECRETS)).metadata.uid).toBe(orphan.metadata.uid);
      expect(await world.secret(name)).toBe(world.tokModel.emulator.ledger.live()[0]?.text);
    }),
  );

  it.concurrent(
    "delivery: with creationPolicy Merge only our entries are written into a Secret of somebody else",
    inWorld(server, async (world) => {
      await world.make(SECRETS, "shared", { stringData: { other: "theirs" } });
      await world.declare(name, world.tokModel, {
        secret: { name: "shared", creationPolicy: "Merge" },
        rotation: brisk,
      });
      await world.ready(name);
      await world.annotate(name, { "tokapi.dev/rotate": "now" });
      await world.ready(name, 2);
      expect(await world.secret("shared", "other")).toBe("theirs");
      expect(await world.secret("shared")).toBe(world.tokModel.emulator.ledger.created()[1]?.text);
      await world.remove(name);
      await world.gone(name);
      const left = await world.get("shared", SECRETS);
      expect(left.metadata.ownerReferences ?? []).toEqual([]);
      expect(entryOf(left, "other")).toBe("theirs");
    }),
  );

  it.concurrent(
    "delivery: with creationPolicy Merge a Secret that does not exist is waited for, not made",
    inWorld(server, async (world) => {
      await world.declare(name, world.tokModel, { secret: { name: "shared", creationPolicy: "Merge" } });
      const status = await world.reason(name, "Ready", "SecretConflict");
      expect(conditionOf(status, "Ready")?.message).toMatch(/shared.*does not exist/);
      expect(await world.secret("shared")).toBeUndefined();
    }),
  );

  it.concurrent(
    "delivery: two resources cannot deliver to one Secret; the second is told and nothing is issued for it",
    inWorld(server, async (world) => {
      await world.declare(name, world.tokModel, { secret: { name: "shared" } });
      await world.ready(name);
      await world.declare("second-api", world.tokModel, { secret: { name: "shared" } });
      const status = await world.reason("second-api", "Stalled", "SecretConflict");
      expect(conditionOf(status, "Ready")?.message).toContain(`TokApiKey ${name}`);
      expect(world.tokModel.emulator.ledger.created()).toHaveLength(1);
      await world.remove(name);
      await world.ready("second-api");
      expect(await world.secret("shared")).toBe(world.tokModel.emulator.ledger.live()[0]?.text);
    }),
  );

  it.concurrent(
    "delivery: a Secret of somebody else is not touched; once it is gone the key is delivered",
    inWorld(server, async (world) => {
      const theirs = await world.make(SECRETS, name, { stringData: { apiKey: "theirs" } });
      await world.declare(name, world.tokModel);
      const status = await world.reason(name, "Stalled", "SecretConflict");
      expect(conditionOf(status, "Ready")?.message).toMatch(/not touched.*spec\.secret\.name/);
      expect((await world.get(name, SECRETS)).metadata.resourceVersion).toBe(theirs.metadata.resourceVersion);
      await world.edit(name, { spec: { secret: { name: "another" } } });
      await world.ready(name);
      expect(world.tokModel.emulator.ledger.live().map(({ text }) => text)).toEqual([await world.secret("another")]);
      expect(await world.secret(name)).toBe("theirs");
    }),
  );

  it.concurrent(
    "delivery: a Secret that was deleted is written back with the same key",
    inWorld(server, async (world) => {
      for (const gateway of [world.tokModel, world.tokenForMe]) {
        const key = `${gateway.gateway}-api`;
        await world.declare(key, gateway);
        await world.ready(key);
        const before = await world.get(key, SECRETS);
        await world.remove(key, SECRETS);
        const back = await world.follow(
          SECRETS,
          key,
          "it is back",
          (s) => s !== undefined && s.metadata.uid !== before.metadata.uid,
        );
        expect(entryOf(back!, "apiKey")).toBe(entryOf(before, "apiKey"));
        expect(gateway.emulator.ledger.created()).toHaveLength(1);
      }
    }),
  );

  it.concurrent(
    "delivery: a Secret that somebody edited is put right, without reading a value",
    inWorld(server, async (world) => {
      await world.declare(name, world.tokModel);
      await world.ready(name);
      const text = await world.secret(name);
      await world.edit(name, { stringData: { apiKey: "edited", extra: "theirs" } }, SECRETS);
      await world.follow(SECRETS, name, "it is put right", (s) => s !== undefined && entryOf(s, "apiKey") === text);
      expect(await world.secret(name, "extra")).toBe("theirs");
      const reads = world.wire.requests.filter(
        ({ verb, resource, name: read }) => verb === "get" && resource === "secrets" && read === name,
      );
      expect(reads).toEqual([]);
    }),
  );

  it.concurrent(
    "delivery: after a renamed spec.secret.name the new Secret holds the key and the old one is gone, unless it is to stay",
    inWorld(server, async (world) => {
      await world.declare(name, world.tokModel);
      await world.declare("orphan-api", world.tokModel, { secret: { creationPolicy: "Orphan" } });
      await Promise.all([world.ready(name), world.ready("orphan-api")]);
      const text = await world.secret(name);
      await world.edit(name, { spec: { secret: { name: "moved" } } });
      await world.edit("orphan-api", { spec: { secret: { name: "moved-orphan" } } });
      await world.gone(name, SECRETS);
      expect(await world.secret("moved")).toBe(text);
      await world.until(
        "orphan-api",
        "the Secret has moved",
        (s, object) => s.secretName === "moved-orphan" && s.observedGeneration === object.metadata.generation,
      );
      expect(await world.secret("orphan-api")).toBe(await world.secret("moved-orphan"));
      expect(world.tokModel.emulator.ledger.created()).toHaveLength(2);
    }),
  );

  it.concurrent(
    "delivery: rolloutRestart restarts the workload, and the old key lives until it runs with the new one",
    inWorld(server, async (world) => {
      await world.make(DEPLOYMENTS, "api", { spec: deployment(1) });
      const rolloutRestart = [
        { kind: "Deployment", name: "api" },
        { kind: "StatefulSet", name: "not-there" },
      ];
      await world.declare(name, world.tokModel, { rotation: brisk, rolloutRestart });
      await world.ready(name, 1);
      const old = (await world.secret(name))!;
      const mark = (object: KubeObject | undefined) =>
        (object?.spec as ReturnType<typeof deployment>)?.template.metadata.annotations?.["tokapi.dev/restarted-for"];
      expect(mark(await world.get("api", DEPLOYMENTS))).toBeUndefined();
      await world.annotate(name, { "tokapi.dev/rotate": "now" });
      await world.follow(
        DEPLOYMENTS,
        "api",
        "it is restarted for revision 2",
        (object) => mark(object)?.endsWith(".r2") === true,
      );
      // The clock of this test: another key's whole rotation takes longer than the overlap.
      await world.declare("clock-api-server", world.tokModel, { rotation: { ...brisk, every: "2s" } });
      await world.until("clock-api-server", "it has rotated", ({ keys }) => (keys?.[0]?.revision ?? 0) >= 2);
      expect(world.tokModel.emulator.ledger.byText(old)?.state).toBe("live");
      const scaled = await world.edit("api", { spec: { replicas: 0 } }, DEPLOYMENTS);
      if (!server().runsWorkloads) {
        const done = { observedGeneration: scaled.metadata.generation, replicas: 0, updatedReplicas: 0 };
        const ref = { namespace: world.namespace, name: "api" };
        await world.client.patch(DEPLOYMENTS, ref, { status: done }, { type: "merge", subresource: "status" });
      }
      await world.until(name, "the old key is gone", ({ keys }) => keys?.length === 1);
      await world.events(name, "RolledOut");
    }),
  );

  it.concurrent(
    "delivery: the type of a Secret that would mint cluster tokens is refused by the API server",
    inWorld(server, async (world) => {
      const secret = { template: { type: "kubernetes.io/service-account-token" } };
      await expect(world.declare(name, world.tokModel, { secret })).rejects.toThrow(/mint credentials/);
      const { items } = await world.client.list(TOK_API_KEYS, { namespace: world.namespace });
      expect(items).toEqual([]);
    }),
  );
};

function deployment(replicas: number) {
  const labels = { app: "api" };
  const annotations: Record<string, string> = {};
  const containers = [{ name: "api", image: "example.test/api:1" }];
  return {
    replicas,
    selector: { matchLabels: labels },
    template: { metadata: { labels, annotations }, spec: { containers } },
  };
}
