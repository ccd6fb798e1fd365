import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { parseAllDocuments } from "yaml";
import type { Ledger } from "../../../core/ledger.ts";
import { formatInstant } from "../../../core/time.ts";
import type { Definition } from "../../../operator/resources/definition.ts";
import { kinds } from "../../../operator/resources/kinds.ts";
import { ledgerFromStatus, ledgerToStatus } from "../../../operator/resources/ledger-status.ts";
import { parseTokApiKey } from "../../../operator/resources/parse.ts";
import type { TokApiKeyStatus } from "../../../operator/resources/status.ts";
import { tokApiKey } from "../../../operator/resources/tok-api-key.ts";
import { needing } from "../../support/needing.ts";
import { type ApiServer, candidates, objectsPath } from "./api-server.ts";

const folder = join(import.meta.dirname, "..", "..", "..", "examples", "kubernetes");
const examples = readdirSync(folder).flatMap((file) =>
  parseAllDocuments(readFileSync(join(folder, file), "utf8")).map(
    (document) => [file, document.toJS() as { kind: string; metadata: { name: string } }] as const,
  ),
);

const at = 1_800_000_000_000;
const ledger: Ledger = {
  keys: [
    {
      revision: 3,
      name: "prod-api-server.k3f9x2ab.r3",
      id: "41",
      state: "Retiring",
      reason: "Created",
      plannedAt: at,
      issuedAt: at + 1,
      verifiedAt: at + 2_000,
      deliveredAt: at + 3_000,
      retiringSince: at + 9_000,
      lastUsedAt: at + 8_000,
      spent: 0.0125,
      rolledOut: true,
      switchedOff: false,
    },
    {
      revision: 4,
      name: "prod-api-server.k3f9x2ab.r4",
      state: "Planned",
      reason: "Requested",
      plannedAt: at + 9_000,
      request: "2026-11-23",
      setbacks: 2,
    },
  ],
  lastRevision: 5,
  carried: { spent: 3, at },
};
const written = ledgerToStatus(ledger);
const time = formatInstant(at);
const status: TokApiKeyStatus = {
  observedGeneration: 1,
  conditions: [
    {
      type: "Ready",
      status: "True",
      reason: "Delivered",
      message: "Secret llm-api holds revision 3.",
      observedGeneration: 1,
      lastTransitionTime: time,
    },
  ],
  ...written,
  quota: { ...written.quota, amount: 50, spent: 3.0125 },
  revision: 3,
  nextRotationAt: time,
  lastRotatedAt: time,
  secretName: "llm-api",
  gateway: "TokGateway/tokmodel",
  retry: { failures: 2, notBefore: time, reason: "RateLimited", message: "The gateway asked to wait." },
  warnings: ["priority has no effect"],
};

for (const candidate of await candidates()) {
  needing(candidate).describe(`the resources on ${candidate.name}`, () => {
    let server: ApiServer;
    const keys = objectsPath(tokApiKey);
    beforeAll(async () => {
      server = await candidate.start();
    }, 90_000);
    afterAll(() => server?.stop());

    it.each(examples.map(([file, object]) => [file, object.kind, object] as const))(
      "take the example %s: %s",
      async (_, kind, object) => {
        const ours = kinds.find((each) => each.kind === kind);
        const path = ours ? objectsPath(ours) : "/api/v1/namespaces/default/secrets";
        const answer = await server.call("POST", `${path}?dryRun=All&fieldValidation=Strict`, object);
        expect({ status: answer.status, message: answer.body.message }).toEqual({ status: 201 });
      },
    );

    it("keep a whole status as it was written, and the ledger in it", async () => {
      const name = "status-round-trip";
      await server.call("POST", keys, keyNamed(name));
      const patched = await server.call("PATCH", `${keys}/${name}/status`, { status }, merge);
      expect({ status: patched.status, message: patched.body.message }).toEqual({ status: 200 });
      const parsed = parseTokApiKey((await server.call("GET", `${keys}/${name}`)).body);
      expect(parsed).toMatchObject({ ok: true, metadata: { name, generation: 1 } });
      expect(parsed.status).toEqual(status);
      expect(ledgerFromStatus(parsed.status!)).toEqual(ledger);
    });

    it("refuse a status that names a state nobody knows", async () => {
      const name = "status-unknown-state";
      await server.call("POST", keys, keyNamed(name));
      const [key] = written.keys;
      const bad = { status: { keys: [{ ...key, state: "Frozen" }] } };
      const answer = await server.call("PATCH", `${keys}/${name}/status`, bad, merge);
      expect(answer.status).toBe(422);
      expect(answer.body.message).toContain("status.keys[0].state");
    });

    it("show in a table what a person asks first", async () => {
      const name = "table-of-keys";
      await server.call("POST", keys, keyNamed(name));
      await server.call("PATCH", `${keys}/${name}/status`, { status }, merge);
      expect(await table(tokApiKey, name)).toMatchObject({
        Name: name,
        Ready: "True",
        Reason: "Delivered",
        Secret: "llm-api",
        Rev: 3,
        "Next rotation": "2027-01-15T08:00:00Z",
        Gateway: "tokmodel",
        Message: "Secret llm-api holds revision 3.",
      });
    });

    it("can be selected by gateway and by Secret", async () => {
      await server.call("POST", keys, keyNamed("selected", "elsewhere"));
      for (const [selector, found] of [
        ["spec.gatewayRef.name=elsewhere", ["selected"]],
        ["spec.gatewayRef.name=nowhere", []],
      ] as const) {
        const { body } = await server.call("GET", `${keys}?fieldSelector=${encodeURIComponent(selector)}`);
        const items = body.items as { metadata: { name: string } }[];
        expect(items.map(({ metadata }) => metadata.name)).toEqual(found);
      }
    });

    it("answer to their short names and to the category tokapi", async () => {
      const { body } = await server.call("GET", "/apis/tokapi.dev/v1alpha1");
      const resources = (body.resources as { name: string; shortNames?: string[]; categories?: string[] }[]).filter(
        ({ name }) => !name.includes("/"),
      );
      expect(new Map(resources.map(({ name, shortNames }) => [name, shortNames]))).toEqual(
        new Map(kinds.map(({ plural, shortNames }) => [plural, shortNames])),
      );
      for (const { categories } of resources) expect(categories).toEqual(["tokapi"]);
    });

    function keyNamed(name: string, gateway = "tokmodel"): object {
      const spec = { gatewayRef: { name: gateway } };
      return { apiVersion: "tokapi.dev/v1alpha1", kind: "TokApiKey", metadata: { name }, spec };
    }

    async function table(kind: Definition, name: string): Promise<Record<string, unknown>> {
      const accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
      const { body } = await server.call("GET", `${objectsPath(kind)}/${name}`, undefined, { accept });
      const columns = body.columnDefinitions as { name: string }[];
      const [row] = body.rows as { cells: unknown[] }[];
      return Object.fromEntries(columns.map((column, index) => [column.name, row!.cells[index]]));
    }
  });
}

const merge = { contentType: "application/merge-patch+json" };
