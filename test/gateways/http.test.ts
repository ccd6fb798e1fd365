import { describe, expect, it } from "@jest/globals";
import { createBudget } from "../../gateways/budget.ts";
import { GatewayError } from "../../gateways/error.ts";
import { createHttp, type Http, type HttpOptions, type HttpRequest } from "../../gateways/http.ts";
import { createRedactor } from "../../gateways/redact.ts";
import { realDeps, serve } from "./support.ts";

const get: HttpRequest = { operation: "list", method: "GET", path: "/api/x" };
const post: HttpRequest = { operation: "create", method: "POST", path: "/api/x", json: { a: 1 } };

function open(baseURL: string, more: Partial<HttpOptions> = {}): Http {
  const { redact } = createRedactor();
  return createHttp({ baseURL, setting: "panelURL", timeoutMs: 20_000, deps: realDeps(), redact, ...more });
}

async function failure(call: Promise<unknown>): Promise<GatewayError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(GatewayError);
  return error as GatewayError;
}

describe("a call that is answered", () => {
  it("keeps the base URL's path, encodes the query and names itself", async () => {
    let agent: string | undefined;
    await using server = await serve((request, response) => {
      agent = request.headers["user-agent"];
      response.end('{"ok":true}');
    });
    const http = open(`${server.url}/panel/`);
    const answer = await http.request({ ...get, query: { p: 1, name: "a b&c", none: undefined } });
    await http.close();
    expect(answer).toMatchObject({ status: 200, body: { ok: true } });
    expect(server.requests).toEqual(["GET /panel/api/x?p=1&name=a%20b%26c"]);
    expect(agent).toMatch(/^tokapi\/\d+\.\d+\.\d+ \(\+https:/);
  });

  it("hands refusals below 500 to the driver, also with an empty body", async () => {
    await using server = await serve((_, response) => response.writeHead(404).end());
    const http = open(server.url);
    expect(await http.request(get)).toMatchObject({ status: 404, body: undefined, text: "" });
    await http.close();
  });
});

describe("a call that fails", () => {
  const cases: readonly {
    name: string;
    answer: (status: { ended: boolean }) => Parameters<typeof serve>[0];
    get: string;
    post: string;
  }[] = [
    {
      name: "connection reset",
      answer: () => (r) => void r.socket.resetAndDestroy(),
      get: "retry ConnectionLost",
      post: "unknown ConnectionLost",
    },
    {
      name: "half a body",
      answer: () => (_, r) => void r.writeHead(200, { "content-length": "50" }).write("{", () => r.destroy()),
      get: "retry ConnectionLost",
      post: "unknown ConnectionLost",
    },
    { name: "no answer in time", answer: () => () => {}, get: "retry Timeout", post: "unknown Timeout" },
    {
      name: "a body without end",
      answer: () => (_, r) => {
        const pour = () => {
          while (!r.destroyed && r.write(" ".repeat(65_536)));
        };
        r.on("drain", pour);
        pour();
      },
      get: "retry AnswerTooLarge",
      post: "unknown AnswerTooLarge",
    },
    {
      name: "500 with an empty body",
      answer: () => (_, r) => r.writeHead(500).end(),
      get: "retry ServerError",
      post: "unknown ServerError",
    },
    {
      name: "a web page",
      answer: () => (_, r) => r.writeHead(200).end("<!doctype html><p>hi"),
      get: "fix-credentials NotJson",
      post: "unknown NotJson",
    },
    {
      name: "a redirect",
      answer: () => (_, r) => r.writeHead(302, { location: "https://elsewhere.example/api/x?t=1" }).end(),
      get: "fix-credentials Redirected",
      post: "unknown Redirected",
    },
    {
      name: "429",
      answer: () => (_, r) => r.writeHead(429, { "retry-after": "30" }).end(),
      get: "wait-until RateLimited",
      post: "wait-until RateLimited",
    },
  ];
  for (const { name, answer, ...expected } of cases) {
    for (const call of [get, post]) {
      const verdict = call === get ? expected.get : expected.post;
      it(`${name}: a ${call.method} is ${verdict}`, async () => {
        await using server = await serve(answer({ ended: false }));
        // Retries take their time, and only one case is about the deadline.
        const timeoutMs = verdict.endsWith("Timeout") ? 300 : 5_000;
        const http = open(server.url, { timeoutMs, maxResponseBytes: 1_000_000 });
        const error = await failure(http.request(call));
        await http.close();
        expect(`${error.code} ${error.reason}`).toBe(verdict);
        if (call === post) expect(server.requests).toHaveLength(1);
      });
    }
  }

  it("certainly did not reach a server that refuses connections, so even a create may be tried again", async () => {
    const server = await serve(() => {});
    await server[Symbol.asyncDispose]();
    const http = open(server.url);
    expect(await failure(http.request(post))).toMatchObject({ code: "retry", reason: "Unreachable" });
    await http.close();
  });

  it("names the address to configure instead of following a redirect, and asks the other host nothing", async () => {
    await using other = await serve((_, response) => response.end("{}"));
    await using server = await serve((_, response) =>
      response.writeHead(301, { location: `${other.url}/y?key=1` }).end(),
    );
    const http = open(server.url);
    const error = await failure(http.request(get));
    await http.close();
    expect(error.message).toContain(`redirect to ${other.url}/y.`);
    expect(other.requests).toEqual([]);
  });

  it("asks whether the URL is that of the API when it gets HTML", async () => {
    await using server = await serve((_, response) => response.end("<html>"));
    const http = open(server.url);
    expect((await failure(http.request(get))).message).toContain(
      "answers HTML (status 200): is panelURL the panel's API address?",
    );
    await http.close();
  });

  it("given up by its caller is unknown when it changes something", async () => {
    const stop = new AbortController();
    await using server = await serve(() => stop.abort());
    const http = open(server.url);
    expect(await failure(http.request({ ...post, signal: stop.signal }))).toMatchObject({
      code: "unknown",
      reason: "Aborted",
    });
    expect(await failure(http.request({ ...post, signal: stop.signal }))).toMatchObject({
      code: "retry",
      reason: "Aborted",
    });
    await http.close();
  });
});

describe("retries", () => {
  it("are made for safe calls until one is answered", async () => {
    let count = 0;
    await using server = await serve((_, response) => response.writeHead(++count < 3 ? 503 : 200).end("{}"));
    const http = open(server.url);
    expect((await http.request(get)).status).toBe(200);
    await http.close();
    expect(server.requests).toHaveLength(3);
  });

  it("wait as long as Retry-After says, if that is within the deadline", async () => {
    let count = 0;
    await using server = await serve((_, response) =>
      response.writeHead(++count < 2 ? 429 : 200, { "retry-after": "1" }).end("{}"),
    );
    const http = open(server.url, { timeoutMs: 5_000 });
    const started = performance.now();
    await http.request(get);
    await http.close();
    expect(performance.now() - started).toBeGreaterThan(950);
  });
});

describe("the circuit breaker", () => {
  it("opens after failures in a row and lets one trial through later", async () => {
    let healthy = false;
    await using server = await serve((_, response) => response.writeHead(healthy ? 200 : 500).end("{}"));
    const deps = realDeps();
    let shift = 0;
    const http = open(server.url, { retries: 0, deps: { ...deps, monotonic: () => performance.now() + shift } });
    for (let turn = 0; turn < 8; turn++) await failure(http.request(get));
    expect(await failure(http.request(get))).toMatchObject({ code: "wait-until", reason: "CircuitOpen" });
    expect(server.requests).toHaveLength(8);
    shift = 3_000;
    healthy = true;
    expect((await http.request(get)).status).toBe(200);
    expect((await http.request(get)).status).toBe(200);
    await http.close();
  });
});

describe("the rate budget", () => {
  it("is told of a 429 and lets nothing through until then", async () => {
    await using server = await serve((_, response) => response.writeHead(429).end());
    const deps = realDeps();
    const budget = createBudget({ GA: { limit: 100, windowMs: 180_000 } }, deps);
    const http = open(server.url, { deps, budget });
    const error = await failure(http.request({ ...get, bucket: "GA" }));
    await http.close();
    expect(error.until).toBeGreaterThan(deps.now() + 175_000);
    expect(budget.wait("GA")).toBeGreaterThan(175_000);
    expect(deps.events).toMatchObject([{ operation: "list", bucket: "GA", status: 429 }]);
  });
});

describe("secrets", () => {
  it("are masked in errors, remembered ones and those that only look like one, also across the cut", async () => {
    const key = "sk-0123456789abcdefABCDEF";
    const page = `${"x".repeat(240)} pa+t/12345== Bearer abcdefgh ${key} eyJhbGciOi.eyJzdWIiOi.c2ln`;
    await using server = await serve((_, response) => response.writeHead(500).end(page));
    const redactor = createRedactor();
    redactor.add("pa+t/12345==");
    const http = open(server.url, { redact: redactor.redact });
    const error = await failure(http.request(post));
    await http.close();
    expect(error.message).not.toMatch(/pa\+t|abcdefgh|sk-0|eyJ/);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("0123456789");
  });
});
