import { leaks, secretTexts } from "../../support/secrets-kept.ts";
import type { places } from "./schema.ts";
import type { Stage } from "./stage.ts";

type Place = (typeof places)[number];

/**
 * Where the text of any key ever made, or a credential, shows though the scenario does not allow it; in words without
 * the text. State, plan, log, terminal, and what else was written: temporary files, crash logs, the home folder.
 */
export async function shownSecrets(stage: Stage): Promise<readonly string[]> {
  const allowed: readonly string[] = stage.scenario.secretsAllowedIn;
  const written = [...(await stage.workspace.written()), ["provider's log", stage.provider.log()] as const];
  const forbidden = written.filter(([path]) => !allowed.includes(placeOf(path)));
  return leaks(secretTexts(stage.gateways.map(({ emulator }) => emulator)), forbidden);
}

function placeOf(path: string): Place | "elsewhere" {
  if (/\.tfstate(\.\d+)?(\.backup)?$|\/tfstate(-prev)?$/.test(path)) return "state";
  // The harness reads saved plans by it; people see them as they are shown by plan.
  if (/^work\/tfplan|^terminal of show -json/.test(path)) return "plan";
  if (path.startsWith("logs/") || path === "provider's log") return "log";
  return path.startsWith("terminal of ") ? "terminal" : "elsewhere";
}
