import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { KubeClient } from "../../operator/kube/client.ts";
import { loadCluster } from "../../operator/kube/config.ts";
import { KubeError } from "../../operator/kube/error.ts";
import type { WatchEvent } from "../../operator/kube/options.ts";
import { CONFIG_MAPS, NAMESPACES, SECRETS, SERVICE_ACCOUNTS } from "../../operator/kube/resource.ts";
import { type ControlPlane, startControlPlane } from "../support/control-plane.ts";
import { needing } from "../support/needing.ts";
import { controlPlaneAssets } from "../tools/control-plane.ts";

const controlPlane = needing(await controlPlaneAssets());

controlPlane.describe("the Kubernetes client on a real kube-apiserver", () => {
  let plane: ControlPlane;
  let client: KubeClient;
  let directory: string;
  let namespace: string;

  beforeAll(async () => {
    plane = await startControlPlane();
    directory = await mkdtemp(join(tmpdir(), "tokapi-kubeconfig-"));
    const kubeconfig = join(directory, "config");
    await writeFile(kubeconfig, plane.kubeconfig());
    client = new KubeClient({ cluster: await loadCluster({ kubeconfig }) });
    namespace = `t-${randomBytes(4).toString("hex")}`;
    await client.create(NAMESPACES, { metadata: { name: namespace } });
  }, 90_000);
  afterAll(async () => {
    await client.close();
    await plane.stop();
    await rm(directory, { recursive: true });
  });

  const failing = async (call: Promise<unknown>): Promise<KubeError> => {
    const error = await call.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof KubeError)) throw new Error(`expected a KubeError, got ${String(error)}`);
    return error;
  };
  const map = (name: string, data: Record<string, string> = {}) => ({ metadata: { name, namespace }, data });

  it("creates, reads, replaces and deletes an object", async () => {
    const created = await client.create(CONFIG_MAPS, map("plain", { a: "1" }));
    expect(created).toMatchObject({ kind: "ConfigMap", metadata: { name: "plain", namespace } });
    const replaced = await client.replace(CONFIG_MAPS, { ...created, data: { a: "2" } });
    expect(await client.get(CONFIG_MAPS, { namespace, name: "plain" })).toEqual(replaced);
    await client.delete(CONFIG_MAPS, { namespace, name: "plain" });
    expect((await failing(client.get(CONFIG_MAPS, { namespace, name: "plain" }))).code).toBe("not-found");
  });

  it("tells an object that exists from one that changed, and from one that can never be stored", async () => {
    const first = await client.create(CONFIG_MAPS, map("taken"));
    expect((await failing(client.create(CONFIG_MAPS, map("taken")))).code).toBe("already-exists");
    await client.replace(CONFIG_MAPS, { ...first, data: { a: "1" } });
    expect((await failing(client.replace(CONFIG_MAPS, { ...first, data: { a: "2" } }))).code).toBe("conflict");
    const bad = await failing(client.create(CONFIG_MAPS, map("Not A Name")));
    expect(bad).toMatchObject({ code: "invalid", status: 422, reason: "Invalid" });
    expect(bad.message).toMatch(/^create configmaps .*Not A Name: invalid \(422\): .*metadata.name/);
  });

  it("merges only onto the version it names", async () => {
    const { metadata } = await client.create(CONFIG_MAPS, map("merged"));
    const ref = { namespace, name: "merged" };
    const body = { metadata: { resourceVersion: metadata.resourceVersion }, data: { a: "1" } };
    expect(await client.patch(CONFIG_MAPS, ref, body, { type: "merge" })).toMatchObject({ data: { a: "1" } });
    expect((await failing(client.patch(CONFIG_MAPS, ref, body, { type: "merge" }))).code).toBe("conflict");
  });

  it("applies: creates, keeps the fields of others, refuses theirs unless forced", async () => {
    const ref = { namespace, name: "applied" };
    const apply = (data: Record<string, string>, fieldManager: string, force = false) =>
      client.patch(CONFIG_MAPS, ref, { metadata: ref, data }, { type: "apply", fieldManager, force });
    await apply({ ours: "1" }, "tokapi");
    expect(await apply({ theirs: "1" }, "somebody")).toMatchObject({ data: { ours: "1", theirs: "1" } });
    const refused = await failing(apply({ ours: "2" }, "somebody"));
    expect(refused).toMatchObject({ code: "conflict" });
    expect(refused.message).toContain('conflict with "tokapi"');
    expect(await apply({ ours: "2" }, "somebody", true)).toMatchObject({ data: { ours: "2" } });
  });

  it("never repeats a Secret's values when the server refuses them", async () => {
    const value = "sk-very-secret-value-0123456789";
    const ref = { namespace, name: "sealed" };
    const secret = {
      metadata: ref,
      type: "kubernetes.io/dockerconfigjson",
      stringData: { ".dockerconfigjson": value },
    };
    const refused = await failing(client.create(SECRETS, secret));
    expect(refused.code).toBe("invalid");
    const wrong = await failing(client.create(SECRETS, { metadata: ref, data: { key: `!${value}` } }));
    expect(wrong.code).toBe("invalid");
    for (const error of [refused, wrong]) {
      expect(JSON.stringify([error.message, error.cause, error.stack])).not.toContain("very-secret");
      expect(error.message).toContain("withheld");
    }
  });

  it("lists in pages that show one moment, by label, and without data where only metadata is asked for", async () => {
    const names = Array.from({ length: 7 }, (_, index) => `page-${index}`);
    for (const name of names) {
      const metadata = { name, namespace, labels: { pages: "yes" } };
      await client.create(SECRETS, { metadata, stringData: { key: "do-not-send-me" } });
    }
    const options = { namespace, labelSelector: "pages=yes", metadataOnly: true };
    const sizes: number[] = [];
    for await (const page of client.pages(SECRETS, { ...options, pageSize: 3 })) sizes.push(page.items.length);
    expect(sizes).toEqual([3, 3, 1]);
    const list = await client.list(SECRETS, options);
    expect(list.items.map((item) => item.metadata.name)).toEqual(names);
    expect(JSON.stringify(list)).not.toContain(Buffer.from("do-not-send-me").toString("base64"));
  });

  it("streams what it lists, and says as of when", async () => {
    const options = { namespace, labelSelector: "pages=yes", metadataOnly: true, signal: new AbortController().signal };
    const streamed: string[] = [];
    let version = "";
    for await (const page of client.streamed(SECRETS, options)) {
      streamed.push(...page.items.map((item) => item.metadata.name));
      version = page.resourceVersion;
    }
    expect(streamed.toSorted()).toEqual(Array.from({ length: 7 }, (_, index) => `page-${index}`));
    expect(Number(version)).toBeGreaterThan(0);
  });

  it("watches from a version on, bookmarks included, until the time that it asked for", async () => {
    const before = await client.list(CONFIG_MAPS, { namespace });
    await client.create(CONFIG_MAPS, map("seen"));
    const seen: WatchEvent[] = [];
    const stop = new AbortController();
    const options = { namespace, resourceVersion: before.resourceVersion, timeoutSeconds: 4, signal: stop.signal };
    for await (const event of client.watch(CONFIG_MAPS, options)) {
      seen.push(event);
      // A bookmark comes two seconds before the end, when something newer than the last event has happened elsewhere.
      if (seen.length > 1) continue;
      await client.create(CONFIG_MAPS, { metadata: { name: `other-${namespace}`, namespace: "default" } });
    }
    expect(seen[0]).toMatchObject({ type: "ADDED", object: { metadata: { name: "seen" } } });
    expect(seen.at(-1)?.type).toBe("BOOKMARK");
  });

  it("deletes the very object it means and none that took its name", async () => {
    const { metadata } = await client.create(CONFIG_MAPS, map("reborn"));
    const ref = { namespace, name: "reborn" };
    const other = "00000000-0000-0000-0000-000000000000";
    expect((await failing(client.delete(CONFIG_MAPS, ref, { uid: other }))).code).toBe("conflict");
    await client.delete(CONFIG_MAPS, ref, { uid: metadata.uid! });
  });

  it("asks for a ServiceAccount's token, is refused by RBAC with it, and by authentication with none", async () => {
    const account = { namespace, name: "little" };
    await client.create(SERVICE_ACCOUNTS, { metadata: account });
    const body = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", metadata: {}, spec: {} };
    const answer = await client.create(SERVICE_ACCOUNTS, body, { under: account, subresource: "token" });
    const { token } = answer.status as { token: string };
    const little = new KubeClient({ cluster: await loadCluster({ url: plane.url, ca: plane.ca, token }) });
    const forbidden = await failing(little.list(SECRETS, { namespace }));
    expect(forbidden).toMatchObject({ code: "forbidden", status: 403 });
    expect(forbidden.message).toContain(`system:serviceaccount:${namespace}:little`);
    await little.close();
    const nobody = new KubeClient({ cluster: await loadCluster({ url: plane.url, ca: plane.ca, token: "wrong" }) });
    expect((await failing(nobody.list(SECRETS, { namespace }))).code).toBe("unauthorized");
    expect(nobody.requests).toBe(2);
    await nobody.close();
  });

  it("refuses a server whose certificate nobody vouches for", async () => {
    const stranger = new KubeClient({ cluster: await loadCluster({ url: plane.url, token: plane.adminToken }) });
    const refused = await failing(stranger.raw("/version", { retry: false }));
    expect(refused).toMatchObject({ code: "network", sent: false });
    await stranger.close();
  });
});
