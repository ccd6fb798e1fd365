// The exercise provider in this process, and a real terraform or tofu that uses it.
import { type Reattached, serveReattached } from "../../../../provider/protocol/index.ts";
import { openWorkspace, type Workspace } from "../../../support/terraform.ts";
import type { FoundTerraform } from "../../../tools/terraform-programs.ts";
import { terraformPrograms } from "../../../tools/terraform-programs.ts";
import { exerciseProvider, newWorld, type World } from "../exercise.ts";

/** What can be had on this machine, for `describe.each`. */
export const found: readonly FoundTerraform[] = await terraformPrograms();

export interface Lab extends AsyncDisposable {
  readonly world: World;
  /** What the provider logged. */
  readonly log: readonly string[];
  readonly workspace: Workspace;
  apply(hcl: string, ...options: readonly string[]): Promise<void>;
  /** 0: nothing to do; 2: something. */
  planCode(): Promise<number | null>;
  /** The attributes of `exercise_thing.it`, as the state file has them. */
  thing(): Promise<Readonly<Record<string, unknown>>>;
  /** What was asked under this name, the oldest first. */
  asked(operation: string): readonly Readonly<Record<string, unknown>>[];
}

const head = 'terraform {\n  required_providers {\n    exercise = { source = "exercise/exercise" }\n  }\n}\n';

export async function openLab(program: FoundTerraform): Promise<Lab> {
  const world = newWorld();
  const log: string[] = [];
  const reattached: Reattached = await serveReattached(exerciseProvider(world), {
    log: { write: (line) => log.push(line), level: "error" },
  });
  const workspace = await openWorkspace({
    program,
    files: {},
    env: { TF_REATTACH_PROVIDERS: reattached.reattach },
  });
  return {
    world,
    log,
    workspace,
    apply: async (hcl, ...options) => {
      await workspace.write({ "main.tf": head + hcl });
      await workspace.succeed(["apply", "-auto-approve", ...options]);
    },
    planCode: async () => (await workspace.run(["plan", "-detailed-exitcode"])).code,
    thing: async () => {
      const resource = (await workspace.state())?.resources.find(({ type }) => type === "exercise_thing");
      const attributes = resource?.instances[0]?.attributes;
      if (!attributes) throw new Error("there is no thing in the state");
      return attributes;
    },
    asked: (operation) =>
      world.journal.flatMap((entry) =>
        entry.operation === operation ? [entry.request as Readonly<Record<string, unknown>>] : [],
      ),
    [Symbol.asyncDispose]: async () => {
      reattached.close();
      await workspace.close();
    },
  };
}

/** A configuration of one thing. */
export function thing(body: string, name = "it"): string {
  return `resource "exercise_thing" "${name}" {\n${body}\n}\n`;
}
