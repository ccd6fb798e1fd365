import { describe, expect, it } from "@jest/globals";
import { SECRETS, secret, startTestServer, WIDGETS, widget } from "./client.ts";

const MERGE = "application/merge-patch+json";

describe("a watch", () => {
  it("tells of every change in order, from the version that it is given", async () => {
    await using test = await startTestServer();
    const { body: list } = await test.call("GET", WIDGETS);
    await test.call("POST", WIDGETS, widget("a"));
    await test.call("PATCH", `${WIDGETS}/a`, { spec: { size: 2 } }, MERGE);
    await test.call("DELETE", `${WIDGETS}/a`);
    const watch = test.watch(`${WIDGETS}?watch=true&resourceVersion=${list.metadata?.resourceVersion}`);
    const events = [await watch.next(), await watch.next(), await watch.next()];
    watch.stop();
    expect(events.map((event) => event?.type)).toEqual(["ADDED", "MODIFIED", "DELETED"]);
    const versions = events.map((event) => Number(event?.object.metadata?.resourceVersion));
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  });

  it("shows objects that enter and leave its selection as added and deleted", async () => {
    await using test = await startTestServer();
    const watch = test.watch(`${WIDGETS}?watch=true&labelSelector=on%3Dyes`);
    await test.call("POST", WIDGETS, widget("a"));
    await test.call("PATCH", `${WIDGETS}/a`, { metadata: { labels: { on: "yes" } } }, MERGE);
    const left = await test.call("PATCH", `${WIDGETS}/a`, { metadata: { labels: { on: "no" } } }, MERGE);
    const [added, deleted] = [await watch.next(), await watch.next()];
    watch.stop();
    expect([added?.type, deleted?.type]).toEqual(["ADDED", "DELETED"]);
    expect(deleted?.object.metadata?.labels).toEqual({ on: "yes" });
    expect(deleted?.object.metadata?.resourceVersion).toBe(left.body.metadata?.resourceVersion);
  });

  it("is refused with 410 from a version that is forgotten", async () => {
    await using test = await startTestServer({ historySize: 2 });
    for (let index = 0; index < 10; index += 1) await test.call("POST", SECRETS, secret(`s${index}`));
    const watch = test.watch(`${SECRETS}?watch=true&resourceVersion=1`);
    const event = await watch.next();
    expect([event?.type, event?.object.code, event?.object.reason]).toEqual(["ERROR", 410, "Expired"]);
    expect(await watch.next()).toBeUndefined();
  });

  it("sends bookmarks with the newest version of all resources", async () => {
    await using test = await startTestServer({ bookmarkEveryMs: 20 });
    const { body } = await test.call("POST", SECRETS, secret("s"));
    const watch = test.watch(`${WIDGETS}?watch=true&allowWatchBookmarks=true`);
    const event = await watch.next();
    watch.stop();
    expect(event?.type).toBe("BOOKMARK");
    expect(event?.object.metadata?.resourceVersion).toBe(body.metadata?.resourceVersion);
  });

  it("ends when its time is up", async () => {
    await using test = await startTestServer();
    const watch = test.watch(`${WIDGETS}?watch=true&timeoutSeconds=1`);
    expect(await watch.next()).toBeUndefined();
  });
});

describe("pages of a list", () => {
  it("all show the version of the first, whatever changes between them", async () => {
    await using test = await startTestServer();
    for (const name of ["a", "b", "c", "d"]) await test.call("POST", SECRETS, secret(name));
    const first = await test.call("GET", `${SECRETS}?limit=2`);
    await test.call("DELETE", `${SECRETS}/c`);
    await test.call("POST", SECRETS, secret("cc"));
    const token = String(first.body.metadata?.continue);
    const second = await test.call("GET", `${SECRETS}?limit=2&continue=${token}`);
    const names = [first, second].flatMap(({ body }) =>
      (body.items as { metadata: { name: string } }[]).map((item) => item.metadata.name),
    );
    expect(names).toEqual(["a", "b", "c", "d"]);
    expect(second.body.metadata?.resourceVersion).toBe(first.body.metadata?.resourceVersion);
  });

  it("cannot be continued once their version is forgotten", async () => {
    await using test = await startTestServer();
    for (const name of ["a", "b"]) await test.call("POST", SECRETS, secret(name));
    const first = await test.call("GET", `${SECRETS}?limit=1`);
    await test.call("POST", SECRETS, secret("c"));
    test.server.faults.compact();
    const second = await test.call("GET", `${SECRETS}?limit=1&continue=${first.body.metadata?.continue}`);
    expect([second.code, second.body.reason]).toEqual([410, "Expired"]);
    const rest = await test.call("GET", `${SECRETS}?continue=${second.body.metadata?.continue}`);
    expect((rest.body.items as { metadata: { name: string } }[]).map((item) => item.metadata.name)).toEqual(["b", "c"]);
  });
});
