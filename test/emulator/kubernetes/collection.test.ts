import { describe, expect, it } from "@jest/globals";
import { SECRETS, secret, startTestServer, type TestServer, WIDGETS, widget } from "./client.ts";

const MERGE = "application/merge-patch+json";

async function ownerOf(test: TestServer, name: string): Promise<Record<string, unknown>> {
  const { body } = await test.call("GET", `${WIDGETS}/${name}`);
  return { apiVersion: "example.dev/v1", kind: "Widget", name, uid: body.metadata?.uid, blockOwnerDeletion: true };
}

/** Waits for the DELETED event that the background brings. */
async function gone(test: TestServer, collection: string, name: string): Promise<void> {
  const watch = test.watch(`${collection}?watch=true&fieldSelector=metadata.name%3D${name}`);
  for (let event = await watch.next(); event; event = await watch.next()) {
    if (event.type === "DELETED") break;
    if ((await test.call("GET", `${collection}/${name}`)).code === 404) break;
  }
  watch.stop();
}

describe("owners", () => {
  it("take what they own with them", async () => {
    await using test = await startTestServer();
    await test.call("POST", WIDGETS, widget("o"));
    await test.call("POST", SECRETS, secret("s", { ownerReferences: [await ownerOf(test, "o")] }));
    const end = gone(test, SECRETS, "s");
    await test.call("DELETE", `${WIDGETS}/o`);
    await end;
    expect((await test.call("GET", `${SECRETS}/s`)).code).toBe(404);
  });

  it("leave behind what another living owner owns too", async () => {
    await using test = await startTestServer();
    for (const name of ["o", "p"]) await test.call("POST", WIDGETS, widget(name));
    const owners = [await ownerOf(test, "o"), await ownerOf(test, "p")];
    await test.call("POST", SECRETS, secret("s", { ownerReferences: owners }));
    const watch = test.watch(`${SECRETS}?watch=true`);
    await watch.next();
    await test.call("DELETE", `${WIDGETS}/o`);
    const event = await watch.next();
    watch.stop();
    expect(event?.type).toBe("MODIFIED");
    expect(event?.object.metadata?.ownerReferences).toEqual([owners[1]]);
  });

  it("leave everything behind when they are told to orphan it", async () => {
    await using test = await startTestServer();
    await test.call("POST", WIDGETS, widget("o"));
    await test.call("POST", SECRETS, secret("s", { ownerReferences: [await ownerOf(test, "o")] }));
    const end = gone(test, WIDGETS, "o");
    await test.call("DELETE", `${WIDGETS}/o`, { propagationPolicy: "Orphan" });
    await end;
    expect((await test.call("GET", `${SECRETS}/s`)).body.metadata?.ownerReferences).toBeUndefined();
  });

  it("wait for what they own when deleted in the foreground", async () => {
    await using test = await startTestServer();
    await test.call("POST", WIDGETS, widget("o"));
    const references = { ownerReferences: [await ownerOf(test, "o")], finalizers: ["example.dev/hold"] };
    await test.call("POST", SECRETS, secret("s", references));
    await test.call("DELETE", `${WIDGETS}/o`, { propagationPolicy: "Foreground" });
    expect((await test.call("GET", `${WIDGETS}/o`)).body.metadata?.deletionTimestamp).toBeDefined();
    const end = gone(test, WIDGETS, "o");
    await test.call("PATCH", `${SECRETS}/s`, { metadata: { finalizers: null } }, MERGE);
    await test.call("DELETE", `${SECRETS}/s`);
    await end;
    expect((await test.call("GET", `${WIDGETS}/o`)).code).toBe(404);
  });

  it("that never existed do not keep anything", async () => {
    await using test = await startTestServer();
    await test.call("POST", WIDGETS, widget("o"));
    const owner = { ...(await ownerOf(test, "o")), uid: "00000000-0000-0000-0000-000000000000" };
    const end = gone(test, SECRETS, "s");
    await test.call("POST", SECRETS, secret("s", { ownerReferences: [owner] }));
    await end;
    expect((await test.call("GET", `${SECRETS}/s`)).code).toBe(404);
  });
});

describe("a namespace", () => {
  it("goes when what it holds has gone, finalizers included", async () => {
    await using test = await startTestServer();
    await test.call("POST", "/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "n" } });
    const held = secret("s", { finalizers: ["example.dev/hold"] });
    await test.call("POST", "/api/v1/namespaces/n/secrets", held);
    const watch = test.watch("/api/v1/namespaces/n/secrets?watch=true");
    await watch.next();
    await test.call("DELETE", "/api/v1/namespaces/n");
    expect((await watch.next())?.object.metadata?.deletionTimestamp).toBeDefined();
    watch.stop();
    const refused = await test.call("POST", "/api/v1/namespaces/n/secrets", secret("t"));
    expect([refused.code, refused.body.reason]).toEqual([403, "Forbidden"]);
    const end = gone(test, "/api/v1/namespaces", "n");
    await test.call("PATCH", "/api/v1/namespaces/n/secrets/s", { metadata: { finalizers: null } }, MERGE);
    await end;
    expect((await test.call("GET", "/api/v1/namespaces/n")).code).toBe(404);
  });
});

describe("a definition", () => {
  it("takes its objects with it, and is no longer served", async () => {
    await using test = await startTestServer();
    const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    await test.call("POST", WIDGETS, widget("a"));
    const watch = test.watch(`${WIDGETS}?watch=true`);
    await watch.next();
    const end = gone(test, definitions, "widgets.example.dev");
    await test.call("DELETE", `${definitions}/widgets.example.dev`);
    expect((await watch.next())?.type).toBe("DELETED");
    watch.stop();
    await end;
    const response = await fetch(`${test.server.url}${WIDGETS}`);
    expect(response.status).toBe(404);
  });
});
