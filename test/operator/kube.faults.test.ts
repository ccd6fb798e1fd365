import { afterEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { KubeClient } from "../../operator/kube/client.ts";
import { explicitCluster } from "../../operator/kube/cluster.ts";
import { KubeError } from "../../operator/kube/error.ts";
import { lines } from "../../operator/kube/lines.ts";
import { CONFIG_MAPS, compareVersions, resourcePath, SECRETS } from "../../operator/kube/resource.ts";
import type { RequestReport, TransportOptions } from "../../operator/kube/transport.ts";
import { type Script, type ScriptedApi, scriptedApi, thing } from "../support/scripted-api.ts";

const open: { api: ScriptedApi; client: KubeClient }[] = [];
afterEach(async () => {
  for (const { api, client } of open.splice(0)) {
    await client.close();
    await api.close();
  }
});

async function serve(script: Script, more: Partial<TransportOptions> = {}) {
  const api = await scriptedApi(script);
  const reports: RequestReport[] = [];
  const cluster = explicitCluster({ url: api.url, token: "t0" }, () => 0);
  const onRequest = (report: RequestReport) => reports.push(report);
  const client = new KubeClient({ cluster, random: () => 0, onRequest, ...more });
  open.push({ api, client });
  return { api, client, reports };
}

async function failing(call: Promise<unknown>): Promise<KubeError> {
  const error = await call.then(
    (value) => value,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof KubeError)) throw new Error(`expected a KubeError, got ${String(error)}`);
  return error;
}

const ref = { namespace: "ns", name: "a" };
const unavailable: Script = (_, answer) => answer.status(503, "ServiceUnavailable");

describe("repeating", () => {
  const secondTime =
    (first: Script): Script =>
    (request, answer) =>
      request.n === 1 ? first(request, answer) : answer.json(thing("a", 5));
  const reset: Script = (_, answer) => answer.reset();
  const busy: Script = (_, answer) => answer.status(429, "TooManyRequests", "later", { "retry-after": "0" });
  const away: Script = (_, answer) => answer.status(503, "ServiceUnavailable", "later", { "retry-after": "0" });

  it.each([
    ["a read after a lost connection", "get", reset, 2],
    ["a read after 503", "get", unavailable, 2],
    ["an apply after a lost connection", "apply", reset, 2],
    ["a create after 429", "create", busy, 2],
    ["a create after 503 with Retry-After", "create", away, 2],
    ["no create after a lost connection", "create", reset, 1],
    ["no create after 503 alone", "create", unavailable, 1],
    ["no merge after a lost connection", "merge", reset, 1],
  ] as const)("does %s", async (_name, verb, first, requests) => {
    const { api, client } = await serve(secondTime(first));
    const call = {
      get: () => client.get(CONFIG_MAPS, ref),
      create: () => client.create(CONFIG_MAPS, thing("a", "")),
      merge: () => client.patch(CONFIG_MAPS, ref, {}, { type: "merge" }),
      apply: () => client.patch(CONFIG_MAPS, ref, {}, { type: "apply", fieldManager: "tokapi" }),
    }[verb]();
    if (requests === 1) await failing(call);
    else await call;
    expect(api.received).toHaveLength(requests);
  });

  it("gives up after four tries, or at once where the caller has a schedule of its own", async () => {
    const { api, client } = await serve(unavailable);
    expect((await failing(client.get(CONFIG_MAPS, ref))).code).toBe("unavailable");
    expect(api.received).toHaveLength(4);
    await failing(client.get(CONFIG_MAPS, ref, { retry: false }));
    expect(api.received).toHaveLength(5);
  });

  it("does not wait for a Retry-After beyond the deadline", async () => {
    const { client } = await serve((_, answer) =>
      answer.status(429, "TooManyRequests", "later", { "retry-after": "60" }),
    );
    const began = performance.now();
    expect(await failing(client.get(CONFIG_MAPS, ref, { deadlineMs: 5_000 }))).toMatchObject({
      code: "rate-limited",
      retryAfterMs: 60_000,
    });
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it("renews the credentials once after a 401", async () => {
    let token = "old";
    const cluster = {
      ...explicitCluster({ url: "http://unused" }, () => 0),
      credentials: async () => ({ headers: { authorization: `Bearer ${token}` }, tls: {} }),
      refresh: () => {
        token = "new";
      },
    };
    const api = await scriptedApi(({ headers }, answer) =>
      headers.authorization === "Bearer new" ? answer.json(thing("a", 5)) : answer.status(401, "Unauthorized"),
    );
    const client = new KubeClient({ cluster: { ...cluster, url: api.url } });
    open.push({ api, client });
    await client.create(CONFIG_MAPS, thing("a", ""));
    expect(api.received.map(({ headers }) => headers.authorization)).toEqual(["Bearer old", "Bearer new"]);
  });
});

describe("an error", () => {
  it.each([
    [400, "BadRequest", "invalid"],
    [403, "Forbidden", "forbidden"],
    [404, "NotFound", "not-found"],
    [409, "Conflict", "conflict"],
    [409, "AlreadyExists", "already-exists"],
    [410, "Expired", "gone"],
    [413, "RequestEntityTooLarge", "invalid"],
    [415, "UnsupportedMediaType", "invalid"],
    [422, "Invalid", "invalid"],
    [429, "TooManyRequests", "rate-limited"],
    [500, "InternalError", "unavailable"],
    [504, "Timeout", "timeout"],
  ])("of status %i %s has the code %s", async (status, reason, code) => {
    const { client } = await serve((_, answer) => answer.status(status, reason));
    expect((await failing(client.get(CONFIG_MAPS, ref, { retry: false }))).code).toBe(code);
  });

  it("says what was asked, and that a proxy answered where that was no Kubernetes", async () => {
    const { client } = await serve((_, answer) => answer.raw.writeHead(502).end("<html>secret-looking-page</html>"));
    const { message, code } = await failing(client.get(SECRETS, ref, { retry: false }));
    expect([code, message]).toEqual([
      "unavailable",
      "get secrets ns/a: unavailable (502): the answer was not a Kubernetes Status; is a proxy in between?",
    ]);
  });

  it("does not take a page of HTML for an object, or an object for a list", async () => {
    const { client } = await serve(({ kind }, answer) =>
      kind === "list" ? answer.json(thing("a", 5)) : void answer.raw.end("<html>Welcome</html>"),
    );
    expect((await failing(client.get(CONFIG_MAPS, ref))).message).toContain("is not JSON");
    expect((await failing(client.list(CONFIG_MAPS))).message).toContain("no list");
  });

  it("withholds what a webhook repeats of a Secret", async () => {
    const value = "sk-0123456789-secret";
    const { client } = await serve(({ body }, answer) => answer.status(403, "Forbidden", `denied: ${body} (${value})`));
    const secret = { metadata: ref, data: { key: Buffer.from(value).toString("base64") } };
    const { message } = await failing(client.create(SECRETS, secret));
    expect(message).toContain("denied:");
    expect(message).not.toContain(value);
    expect(message).not.toContain(secret.data.key);
  });

  it("tells silence from a refusal: a deadline, the caller's stop, nobody at home", async () => {
    const { client, reports } = await serve(() => {});
    expect((await failing(client.get(CONFIG_MAPS, ref, { deadlineMs: 100 }))).code).toBe("timeout");
    const stop = new AbortController();
    const stopped = failing(client.get(CONFIG_MAPS, ref, { signal: stop.signal }));
    stop.abort();
    expect((await stopped).code).toBe("aborted");
    const nobody = new KubeClient({ cluster: explicitCluster({ url: "http://127.0.0.1:1" }, () => 0) });
    expect(await failing(nobody.create(CONFIG_MAPS, thing("a", ""), { retry: false }))).toMatchObject({
      code: "network",
      sent: false,
    });
    await nobody.close();
    expect(reports.map(({ verb, resource, code }) => [verb, resource, code])).toEqual([
      ["get", "configmaps", "timeout"],
      ["get", "configmaps", "aborted"],
    ]);
  });

  it("ends an answer that never ends", async () => {
    const { client } = await serve(
      (_, answer) => {
        answer.open().write(`{"metadata":{"name":"`);
        const more = setInterval(() => answer.write("a".repeat(10_000)), 1);
        answer.raw.once("close", () => clearInterval(more));
      },
      { maxResponseBytes: 100_000 },
    );
    expect((await failing(client.get(CONFIG_MAPS, ref, { retry: false }))).message).toContain("larger than we accept");
  });
});

describe("connections", () => {
  it("are shared: a thousand calls, fifty at a time, over no more than are allowed", async () => {
    const { api, client } = await serve((_, answer) => answer.json(thing("a", 5)), { connections: 16 });
    for (let turn = 0; turn < 20; turn++) {
      await Promise.all(Array.from({ length: 50 }, () => client.get(CONFIG_MAPS, ref)));
    }
    expect(client.requests).toBe(1_000);
    expect(api.connections()).toBeLessThanOrEqual(16);
  });
});

describe("lines of a stream", () => {
  async function* cut(bytes: Buffer, at: readonly number[]) {
    let from = 0;
    for (const end of [...at, bytes.length]) {
      yield bytes.subarray(from, Math.max(from, end));
      from = Math.max(from, end);
    }
  }

  async function collect(texts: AsyncIterable<string>): Promise<string[]> {
    const all: string[] = [];
    for await (const text of texts) all.push(text);
    return all;
  }

  it("are the same however the bytes were cut, and the last one counts only when it is whole", async () => {
    const texts = fc.array(fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !text.includes("\n")));
    const cuts = fc.array(fc.nat(200)).map((at) => at.sort((a, b) => a - b));
    const check = async (expected: readonly string[], at: readonly number[]) => {
      const bytes = Buffer.from(`${expected.map((text) => `${text}\n`).join("")}half a line`);
      const sorted = at.filter((end) => end < bytes.length);
      expect(await collect(lines(cut(bytes, sorted), 10_000))).toEqual(expected);
    };
    await fc.assert(fc.asyncProperty(texts, cuts, check));
  });

  it("end with an error when one of them never ends", async () => {
    async function* endless() {
      for (;;) yield Buffer.alloc(1_000, "a");
    }
    await expect(collect(lines(endless(), 10_000))).rejects.toThrow("longer than 10000 bytes");
  });
});

describe("resources", () => {
  it("have paths in which no name can reach another object", () => {
    expect(resourcePath(SECRETS, { namespace: "a/b", name: "c?d" })).toBe("/api/v1/namespaces/a%2Fb/secrets/c%3Fd");
    for (const name of ["", ".", ".."])
      expect(() => resourcePath(SECRETS, { namespace: "ns", name })).toThrow(TypeError);
    expect(() => resourcePath(SECRETS, { name: "a" })).toThrow("needs a namespace");
  });

  it("have versions that compare as numbers of any size, and not at all when they are none", () => {
    expect(compareVersions("9", "10")).toBeLessThan(0);
    expect(compareVersions("18446744073709551617", "18446744073709551616")).toBeGreaterThan(0);
    expect(compareVersions("7", "7")).toBe(0);
    for (const odd of ["", "x7", "07", "7.5"]) expect(compareVersions(odd, "7")).toBeUndefined();
  });
});
