import { describe, expect, it } from "@jest/globals";
import { SECRETS, secret, startTestServer, WIDGETS, widget } from "./client.ts";

describe("faults that a test asks for", () => {
  it("break the connection before the effect", async () => {
    await using test = await startTestServer();
    test.server.faults.reset({ verb: "create", resource: "secrets" });
    await expect(test.call("POST", SECRETS, secret("a"))).rejects.toThrow();
    expect((await test.call("GET", `${SECRETS}/a`)).code).toBe(404);
  });

  it("break the connection after the effect", async () => {
    await using test = await startTestServer();
    test.server.faults.reset({ verb: "create", resource: "secrets" }, "after");
    await expect(test.call("POST", SECRETS, secret("a"))).rejects.toThrow();
    expect((await test.call("GET", `${SECRETS}/a`)).code).toBe(200);
  });

  it("answer a write with a conflict, once", async () => {
    await using test = await startTestServer();
    await test.call("POST", WIDGETS, widget("a"));
    test.server.faults.conflict({ resource: "widgets" });
    const patch = () => test.call("PATCH", `${WIDGETS}/a`, { spec: { size: 2 } }, "application/merge-patch+json");
    expect([(await patch()).code, (await patch()).code]).toEqual([409, 200]);
  });

  it("answer 429 with a time to wait", async () => {
    await using test = await startTestServer();
    test.server.faults.tooManyRequests({ verb: "list" }, 7);
    const { code, headers } = await test.call("GET", SECRETS);
    expect([code, headers["retry-after"]]).toEqual([429, "7"]);
  });

  it("expire the next watch, whatever version it asks for", async () => {
    await using test = await startTestServer();
    const { body } = await test.call("GET", SECRETS);
    await test.call("POST", SECRETS, secret("a"));
    test.server.faults.expireNextWatch({ resource: "secrets" });
    const event = await test.watch(`${SECRETS}?watch=true&resourceVersion=${body.metadata?.resourceVersion}`).next();
    expect([event?.type, event?.object.code]).toEqual(["ERROR", 410]);
  });

  it("expire and break running watches", async () => {
    await using test = await startTestServer();
    const ready = async (path: string) => {
      const watch = test.watch(path);
      await watch.next();
      return watch;
    };
    await test.call("POST", SECRETS, secret("a"));
    await test.call("POST", WIDGETS, widget("a"));
    const [secrets, widgets] = [await ready(`${SECRETS}?watch=true`), await ready(`${WIDGETS}?watch=true`)];
    expect(test.server.faults.expireWatches("secrets")).toBe(1);
    expect((await secrets.next())?.object.code).toBe(410);
    expect(test.server.faults.resetWatches("widgets")).toBe(1);
    expect(await widgets.next()).toBeUndefined();
  });

  it("leave a watch half open: connected and silent", async () => {
    await using test = await startTestServer();
    await test.call("POST", SECRETS, secret("a"));
    const frozen = test.watch(`${SECRETS}?watch=true`);
    await frozen.next();
    expect(test.server.faults.freezeWatches("secrets")).toBe(1);
    const live = test.watch(`${SECRETS}?watch=true&fieldSelector=metadata.name%3Db`);
    let heard = false;
    const silent = frozen.next().then((event) => {
      heard = event !== undefined;
    });
    await test.call("POST", SECRETS, secret("b"));
    expect((await live.next())?.type).toBe("ADDED");
    frozen.stop();
    live.stop();
    await silent;
    expect(heard).toBe(false);
  });
});

describe("the request log", () => {
  it("counts by verb and resource, and keeps no bodies", async () => {
    await using test = await startTestServer({ logSize: 2 });
    test.server.requests.reset();
    for (const name of ["a", "b", "c"]) await test.call("POST", SECRETS, secret(name));
    await test.call("PATCH", `${WIDGETS}/none/status`, {}, "application/merge-patch+json");
    expect(test.server.requests.counts()).toEqual({ "create secrets": 3, "patch widgets/status": 1 });
    expect(test.server.requests.latest().map(({ verb, code }) => [verb, code])).toEqual([
      ["create", 201],
      ["patch", 404],
    ]);
    expect(JSON.stringify(test.server.requests.latest())).not.toContain("dg==");
  });
});

describe("a token", () => {
  it("that is wrong is refused", async () => {
    await using test = await startTestServer();
    const response = await fetch(`${test.server.url}${SECRETS}`, { headers: { authorization: "Bearer wrong" } });
    expect([response.status, ((await response.json()) as { reason: string }).reason]).toEqual([401, "Unauthorized"]);
  });
});
