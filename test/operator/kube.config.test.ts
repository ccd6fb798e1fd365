import { chmod, mkdir, mkdtemp, readFile, rm, unlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { KubeClient } from "../../operator/kube/client.ts";
import { type ClusterOptions, loadCluster } from "../../operator/kube/config.ts";
import { CONFIG_MAPS } from "../../operator/kube/resource.ts";
import { scriptedApi, thing } from "../support/scripted-api.ts";

let directory: string;
let time: number;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tokapi-config-"));
  time = 0;
});
afterEach(() => rm(directory, { recursive: true }));

const load = (options: ClusterOptions) => loadCluster({ env: {}, now: () => time, ...options });
const file = async (name: string, text: string) => {
  await writeFile(join(directory, name), text);
  return join(directory, name);
};
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** A kubeconfig with one user, as kubectl writes it. */
function kubeconfig(user: unknown, cluster: object = {}, context = "here") {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    clusters: [{ name: `${context}-cluster`, cluster: { server: "https://api.example:6443/", ...cluster } }],
    users: [{ name: `${context}-user`, user }],
    contexts: [
      { name: context, context: { cluster: `${context}-cluster`, user: `${context}-user`, namespace: "team" } },
    ],
  });
}

describe("a cluster from a kubeconfig", () => {
  it("has the server, the namespace, and everything that TLS needs, from data and from files beside it", async () => {
    await file("ca.pem", "CA");
    const user = {
      "client-certificate-data": base64("CERT"),
      "client-key-data": base64("KEY"),
      token: "T",
      as: "somebody",
    };
    const cluster = {
      "certificate-authority": "ca.pem",
      "tls-server-name": "inside",
      "proxy-url": "http://proxy:3128",
    };
    const loaded = await load({ kubeconfig: await file("config", kubeconfig(user, cluster)) });
    expect(loaded).toMatchObject({ url: "https://api.example:6443", namespace: "team", proxyUrl: "http://proxy:3128" });
    expect(await loaded.credentials()).toEqual({
      headers: { authorization: "Bearer T", "impersonate-user": "somebody" },
      tls: { ca: "CA", cert: "CERT", key: "KEY", serverName: "inside" },
    });
  });

  it("reads a token's file again after a minute, and keeps connections while the certificates are the same", async () => {
    await file("token", "one\n");
    const loaded = await load({ kubeconfig: await file("config", kubeconfig({ tokenFile: "token" })) });
    const first = await loaded.credentials();
    await file("token", "two\n");
    expect((await loaded.credentials()).headers.authorization).toBe("Bearer one");
    time = 60_001;
    const second = await loaded.credentials();
    expect(second.headers.authorization).toBe("Bearer two");
    expect(second.tls).toBe(first.tls);
  });

  it("reads again at once when the server has refused, and says so when there is nothing to read", async () => {
    const token = await file("token", "one");
    const loaded = await load({ url: "https://api", tokenFile: token });
    await loaded.credentials();
    await file("token", "two");
    loaded.refresh();
    expect((await loaded.credentials()).headers.authorization).toBe("Bearer two");
    await unlink(token);
    time = 60_001;
    expect((await loaded.credentials()).headers.authorization).toBe("Bearer two");
    loaded.refresh();
    await expect(loaded.credentials()).rejects.toThrow("ENOENT");
  });

  it("merges several files, the first word counting", async () => {
    const first = await file("first", kubeconfig({ token: "one" }, {}, "one"));
    const second = await file("second", kubeconfig({ token: "two" }, { server: "https://two" }, "two"));
    const env = { KUBECONFIG: [first, join(directory, "absent"), second].join(":") };
    expect((await load({ env })).url).toBe("https://api.example:6443");
    const other = await load({ env, context: "two" });
    expect(other.url).toBe("https://two");
    expect((await other.credentials()).headers.authorization).toBe("Bearer two");
  });

  it.each([
    ["a context that is not there", kubeconfig({}), { context: "prod" }, /no context "prod"; it has: here/],
    ["a file that is not YAML", "token: [sk-secret", {}, /is not YAML$/],
    ["a field of the wrong kind", kubeconfig({ token: { secret: 1 } }), {}, /wrong at users\.0\.user\.token/],
  ])("refuses %s", async (_name, content, options, message) => {
    const refused = load({ kubeconfig: await file("config", content), ...options });
    await expect(refused).rejects.toThrow(message);
    await refused.catch((error: Error) => expect(error.message).not.toContain("sk-secret"));
  });

  it("says where it looked when there is nothing at all", async () => {
    await expect(load({ env: { HOME: directory } })).rejects.toThrow(
      `No kubeconfig at ${join(directory, ".kube", "config")}`,
    );
  });
});

describe("a credential plugin", () => {
  async function plugin(script: string, user: object = {}) {
    await writeFile(join(directory, "plugin"), `#!/bin/sh\ncd "${directory}"\necho run >> runs\n${script}\n`);
    await chmod(join(directory, "plugin"), 0o755);
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1",
      command: "./plugin",
      interactiveMode: "Never",
      ...user,
    };
    return load({ kubeconfig: await file("config", kubeconfig({ exec })) });
  }
  const runs = async () => (await readFile(join(directory, "runs"), "utf8")).split("\n").length - 1;

  it("is asked once for as long as its token lasts, and again when the server refuses that", async () => {
    const loaded = await plugin(
      `printf '{"kind":"ExecCredential","status":{"token":"token-%s"}}' "$(wc -l < runs | tr -d ' ')"`,
    );
    expect((await loaded.credentials()).headers).toEqual({ authorization: "Bearer token-1" });
    time = 60_001;
    expect((await loaded.credentials()).headers).toEqual({ authorization: "Bearer token-1" });
    expect(await runs()).toBe(1);
    loaded.refresh();
    expect((await loaded.credentials()).headers).toEqual({ authorization: "Bearer token-2" });
  });

  it("may answer a client certificate, and is told what Kubernetes promises to tell it", async () => {
    const loaded = await plugin(
      `printf '%s' "$KUBERNETES_EXEC_INFO" > info
       echo '{"kind":"ExecCredential","status":{"clientCertificateData":"CERT","clientKeyData":"KEY"}}'`,
      { provideClusterInfo: true },
    );
    expect((await loaded.credentials()).tls).toEqual({ cert: "CERT", key: "KEY" });
    expect(JSON.parse(await readFile(join(directory, "info"), "utf8"))).toEqual({
      apiVersion: "client.authentication.k8s.io/v1",
      kind: "ExecCredential",
      spec: { interactive: false, cluster: { server: "https://api.example:6443/" } },
    });
  });

  it("that fails is named, with its reason", async () => {
    const loaded = await plugin("echo 'please log in' >&2; exit 1");
    await expect(loaded.credentials()).rejects.toThrow(/plugin" of the user "here-user" failed: please log in$/);
  });
});

describe("the cluster of our own pod", () => {
  it("is found by its environment and its ServiceAccount, before any file in a home directory", async () => {
    await mkdir(join(directory, "account"));
    for (const [name, text] of Object.entries({ token: "T\n", "ca.crt": "CA", namespace: "tokapi\n" })) {
      await file(join("account", name), text);
    }
    const env = { KUBERNETES_SERVICE_HOST: "fd00::1", KUBERNETES_SERVICE_PORT: "443", HOME: directory };
    const loaded = await load({ env, serviceAccount: join(directory, "account") });
    expect(loaded).toMatchObject({ url: "https://[fd00::1]:443", namespace: "tokapi" });
    expect(await loaded.credentials()).toEqual({ headers: { authorization: "Bearer T" }, tls: { ca: "CA" } });
  });
});

describe("a proxy", () => {
  it("carries the calls where the kubeconfig names one", async () => {
    const api = await scriptedApi((_, answer) => answer.json(thing("a", 5)));
    const carried: string[] = [];
    const proxy = createServer((request, response) => {
      carried.push(`${request.method} ${request.url}`);
      void fetch(request.url ?? "").then(async (answer) => response.writeHead(answer.status).end(await answer.text()));
    });
    proxy.on("connect", (request, socket) => {
      carried.push(`CONNECT ${request.url}`);
      const target = connect(Number(new URL(api.url).port), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        target.pipe(socket).pipe(target);
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const client = new KubeClient({ cluster: await load({ url: api.url, proxyUrl }) });
    await client.get(CONFIG_MAPS, { namespace: "ns", name: "a" });
    expect(carried).toHaveLength(1);
    await client.close();
    await api.close();
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
});
