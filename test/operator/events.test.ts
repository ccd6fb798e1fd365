import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type EmbeddedKubernetes, startKubernetes } from "../../emulator/kubernetes/index.ts";
import { KubeClient } from "../../operator/kube/client.ts";
import { loadCluster } from "../../operator/kube/config.ts";
import { EVENTS } from "../../operator/kube/resource.ts";
import { readKeyResource } from "../../operator/reconcile/key-resource.ts";
import { EventRecorder } from "../../operator/telemetry/events.ts";
import { createLog } from "../../operator/telemetry/log.ts";

describe("events", () => {
  let server: EmbeddedKubernetes;
  let client: KubeClient;
  beforeAll(async () => {
    server = await startKubernetes();
    client = new KubeClient({ cluster: await loadCluster({ url: server.url, token: server.token }) });
  });
  afterAll(async () => {
    await client.close();
    await server.close();
  });

  const metadata = { name: "prod-api-server", namespace: "default", uid: "1", resourceVersion: "1" };
  const key = { apiVersion: "tokapi.dev/v1alpha1", kind: "TokApiKey", metadata, spec: { gatewayRef: { name: "g" } } };
  const resource = readKeyResource(key, () => "marker", 0)!;

  it.each(["before", "after"] as const)(
    "one whose connection broke %s its effect is told exactly once",
    async (when) => {
      const recorder = new EventRecorder(client, createLog("silent"), "test");
      server.faults.reset({ verb: "create", resource: "events" }, when);
      recorder.announce(resource, "Normal", `Reset-${when}`, "said");
      await recorder.flush(5_000);
      expect(recorder.dropped).toBe(0);
      const { items } = await client.list(EVENTS, { namespace: "default" });
      expect(items.filter(({ reason }) => reason === `Reset-${when}`)).toHaveLength(1);
    },
  );

  it("one that the server refuses is counted and dropped", async () => {
    const recorder = new EventRecorder(client, createLog("silent"), "test");
    server.faults.error({ verb: "create", resource: "events" }, 403);
    recorder.announce(resource, "Normal", "Refused", "said");
    await recorder.flush(5_000);
    expect(recorder.dropped).toBe(1);
  });
});
