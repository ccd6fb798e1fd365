import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Server } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { createHttp, type Http, type HttpOptions } from "../../gateways/http.ts";
import { createRedactor } from "../../gateways/redact.ts";
import { realDeps, serve } from "./support.ts";

const pem = (name: string) => readFileSync(new URL(`tls/${name}`, import.meta.url), "utf8");
const call = { operation: "list", method: "GET", path: "/x" } as const;
const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

function open(baseURL: string, more: Partial<HttpOptions>): Http {
  const { redact } = createRedactor();
  const http = createHttp({
    baseURL,
    setting: "panelURL",
    timeoutMs: 5_000,
    retries: 0,
    deps: realDeps(),
    redact,
    ...more,
  });
  cleanups.push(() => http.close());
  return http;
}

async function listen(server: Server & { closeAllConnections?(): void }): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  cleanups.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections?.();
      }),
  );
  return (server.address() as AddressInfo).port;
}

const tlsServer = () =>
  listen(
    createTlsServer({ key: pem("server.key"), cert: pem("server.pem") }, (_, response) => response.end('{"ok":1}')),
  );

/** A proxy that tunnels, or forwards absolute URLs, and notes what it was asked. */
async function proxy(refuse = false): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url} ${incoming.headers["proxy-authorization"] ?? ""}`.trim());
    request(incoming.url!, { method: incoming.method! }, (answer) => {
      response.writeHead(answer.statusCode!);
      answer.pipe(response);
    }).end();
  });
  server.on("connect", (incoming, socket) => {
    asked.push(`CONNECT ${incoming.url}`);
    if (refuse) return void socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    const [host, port] = incoming.url!.split(":");
    const upstream = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    for (const each of [upstream, socket]) each.on("error", () => each.destroy());
  });
  return { port: await listen(server), asked };
}

describe("certificates", () => {
  it("of an authority of one's own are trusted when it is given", async () => {
    const http = open(`https://127.0.0.1:${await tlsServer()}`, { caBundle: pem("ca.pem") });
    expect(await http.request(call)).toMatchObject({ status: 200, body: { ok: 1 } });
  });

  it.each<[string, Partial<HttpOptions>]>([
    ["unknown", {}],
    ["changed", { caBundle: pem("other-ca.pem") }],
  ])("of an authority that is %s: nothing is sent, and the message names caBundle", async (_, options) => {
    const http = open(`https://127.0.0.1:${await tlsServer()}`, options);
    for (const method of ["GET", "POST"] as const)
      await expect(http.request({ ...call, method })).rejects.toMatchObject({
        code: "fix-credentials",
        reason: "CertificateUntrusted",
        message: expect.stringContaining("caBundle"),
      });
  });
});

describe("proxies", () => {
  it("tunnel https, also to a server with a certificate of one's own authority", async () => {
    const target = await tlsServer();
    const { port, asked } = await proxy();
    const http = open(`https://127.0.0.1:${target}`, { caBundle: pem("ca.pem"), proxy: `http://127.0.0.1:${port}` });
    expect((await http.request(call)).status).toBe(200);
    expect(asked).toEqual([`CONNECT 127.0.0.1:${target}`]);
  });

  it("forward http, with the proxy's own credentials", async () => {
    await using server = await serve((_, response) => response.end("{}"));
    const { port, asked } = await proxy();
    const http = open(server.url, { proxy: `http://u:p@127.0.0.1:${port}` });
    expect((await http.request(call)).status).toBe(200);
    expect(asked).toEqual([`GET ${server.url}/x Basic dTpw`]);
  });

  it("that refuse the tunnel have passed nothing on", async () => {
    const { port } = await proxy(true);
    const http = open(`https://127.0.0.1:${await tlsServer()}`, { proxy: `http://127.0.0.1:${port}` });
    await expect(http.request({ ...call, method: "POST" })).rejects.toMatchObject({
      code: "retry",
      reason: "Unreachable",
    });
  });

  it("are not taken from the environment", async () => {
    await using server = await serve((_, response) => response.end("{}"));
    const { port, asked } = await proxy();
    process.env.HTTP_PROXY = `http://127.0.0.1:${port}`;
    try {
      expect((await open(server.url, {}).request(call)).status).toBe(200);
    } finally {
      delete process.env.HTTP_PROXY;
    }
    expect(asked).toEqual([]);
  });
});

describe("connections", () => {
  it("are kept, and never more than allowed; who waits for one does not time out", async () => {
    let most = 0;
    let now = 0;
    const sockets = new Set<unknown>();
    await using server = await serve((incoming, response) => {
      sockets.add(incoming.socket);
      most = Math.max(most, ++now);
      setTimeout(() => {
        now -= 1;
        response.end("{}");
      }, 100);
    });
    const http = open(server.url, { connections: 4, timeoutMs: 400 });
    await Promise.all(Array.from({ length: 32 }, () => http.request({ ...call, method: "POST" })));
    expect(most).toBe(4);
    expect(sockets.size).toBe(4);
  });
});
