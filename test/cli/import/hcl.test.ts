import { describe, expect, it } from "@jest/globals";
import { createClock } from "../../provider/scenario/clock.ts";
import { ScenarioGateway } from "../../provider/scenario/gateway.ts";
import { attachedProvider } from "../../provider/scenario/provider.ts";
import { openWorkspace } from "../../support/terraform.ts";
import { objectsByAddress } from "../../support/terraform-json.ts";
import { terraformPrograms } from "../../tools/terraform-programs.ts";
import { changesAt, environmentOf, keysByHand, printed } from "./account.ts";

const found = await terraformPrograms();
const clock = createClock(1);

describe.each(["new-api v1.0.0-rc.24", "new-api v0.6.8.2", "sub2api 0.1.179"] as const)(
  "tokapi import --as hcl, for %s",
  (name) => {
    it.each(found)(
      "$tool takes over the same keys, and nothing is changed at the gateway",
      async (program) => {
        const { console, emulator } = await ScenarioGateway.open(name, clock, false);
        const ids = await keysByHand(console);
        const before = changesAt(console);
        const files = { "main.tf": await printed(console, "--as", "hcl", "--store-in-state") };
        const provider = await attachedProvider(clock, environmentOf(emulator));
        await using workspace = await openWorkspace({ program, providers: provider.sources, files });
        try {
          await workspace.succeed(["init"]);
          await workspace.succeed(["fmt", "-check", "-diff"]);
          await workspace.succeed(["plan", "-out=tfplan"]);
          const { resource_changes: planned = [] } = await workspace.planJson();
          expect(planned.map(({ change }) => change.importing?.id).sort()).toEqual([...ids.values()].sort());
          // The state is told for the first time what is declared; what the gateway knows of stays as it was found.
          for (const { change } of planned) expect(changed(change)).toEqual([]);
          await workspace.succeed(["apply", "tfplan"]);
          expect((await workspace.run(["plan", "-detailed-exitcode"])).code).toBe(0);
          const objects = [...objectsByAddress(await workspace.state()).values()];
          for (const [remoteName, id] of ids) {
            const object = objects.find(({ attributes }) => attributes.remote_name === remoteName);
            expect(object?.attributes).toMatchObject({ id, key: emulator.ledger.byId(id)!.text, revision: 0 });
          }
          expect(changesAt(console) - before).toBe(0);
        } finally {
          provider.close();
          await emulator.close();
        }
      },
      90_000,
    );
  },
);

function changed({ before, after }: { readonly before: object | null; readonly after: object | null }): string[] {
  const was = new Map(Object.entries(before ?? {}));
  const different = Object.entries(after ?? {}).filter(([field, value]) => !equal(value, was.get(field)));
  return different.map(([field]) => field).filter((field) => !["name", "routes", "store_in_state"].includes(field));
}

function equal(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
