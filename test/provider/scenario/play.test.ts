import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { needing } from "../../support/needing.ts";
import { terraformProgram } from "../../tools/terraform-programs.ts";
import { readScenario, type Scenario } from "./load.ts";
import { play } from "./play.ts";

const terraform = needing(await terraformProgram("terraform"));
const shared = (name: string) => readFile(join(import.meta.dirname, "../scenarios", name), "utf8");
const everywhere = { "terraform.tf": await shared("terraform.tf"), "provider.tf": await shared("provider.tf") };

const oneKey = `resource "tok_api_key" "server" {
  name           = "prod-api-server"
  group          = var.group
  store_in_state = true
}
output "key" {
  value     = tok_api_key.server.key
  sensitive = true
}
`;
const clock = 'resource "terraform_data" "clock" {\n  input = timestamp()\n}\n';

function scenario(steps: string, main = oneKey, allowed = "[state, plan]"): Scenario {
  const text = `about: Something that goes wrong\nsecretsAllowedIn: ${allowed}\nsteps: ${steps}`;
  const files = { ...everywhere, "main.tf": main };
  return { name: "wrong", files, ...readScenario(text, "wrong/scenario.yaml", files) };
}

terraform.describe("a scenario that goes wrong", () => {
  const playing = (wrong: Scenario) => {
    return play(wrong, { program: terraform.needed, gateway: "new-api v1.0.0-rc.24" });
  };

  it.each([
    ["a command fails", "[{ name: typo, run: state mv a b }]", /step 1, typo:\n {2}- the command failed/],
    ["a command succeeds that should not", "[{ name: first, run: plan, expect: { fails: plan } }]", /was to fail/],
    [
      "the plan is another",
      "[{ name: first, run: plan, expect: { plan: { tok_api_key.server: update } } }]",
      /the plan is \{"tok_api_key\.server":"create"\}, not \{"tok_api_key\.server":"update"\}/,
    ],
    ["words are missing", "[{ name: first, run: plan, expect: { says: 7 to add } }]", /"7 to add" was not said/],
    [
      "the gateway has other keys",
      "[{ name: first, run: apply, expect: { keys: { live: 2 } } }]",
      /the number of keys\.live is 1, not 2/,
    ],
    [
      "a key does not work",
      "[{ name: first, run: apply, gateway: [], expect: { works: { output key: false } } }]",
      /the data plane takes output key/,
    ],
    ["a key is unknown", "[{ name: first, gateway: { revoke: no-such-key } }]", /there is no "no-such-key"/],
    [
      "nothing was there to interrupt",
      "[{ name: first, run: plan, interrupt: { at: create } }]",
      /ended without the 1\. create, and was not interrupted/,
    ],
    [
      "a key is left behind",
      "[{ name: first, run: apply }, { name: forgotten, run: state rm tok_api_key.server }]",
      /the end:\n {2}- keys are left behind: prod-api-server\./,
    ],
    [
      "the text of a key is on the terminal",
      "[{ name: first, run: apply }, { name: shown, run: output -raw key }]",
      /step 2, shown:\n {2}- the text of new-api key prod-api-server\.\S+ shows in terminal of output -raw key/,
    ],
  ])("says that %s", (_what, steps, said) => expect(playing(scenario(steps))).rejects.toThrow(said));

  it("says that the text of a key is in the state, where that is not allowed", () =>
    expect(playing(scenario("[{ name: first, run: apply }]", oneKey, "[plan]"))).rejects.toThrow(
      /shows in work\/terraform\.tfstate/,
    ));

  it("says that the next plan wants something again", () =>
    expect(playing(scenario("[{ name: first, run: apply }]", clock))).rejects.toThrow(
      /after apply, the next plan still wants something/,
    ));
});
