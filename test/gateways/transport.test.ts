import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Transport, TransportOptions, TransportRequest, Trouble } from "../../gateways/transport.ts";
import { serve } from "./support.ts";
import { listen, pem, startProxy, tlsFront, transports, ways } from "./ways.ts";

type Handler = Parameters<typeof serve>[0];

const cleanups: (() => PromiseLike<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** Is ended after the test. */
function kept<Thing extends AsyncDisposable>(thing: Thing): Thing {
  cleanups.push(() => thing[Symbol.asyncDispose]());
  return thing;
}

async function listening(starting: ReturnType<typeof listen>): Promise<number> {
  const { port, close } = await starting;
  cleanups.push(close);
  return port;
}

const request = (url: string, more: Partial<TransportRequest> = {}): TransportRequest => ({
  url,
  method: "GET",
  headers: {},
  body: undefined,
  timeoutMs: 5_000,
  maxBytes: 1_000_000,
  signal: undefined,
  ...more,
});

const endless: Handler = (_, response) => {
  const pour = () => {
    while (!response.destroyed && response.write(" ".repeat(65_536)));
  };
  response.on("drain", pour);
  pour();
};
const halfBody: Handler = (_, response) => {
  response.writeHead(200, { "content-length": "50" }).write("{", () => response.destroy());
};

const troubles: Readonly<
  Record<string, { trouble: Trouble; handler: Handler } & Partial<Pick<TransportRequest, "timeoutMs" | "maxBytes">>>
> = {
  "a reset": { trouble: "connection-lost", handler: (incoming) => void incoming.socket.resetAndDestroy() },
  "an end without an answer": { trouble: "connection-lost", handler: (incoming) => void incoming.socket.end() },
  "an answer that is no HTTP": {
    trouble: "connection-lost",
    handler: (incoming) => void incoming.socket.end("nonsense\r\n\r\n"),
  },
  "an answer that switches protocols": {
    trouble: "connection-lost",
    handler: (incoming) =>
      void incoming.socket.write("HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"),
  },
  "half a body": { trouble: "connection-lost", handler: halfBody },
  "no answer in time": { trouble: "timeout", handler: () => {}, timeoutMs: 150 },
  "no end of the answer in time": {
    trouble: "timeout",
    handler: (_, response) => void response.writeHead(200).write("{"),
    timeoutMs: 150,
  },
  "a body without end": { trouble: "too-large", handler: endless },
  "a byte too many": {
    trouble: "too-large",
    handler: (_, response) => void response.end(" ".repeat(1_001)),
    maxBytes: 1_000,
  },
};

describe.each(Object.entries(transports))("the transport of %s", (_transport, openTransport) => {
  function open(more: Partial<TransportOptions> = {}): Transport {
    const transport = openTransport({ connectTimeoutMs: 5_000, connections: 4, ...more });
    cleanups.push(() => transport.close());
    return transport;
  }

  describe.each(Object.entries(ways))("%s", (_way, lead) => {
    async function reach(handler: Handler) {
      const server = kept(await serve(handler));
      const { url, caBundle, proxy } = kept(await lead(server.url));
      const transport = open({ ...(caBundle ? { caBundle } : {}), ...(proxy ? { proxy } : {}) });
      return { server, url, transport };
    }

    it("carries method, path, headers and body there, and status, headers and content back", async () => {
      const { server, url, transport } = await reach(async (incoming, response) => {
        const { "content-type": type, "content-length": length, "transfer-encoding": chunked } = incoming.headers;
        let body = "";
        for await (const chunk of incoming) body += chunk;
        const seen = { type, length, chunked, own: incoming.headers["x-own"], host: incoming.headers.host, body };
        response.writeHead(201, { "x-answer": "yes" }).end(JSON.stringify(seen));
      });
      const body = '{"ü":1}';
      const answer = await transport.send(
        request(`${url}/a%20b?c=d%26`, { method: "POST", headers: { "x-own": "1" }, body }),
      );
      expect(server.requests).toEqual(["POST /a%20b?c=d%26"]);
      expect(answer).toMatchObject({ status: 201, headers: { "x-answer": "yes" } });
      const seen = JSON.parse("content" in answer ? answer.content : "{}");
      expect(seen).toEqual({ type: "application/json", length: "8", own: "1", host: new URL(url).host, body });
      expect("bytes" in answer && answer.bytes).toBe(Buffer.byteLength(JSON.stringify(seen)));
    });

    it.each(Object.entries(troubles))("tells %s", async (_name, { trouble, handler, ...more }) => {
      const { server, url, transport } = await reach(handler);
      expect(await transport.send(request(url, { method: "POST", body: "{}", ...more }))).toMatchObject({ trouble });
      // Nothing is repeated; and a busy machine may be too slow to send it once.
      expect(server.requests.length).toBeLessThanOrEqual(1);
    });

    it("hands out every status as it is, and follows no redirect", async () => {
      const { server, url, transport } = await reach((_, response) =>
        response.writeHead(307, { location: "/elsewhere" }).end(),
      );
      expect(await transport.send(request(url))).toMatchObject({ status: 307, content: "" });
      expect(server.requests).toHaveLength(1);
    });

    it("gives up when it is told to, before and after sending", async () => {
      const stop = new AbortController();
      const { server, url, transport } = await reach(() => stop.abort());
      const { signal } = stop;
      expect(await transport.send(request(url, { signal }))).toMatchObject({ trouble: "aborted" });
      expect(await transport.send(request(url, { signal }))).toMatchObject({ trouble: "not-sent" });
      expect(server.requests).toHaveLength(1);
    });

    it("keeps its connections", async () => {
      const sockets = new Set<unknown>();
      const { url, transport } = await reach((incoming, response) => {
        sockets.add(incoming.socket);
        setTimeout(() => response.end("{}"), 2);
      });
      const worker = async () => {
        for (let turn = 0; turn < 10; turn++)
          expect(await transport.send(request(url, { method: "POST" }))).toMatchObject({ status: 200 });
      };
      await Promise.all(Array.from({ length: 4 }, worker));
      expect(sockets.size).toBeLessThanOrEqual(4);
    });

    it("is still good after an exchange was given up", async () => {
      let awake = false;
      const { url, transport } = await reach((_, response) => {
        if (awake) response.end("{}");
      });
      const slow = await Promise.all(Array.from({ length: 4 }, () => transport.send(request(url, { timeoutMs: 100 }))));
      expect(slow).toMatchObject(Array(4).fill({ trouble: "timeout" }));
      awake = true;
      expect(await transport.send(request(url))).toMatchObject({ status: 200 });
    });

    it("lets what is under way end when it is closed, and sends nothing after", async () => {
      let arrived = () => {};
      const there = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      const { server, url, transport } = await reach((_, response) => {
        arrived();
        setTimeout(() => response.end("{}"), 50);
      });
      const underWay = transport.send(request(url));
      await there;
      const closed = transport.close();
      expect(await transport.send(request(url, { method: "POST" }))).toMatchObject({ trouble: "not-sent" });
      expect(await underWay).toMatchObject({ status: 200 });
      await closed;
      expect(server.requests).toHaveLength(1);
    });
  });

  describe("connecting", () => {
    it("to nobody is unreachable, directly and over a proxy that is away", async () => {
      const port = await listening(listen(createServer()));
      for (const clean of cleanups.splice(0)) await clean();
      const url = `http://127.0.0.1:${port}`;
      expect(await open().send(request(url, { method: "POST" }))).toMatchObject({ trouble: "unreachable" });
      for (const target of [url, `https://127.0.0.1:${port}`])
        expect(await open({ proxy: url }).send(request(target, { method: "POST" }))).toMatchObject({
          trouble: "unreachable",
        });
    });

    it("to a name that does not exist is unreachable", async () => {
      expect(await open().send(request("http://tokapi.invalid/", { method: "POST" }))).toMatchObject({
        trouble: "unreachable",
      });
    });

    it.each([false, true])(
      "to a server that never finishes its TLS is unreachable (over a proxy: %s)",
      async (over) => {
        const port = await listening(listen(createServer(() => {})));
        const proxy = over ? { proxy: `http://127.0.0.1:${await listening(startProxy())}` } : {};
        const transport = open({ connectTimeoutMs: 150, ...proxy });
        expect(await transport.send(request(`https://127.0.0.1:${port}`, { method: "POST" }))).toMatchObject({
          trouble: "unreachable",
        });
      },
    );

    it.each(["http", "https"])(
      "by a proxy that refuses us is unreachable, and says what it said: %s",
      async (scheme) => {
        const proxy = `http://127.0.0.1:${await listening(startProxy({ refuse: 407 }))}`;
        const answer = await open({ proxy }).send(request(`${scheme}://127.0.0.1:9/x`, { method: "POST" }));
        expect(answer).toMatchObject({ trouble: "unreachable", detail: expect.stringContaining("407") });
      },
    );
  });

  describe("an https proxy that nobody knows", () => {
    it.each(["http", "https"])("is told by its certificate, whatever it leads to: %s", async (scheme) => {
      const port = await listening(tlsFront(await listening(startProxy())));
      const answer = await open({ proxy: `https://127.0.0.1:${port}` }).send(request(`${scheme}://127.0.0.1:9/`));
      expect(answer).toMatchObject({ trouble: "certificate" });
    });
  });

  describe("certificates", () => {
    it.each<[string, boolean, Partial<TransportOptions>]>([
      ["unknown", false, {}],
      ["changed", false, { caBundle: pem("other-ca.pem") }],
      ["unknown", true, {}],
      ["changed", true, { caBundle: pem("other-ca.pem") }],
    ])("of an authority that is %s are told, and nothing is sent (over a proxy: %s)", async (_, over, options) => {
      const server = kept(await serve((_, response) => response.end("{}")));
      const url = `https://127.0.0.1:${await listening(tlsFront(Number(new URL(server.url).port)))}`;
      const proxy = over ? { proxy: `http://127.0.0.1:${await listening(startProxy())}` } : {};
      const transport = open({ ...options, ...proxy });
      for (const method of ["GET", "POST"] as const)
        expect(await transport.send(request(url, { method }))).toMatchObject({ trouble: "certificate" });
      expect(server.requests).toEqual([]);
    });
  });

  describe("proxies", () => {
    it("get the credentials of their URL, for tunnels and for forwarding", async () => {
      const server = kept(await serve((_, response) => response.end("{}")));
      const front = await listening(tlsFront(Number(new URL(server.url).port)));
      const { port, asked, close } = await startProxy();
      cleanups.push(close);
      const proxy = `http://u:p%40ss@127.0.0.1:${port}`;
      const transport = open({ proxy, caBundle: pem("ca.pem") });
      expect(await transport.send(request(`${server.url}/x`))).toMatchObject({ status: 200 });
      expect(await transport.send(request(`https://127.0.0.1:${front}/x`))).toMatchObject({ status: 200 });
      expect(asked).toEqual([`GET ${server.url}/x Basic dTpwQHNz`, `CONNECT 127.0.0.1:${front} Basic dTpwQHNz`]);
    });

    it("are not taken from the environment", async () => {
      const server = kept(await serve((_, response) => response.end("{}")));
      const { port, asked, close } = await startProxy();
      cleanups.push(close);
      process.env.HTTP_PROXY = `http://127.0.0.1:${port}`;
      try {
        expect(await open().send(request(server.url))).toMatchObject({ status: 200 });
      } finally {
        delete process.env.HTTP_PROXY;
      }
      expect(asked).toEqual([]);
    });
  });
});
