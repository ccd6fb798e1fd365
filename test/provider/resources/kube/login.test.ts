import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createProxy, type IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { stringify } from "yaml";
import { DiagnosticsError } from "../../../../provider/protocol/diagnostics.ts";
import { ownCertificate } from "../../../../provider/protocol/process/certificate.ts";
import type { ValueMap } from "../../../../provider/protocol/value.ts";
import { clusterClient } from "../../../support/cluster-client.ts";

const token = "a-token-that-nobody-may-see-0123456789";
const kind = { group: "tokapi.dev", version: "v1alpha1", plural: "tokapikeys" };
const ref = { namespace: "team-a", name: "prod-api" };
const certificate = ownCertificate(new Date());
const mine = ownCertificate(new Date());

/** What the server has seen: who, and where. */
let seen: { authorization: string | undefined; path: string; certificate: boolean; impersonated: string | undefined }[];
/** Answers 401 so often. */
let refusals: number;
let server: Server;
let url: string;
let folder: string;

beforeAll(async () => {
  const { key, cert } = certificate;
  server = createServer(
    { key, cert, requestCert: true, rejectUnauthorized: false, ca: mine.cert },
    (request, response) => {
      seen.push(told(request));
      if (refusals-- > 0) return response.writeHead(401).end("{}");
      const object = { metadata: { ...ref, uid: "u" }, spec: {} };
      return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(object));
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  url = `https://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen = [];
  refusals = 0;
  folder = mkdtempSync(join(tmpdir(), "tokapi-login-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function told(request: IncomingMessage) {
  const { authorization } = request.headers;
  const socket = request.socket as TLSSocket;
  const impersonated = request.headers["impersonate-user"] as string | undefined;
  return { authorization, path: request.url!, certificate: socket.authorized, impersonated };
}

const file = (name: string, content: string | object) => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : stringify(content));
  return path;
};
const base64 = (text: string) => Buffer.from(text).toString("base64");
const config = (user: object, more: { cluster?: object; rest?: object } = {}) => ({
  apiVersion: "v1",
  kind: "Config",
  preferences: {},
  "current-context": "here",
  clusters: [
    { name: "c", cluster: { server: url, "certificate-authority-data": base64(certificate.cert), ...more.cluster } },
  ],
  users: [{ name: "u", user }],
  contexts: [{ name: "here", context: { cluster: "c", user: "u", namespace: "x" } }],
  ...more.rest,
});
async function get(block: ValueMap | null, environment: Record<string, string> = {}) {
  const kube = await clusterClient(block, environment).cluster.open();
  return kube.get(kind, ref, new AbortController().signal);
}
async function refused(block: ValueMap | null, environment: Record<string, string> = {}): Promise<string> {
  try {
    await get(block, environment);
  } catch (error) {
    if (!(error instanceof DiagnosticsError)) throw error;
    expect(JSON.stringify(error.diagnostics)).not.toContain(token);
    return error.diagnostics.map(({ detail }) => detail).join("\n");
  }
  throw new Error("it was not refused");
}
/** A credential plugin: a small program that counts its calls. */
function plugin(script: string): string {
  const path = file("plugin.sh", `#!/bin/sh\necho x >> '${join(folder, "calls")}'\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}
const credential = (status: object) =>
  `echo '${JSON.stringify({ apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status })}'`;

describe("a kubeconfig", () => {
  it("logs in by a token, or by one in a file beside it", async () => {
    await get({ config_path: file("config", config({ token })) });
    file("token", `${token}\n`);
    await get({ config_path: file("other", config({ tokenFile: "token" })) });
    expect(seen.map(({ authorization }) => authorization)).toEqual([`Bearer ${token}`, `Bearer ${token}`]);
    expect(seen[0]?.path).toBe("/apis/tokapi.dev/v1alpha1/namespaces/team-a/tokapikeys/prod-api");
  });

  it("logs in by a client certificate, as data or as files", async () => {
    const data = { "client-certificate-data": base64(mine.cert), "client-key-data": base64(mine.key) };
    await get({ config_path: file("config", config(data)) });
    file("me.crt", mine.cert);
    file("me.key", mine.key);
    file("ca.crt", certificate.cert);
    const cluster = { "certificate-authority-data": null, "certificate-authority": "ca.crt" };
    const files = { "client-certificate": "me.crt", "client-key": "me.key" };
    await get({ config_path: file("other", config(files, { cluster })) });
    expect(seen.map((each) => each.certificate)).toEqual([true, true]);
  });

  it("logs in by a user and password, and acts as somebody else", async () => {
    await get({ config_path: file("config", config({ username: "me", password: token, as: "somebody" })) });
    expect(seen).toMatchObject([{ authorization: `Basic ${base64(`me:${token}`)}`, impersonated: "somebody" }]);
  });

  it("keeps the path of a server that has one, as behind a proxy", async () => {
    await get({ config_path: file("config", config({ token }, { cluster: { server: `${url}/k8s/clusters/c-1` } })) });
    expect(seen[0]?.path).toMatch(/^\/k8s\/clusters\/c-1\/apis\/tokapi\.dev\//);
  });

  it("goes through the proxy that it names", async () => {
    const asked: string[] = [];
    const proxy = createProxy().on("connect", (request, socket, head) => {
      asked.push(request.url!);
      const { hostname, port } = new URL(`http://${request.url}`);
      const onward = connect(Number(port), hostname, () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        onward.write(head);
      });
      onward.pipe(socket).pipe(onward);
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    try {
      await get({ config_path: file("config", config({ token }, { cluster: { "proxy-url": address } })) });
      expect(asked).toEqual([url.replace("https://", "")]);
      expect(seen).toHaveLength(1);
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  });

  it("is found by the block, by KUBE_CONFIG_PATH, or by KUBECONFIG with several files that complete each other", async () => {
    const whole = config({ token });
    const first = file("first", { ...whole, users: null });
    const second = file("second", { users: whole.users });
    await get(null, { KUBECONFIG: `${join(folder, "not-there")}:${first}:${second}` });
    await get(null, { KUBECONFIG: "/dev/null/x", KUBE_CONFIG_PATH: file("whole", whole) });
    await get({ config_path: file("again", whole) }, { KUBECONFIG: "/dev/null/x" });
    expect(seen).toHaveLength(3);
  });

  it.each<[string, (path: string) => ValueMap, object | string, RegExp]>([
    [
      "a context that is not there",
      (path) => ({ config_path: path, config_context: "there" }),
      {},
      /no context "there"\. Its contexts are: here/,
    ],
    [
      "no current context",
      (path) => ({ config_path: path }),
      { rest: { "current-context": "" } },
      /names no current context.*contexts: here/,
    ],
    [
      "a user that is not there",
      (path) => ({ config_path: path }),
      { rest: { users: [] } },
      /"here" names the user "u", which is not there/,
    ],
    [
      "a field of another type",
      (path) => ({ config_path: path }),
      { rest: { clusters: [{ name: "c", cluster: {} }] } },
      /is wrong at clusters\.0\.cluster\.server/,
    ],
    ["a proxy", (path) => ({ config_path: path }), { cluster: { "proxy-url": "socks5://proxy" } }, /proxy-url/],
    [
      "no YAML",
      (path) => ({ config_path: path }),
      `users:\n- name: "${token}\n`,
      /cannot be used: line 2: a quotation has no end/,
    ],
    ["no address", (path) => ({ config_path: path }), { cluster: { server: "cluster" } }, /must look like https:/],
  ])("is refused with its path and what there is: %s", async (_, block, more, message) => {
    const path = file("config", typeof more === "string" ? more : config({ token }, more));
    const detail = await refused(block(path));
    expect(detail).toMatch(message);
    expect(detail.includes(path) || /must look like/.test(detail)).toBe(true);
    expect(seen).toEqual([]);
  });

  it("that is not there is named, and so is one that cannot be read", async () => {
    expect(await refused({ config_path: join(folder, "nothing") })).toContain(`no kubeconfig at ${folder}/nothing`);
    mkdirSync(join(folder, "directory"));
    expect(await refused({ config_path: join(folder, "directory") })).toMatch(/directory cannot be used: .*EISDIR/);
    const missing = config({ "client-certificate": "gone.crt" });
    expect(await refused({ config_path: file("config", missing) })).toContain(
      `${folder}/gone.crt, which cannot be read`,
    );
  });

  it("must be named: whatever cluster somebody last looked at is not taken", async () => {
    const detail = await refused(null, { HOME: folder });
    expect(detail).toContain('config_path = "~/.kube/config"');
    expect(detail).toContain("KUBECONFIG");
  });

  it("with an auth-provider of old is told how to be renewed", async () => {
    const detail = await refused({ config_path: file("config", config({ "auth-provider": { name: "gcp" } })) });
    expect(detail).toContain('auth-provider "gcp"');
  });
});

describe("the provider block", () => {
  it("names a server outright, and its certificate's authority", async () => {
    await get({ host: url, token, cluster_ca_certificate: certificate.cert });
    await get({
      host: url,
      cluster_ca_certificate: certificate.cert,
      client_certificate: mine.cert,
      client_key: mine.key,
    });
    await get({ host: url, token, insecure: true });
    expect(seen).toMatchObject([{ authorization: `Bearer ${token}` }, { certificate: true }, {}]);
  });

  it("logs in with its own token in place of the kubeconfig's", async () => {
    await get({ config_path: file("config", config({ token: "other" })), token });
    expect(seen).toMatchObject([{ authorization: `Bearer ${token}` }]);
  });

  it("does not trust a server that nobody vouches for, and says what would", async () => {
    await expect(get({ host: url, token })).rejects.toThrow(
      /is not trusted \(.*\); give its authority as cluster_ca_certificate/,
    );
    expect(seen).toEqual([]);
  });

  it("says so where a certificate is still in base64", async () => {
    const detail = await refused({ host: url, token, cluster_ca_certificate: base64(certificate.cert) });
    expect(detail).toContain("base64decode( )");
  });
});

describe("a credential plugin", () => {
  it("gives a token, is told what Kubernetes promises, and is asked once", async () => {
    plugin(`${credential({ token })}\necho "$KUBERNETES_EXEC_INFO $EXTRA $1" > '${folder}/told'`);
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1",
      command: "./plugin.sh",
      args: ["get-token"],
      env: [{ name: "EXTRA", value: "extra" }],
      provideClusterInfo: true,
    };
    const kube = await clusterClient({ config_path: file("config", config({ exec })) }).cluster.open();
    for (let call = 0; call < 3; call++) await kube.get(kind, ref, new AbortController().signal);
    expect(seen.map(({ authorization }) => authorization)).toEqual(Array(3).fill(`Bearer ${token}`));
    expect(readFileSync(join(folder, "calls"), "utf8")).toBe("x\n");
    const said = readFileSync(join(folder, "told"), "utf8");
    expect(said).toContain('"kind":"ExecCredential"');
    expect(said).toContain(`"server":"${url}"`);
    expect(said).toMatch(/extra get-token\n$/);
  });

  it("gives a certificate", async () => {
    const command = plugin(`cat '${folder}/answer'`);
    const status = { clientCertificateData: mine.cert, clientKeyData: mine.key };
    file("answer", JSON.stringify({ apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status }));
    await get({
      host: url,
      cluster_ca_certificate: certificate.cert,
      exec: { command, args: [], env: {}, api_version: null },
    });
    expect(seen).toMatchObject([{ certificate: true, authorization: undefined }]);
  });

  it("is asked again when its answer has expired, and when the server refuses it", async () => {
    const expired = credential({ token, expirationTimestamp: "2020-01-01T00:00:00Z" });
    const block = { host: url, cluster_ca_certificate: certificate.cert };
    const kube = await clusterClient({
      ...block,
      exec: { command: plugin(expired), args: null, env: null, api_version: null },
    }).cluster.open();
    const { signal } = new AbortController();
    for (let call = 0; call < 2; call++) await kube.get(kind, ref, signal);
    expect(readFileSync(join(folder, "calls"), "utf8")).toBe("x\nx\n");
    refusals = 1;
    const lasting = { command: plugin(credential({ token })), args: null, env: null, api_version: null };
    await get({ ...block, exec: lasting });
    expect(readFileSync(join(folder, "calls"), "utf8")).toBe("x\nx\nx\nx\n");
  });

  it.each([
    ["that is not there", undefined, /"tokapi-no-such-plugin" is not installed, or not on the PATH/],
    ["that fails, without its token", `echo "expired: ${token}" >&2; exit 3`, /ended with 3: expired: \[…\]/],
    ["that says something else", "echo hello", /no ExecCredential/],
    ["that gives nothing", credential({}), /without a token and without a certificate/],
  ])("%s is told of", async (_, script, message) => {
    const command = script === undefined ? "tokapi-no-such-plugin" : plugin(script);
    const exec = { command, args: null, env: null, api_version: null };
    expect(await refused({ host: url, cluster_ca_certificate: certificate.cert, exec })).toMatch(message);
    const hint = config({ exec: { command, installHint: "Install it with: brew install plugin" } });
    expect(await refused({ config_path: file("config", hint) })).toContain("brew install plugin");
  });
});
