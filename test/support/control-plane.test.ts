import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { Agent, type Dispatcher, request } from "undici";
import { controlPlaneAssets } from "../tools/control-plane.ts";
import { type ControlPlane, startControlPlane } from "./control-plane.ts";
import { needing } from "./needing.ts";

const assets = await controlPlaneAssets();
const controlPlane = needing(assets);
const hasManager = "directory" in assets && existsSync(`${assets.directory}/kube-controller-manager`);
const controllerManager = needing(
  hasManager ? {} : { missing: "NOT TESTED: the assets hold no kube-controller-manager." },
);

controlPlane.describe("the control plane of the tests", () => {
  let plane: ControlPlane;
  let agent: Agent;

  beforeAll(async () => {
    plane = await startControlPlane();
    agent = new Agent({ allowH2: false, connect: { ca: plane.ca } });
  }, 90_000);
  afterAll(async () => {
    await agent.close();
    await plane.stop();
  });

  async function call(method: Dispatcher.HttpMethod, path: string, body?: unknown, token = plane.adminToken) {
    const answer = await request(plane.url + path, {
      dispatcher: agent,
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    // What is not served yet is answered with a line of text.
    return {
      status: answer.statusCode,
      body: (text.startsWith("{") ? JSON.parse(text) : {}) as Record<string, unknown>,
    };
  }

  it("takes a custom resource definition and serves its resources", async () => {
    const schema = {
      type: "object",
      properties: { spec: { type: "object", properties: { size: { type: "integer" } } } },
    };
    const created = await call("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "plums.test.tokapi.dev" },
      spec: {
        group: "test.tokapi.dev",
        scope: "Namespaced",
        names: { plural: "plums", singular: "plum", kind: "Plum" },
        versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: schema } }],
      },
    });
    expect(created.status).toBe(201);
    let status = 0;
    for (let turn = 0; turn < 100 && status !== 200; turn++) {
      status = (await call("GET", "/apis/test.tokapi.dev/v1/namespaces/default/plums")).status;
      if (status !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(status).toBe(200);
  });

  it("mints ServiceAccount tokens that RBAC refuses until a role is bound", async () => {
    const accounts = "/api/v1/namespaces/default/serviceaccounts";
    expect((await call("POST", accounts, { metadata: { name: "operator" } })).status).toBe(201);
    const minted = await call("POST", `${accounts}/operator/token`, { spec: { expirationSeconds: 3600 } });
    expect(minted.status).toBe(201);
    const { token } = minted.body.status as { token: string };
    const secrets = await call("GET", "/api/v1/namespaces/default/secrets", undefined, token);
    expect(secrets.status).toBe(403);
    expect(secrets.body.message).toContain("system:serviceaccount:default:operator");
  });

  it("leaves no file and no open port behind when it stops", async () => {
    const second = await startControlPlane();
    expect(existsSync(second.directory)).toBe(true);
    await second.stop();
    await second.stop();
    expect(existsSync(second.directory)).toBe(false);
    await expect(request(`${second.url}/readyz`)).rejects.toThrow("ECONNREFUSED");
  }, 60_000);

  controllerManager.it(
    "runs the controller manager on request",
    async () => {
      const managed = await startControlPlane({ controllerManager: true });
      const own = new Agent({ allowH2: false, connect: { ca: managed.ca } });
      try {
        const headers = { authorization: `Bearer ${managed.adminToken}`, "content-type": "application/json" };
        const path = `${managed.url}/api/v1/namespaces/default/serviceaccounts`;
        // The account "default" in each namespace is the controller manager's work.
        let status = 0;
        for (let turn = 0; turn < 300 && status !== 200; turn++) {
          const answer = await request(`${path}/default`, { dispatcher: own, headers });
          await answer.body.dump();
          status = answer.statusCode;
          if (status !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
        }
        expect(status).toBe(200);
      } finally {
        await own.close();
        await managed.stop();
      }
    },
    90_000,
  );
});
