import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { parseAllDocuments } from "yaml";
import { startNewApi } from "../../../emulator/new-api/index.ts";
import { SECRETS } from "../../../operator/kube/resource.ts";
import { TOK_API_KEYS, TOK_GATEWAYS } from "../../../operator/resources/addresses.ts";
import { gateways, inWorld } from "../../operator/suite/suite.ts";
import { type ApiServer, embeddedServer } from "../../support/api-server.ts";
import { newApiConsole } from "../../support/gateway-console.ts";
import { keysByHand, looks, printed } from "./account.ts";

interface Manifest {
  readonly kind: "TokGateway" | "TokApiKey";
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly adopt?: { readonly id: string };
    readonly enabled?: boolean;
    readonly credentialsSecretRef?: { readonly name: string };
  };
}

let server: ApiServer;
beforeAll(async () => {
  server = await embeddedServer();
});
afterAll(() => server.stop());

describe("tokapi import --as yaml", () => {
  it.each(gateways)(
    "$title: the operator takes over the same keys, and nothing is changed at the gateway",
    ({ at }) =>
      inWorld(
        () => server,
        async (world) => {
          const console = at(world);
          const ids = await keysByHand(console);
          const before = await looks(console, ids);
          const text = await printed(console, "--as", "yaml", "--namespace", world.namespace);
          const manifests = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
          const [gateway, ...keys] = manifests;
          const { credentials } = console.emulator;
          await world.make(SECRETS, gateway!.spec.credentialsSecretRef!.name, { stringData: credentials });
          for (const { kind, metadata, spec } of manifests)
            await world.make({ TokGateway: TOK_GATEWAYS, TokApiKey: TOK_API_KEYS }[kind], metadata.name, { spec });
          for (const { metadata, spec } of keys) {
            const { id } = spec.adopt!;
            if (spec.enabled === false) {
              await world.until(metadata.name, "it is known", (status) => status.keys?.[0]?.id === id);
              continue;
            }
            const status = await world.ready(metadata.name, 1);
            expect(status.keys).toMatchObject([{ id, reason: "Adopted", state: "Current" }]);
            expect(await world.secret(metadata.name)).toBe(console.emulator.ledger.byId(id)!.text);
          }
          expect(keys.map(({ spec }) => spec.adopt!.id).sort()).toEqual([...ids.values()].sort());
          await world.stop();
          expect(await looks(console, ids)).toEqual(before);
          expect(console.emulator.ledger.created()).toHaveLength(ids.size);
        },
      )(),
    60_000,
  );

  it("quotes names that kubectl would not take for texts", async () => {
    const emulator = await startNewApi({ profile: "v1.0.0-rc.24", seed: "wire", limits: false });
    try {
      const console = newApiConsole(emulator);
      const names = ["off", "null", "12e4"];
      for (const name of names) await console.create(name);
      const [, ...keys] = parseAllDocuments(await printed(console, "--as", "yaml"), { version: "1.1" });
      expect(keys.map((key) => (key.toJS() as Manifest).metadata.name)).toEqual(names);
    } finally {
      await emulator.close();
    }
  });
});
