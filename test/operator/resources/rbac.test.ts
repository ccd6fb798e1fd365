import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { clusterRules, operatorNamespace, ownNamespaceRules, rbacObjects } from "../../../operator/resources/rbac.ts";
import { needing } from "../../support/needing.ts";
import { type ApiServer, candidates } from "./api-server.ts";

describe("the operator's roles", () => {
  it("name every group, resource and verb: nothing is granted by a star", () => {
    for (const { apiGroups, resources, verbs } of [...clusterRules, ...ownNamespaceRules]) {
      expect([...apiGroups, ...resources, ...verbs]).not.toContain("*");
    }
  });

  it("cannot delete anything but a Secret, nor touch roles, pods or tokens", () => {
    const all = [...clusterRules, ...ownNamespaceRules];
    const deleting = all.filter(({ verbs }) => verbs.some((verb) => verb.startsWith("delete")));
    expect(deleting.map(({ resources }) => resources)).toEqual([["secrets"]]);
    expect(deleting[0]?.verbs).not.toContain("deletecollection");
    const resources = all.flatMap(({ resources }) => resources);
    for (const resource of ["roles", "clusterroles", "pods", "pods/exec", "serviceaccounts/token"]) {
      expect(resources).not.toContain(resource);
    }
  });
});

// Only a real API server has RBAC; the embedded one knows a single user who may do everything.
const real = (await candidates()).find(({ rbac }) => rbac)!;
needing(real).describe("the operator's roles on a real kube-apiserver", () => {
  let server: ApiServer;
  let token: string;
  beforeAll(async () => {
    server = await real.start();
    await server.call("POST", "/api/v1/namespaces", { metadata: { name: operatorNamespace } });
    for (const object of rbacObjects()) {
      const answer = await server.call("POST", pathOf(object), object);
      if (answer.status !== 201) throw new Error(`${object.kind}: ${answer.body.message}`);
    }
    const path = `/api/v1/namespaces/${operatorNamespace}/serviceaccounts/tokapi-operator/token`;
    const minted = await server.call("POST", path, { spec: { expirationSeconds: 3_600 } });
    token = (minted.body.status as { token: string }).token;
  }, 90_000);
  afterAll(() => server?.stop());

  async function may(verb: string, group: string, resource: string, namespace = "default"): Promise<boolean> {
    const [name, subresource] = resource.split("/");
    const answer = await server.call(
      "POST",
      "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
      { spec: { resourceAttributes: { verb, group, resource: name, subresource, namespace } } },
      { token },
    );
    return (answer.body.status as { allowed: boolean }).allowed;
  }

  it.each([
    ["watch", "tokapi.dev", "tokapikeys"],
    ["patch", "tokapi.dev", "tokapikeys/status"],
    ["patch", "tokapi.dev", "tokgateways/status"],
    ["create", "", "secrets"],
    ["delete", "", "secrets"],
    ["list", "", "namespaces"],
    ["patch", "apps", "deployments"],
    ["create", "events.k8s.io", "events"],
  ])("allow to %s %s/%s in any namespace", async (verb, group, resource) => {
    expect(await may(verb, group, resource)).toBe(true);
  });

  it.each([
    ["deletecollection", "", "secrets"],
    ["delete", "tokapi.dev", "tokapikeys"],
    ["create", "tokapi.dev", "tokapikeys"],
    ["patch", "tokapi.dev", "tokgateways"],
    ["list", "", "configmaps"],
    ["list", "", "pods"],
    ["create", "", "serviceaccounts/token"],
    ["update", "coordination.k8s.io", "leases"],
  ])("do not allow to %s %s/%s in any namespace", async (verb, group, resource) => {
    expect(await may(verb, group, resource)).toBe(false);
  });

  it("allow leader election in the operator's own namespace", async () => {
    for (const verb of ["get", "create", "update"]) {
      expect(await may(verb, "coordination.k8s.io", "leases", operatorNamespace)).toBe(true);
    }
  });

  it("are enough to deliver a Secret by server-side apply, also where there is none yet", async () => {
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "llm" }, data: { apiKey: "c2s=" } };
    const path = "/api/v1/namespaces/default/secrets/llm?fieldManager=tokapi&force=true";
    const apply = { token, contentType: "application/apply-patch+yaml" };
    expect((await server.call("PATCH", path, secret, apply)).status).toBe(201);
    expect((await server.call("PATCH", path, { ...secret, data: { apiKey: "c2s2" } }, apply)).status).toBe(200);
  });
});

function pathOf(object: Record<string, unknown>): string {
  const { apiVersion, kind, metadata } = object as {
    apiVersion: string;
    kind: string;
    metadata: { namespace?: string };
  };
  const start = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
  const within = metadata.namespace ? `/namespaces/${metadata.namespace}` : "";
  return `${start}${within}/${kind.toLowerCase()}s`;
}
