import { expect, it, jest } from "@jest/globals";
import { armor, Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { needing } from "../../support/needing.ts";
import type { Workspace } from "../../support/terraform.ts";
import { terraformProgram } from "../../tools/terraform-programs.ts";
import { createClock } from "../scenario/clock.ts";
import { ScenarioGateway } from "../scenario/gateway.ts";
import { applied, PlayedExample } from "./example.ts";

jest.setTimeout(90_000);

const terraform = needing(await terraformProgram("terraform"));

const identity = await generateX25519Identity();
const recipient = await identityToRecipient(identity);

/** What an age file of a state holds. */
async function decrypted(text: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(armor.decode(text), "text");
}

/** An age file in the state, by the name of its key. */
async function encryptedKey(workspace: Workspace, name: string): Promise<string> {
  const state = await workspace.state();
  const found = state!.resources.find((each) => each.instances[0]!.attributes.name === name);
  return decrypted(String(found!.instances[0]!.attributes.key_encrypted));
}

const openGateway = (kind: "new-api v1.0.0-rc.24" | "sub2api 0.1.179") =>
  ScenarioGateway.open(kind, createClock(1), false);

/** The program's text with an emulated gateway in place of a service. */
const at =
  (preset: string, { kind, emulator }: ScenarioGateway) =>
  (text: string) =>
    text.replace(
      new RegExp(`"preset": "${preset}"(,\\s*"region": "[a-z0-9]+")?`),
      `"driver": "${kind}", "panel_url": "${emulator.panelURL}"`,
    );

terraform.describe("the example", () => {
  it("one-key makes a key, which is in the state for its recipient only", async () => {
    const gateway = await openGateway("new-api v1.0.0-rc.24");
    await using example = await PlayedExample.play("one-key");
    const files = { "cdk.tf.json": await example.stack("prod", at("TokModel", gateway)) };
    await applied(
      { program: terraform.needed, files, account: gateway.environment, env: { TF_VAR_recipient: recipient } },
      async (workspace) => {
        const output = await workspace.succeed(["output", "-raw", "key"]);
        const text = await decrypted(output.output);
        expect(await gateway.console.use(text)).toBe(200);
        const places = await workspace.written();
        expect(places.filter(([, written]) => written.includes(text))).toEqual([]);
      },
    );
    expect(gateway.emulator.ledger.existing()).toEqual([]);
    await gateway.emulator.close();
  });

  it("shared-routes gives each key the models of its routes", async () => {
    const gateway = await openGateway("new-api v1.0.0-rc.24");
    await using example = await PlayedExample.play("shared-routes");
    const files = { "cdk.tf.json": await example.stack("prod", at("TokModel", gateway)) };
    await applied(
      { program: terraform.needed, files, account: gateway.environment, env: { TF_VAR_recipient: recipient } },
      async (workspace) => {
        const models = async (name: string) => {
          const headers = { authorization: `Bearer ${await encryptedKey(workspace, name)}` };
          const answer = await fetch(`${gateway.emulator.dataURL}/v1/models`, { headers });
          const { data } = (await answer.json()) as { data: readonly { id: string }[] };
          return data.map(({ id }) => id).sort();
        };
        expect(await models("prod-chat-frontend")).toEqual(["gpt-4o-mini"]);
        expect(await models("prod-batch-summaries")).toEqual(["gpt-4o-mini", "gpt-5-mini"]);
      },
    );
    await gateway.emulator.close();
  });

  it("write-only registers a text that is written nowhere", async () => {
    const gateway = await openGateway("sub2api 0.1.179");
    const text = "sk-a-text-of-mine-0123456789";
    await using example = await PlayedExample.play("write-only");
    const change = (written: string) =>
      at("TokenForMe", gateway)(written).replace("GPT Standard", gateway.console.group);
    const files = { "cdk.tf.json": await example.stack("prod", change) };
    await applied(
      { program: terraform.needed, files, account: gateway.environment, env: { TF_VAR_api_server_key: text } },
      async (workspace) => {
        expect(await gateway.console.use(text)).toBe(200);
        const places = await workspace.written();
        expect(places.filter(([, written]) => written.includes(text))).toEqual([]);
      },
    );
    await gateway.emulator.close();
  });

  it("both-services has a key at each that works", async () => {
    const [tokModel, tokenForMe] = await Promise.all([
      openGateway("new-api v1.0.0-rc.24"),
      openGateway("sub2api 0.1.179"),
    ]);
    await using example = await PlayedExample.play("both-services");
    const { accessToken = "", userId = "" } = tokModel.emulator.credentials;
    const { email = "", password = "" } = tokenForMe.emulator.credentials;
    const change = (text: string) =>
      at(
        "TokenForMe",
        tokenForMe,
      )(at("TokModel", tokModel)(text))
        .replace('"1042"', JSON.stringify(userId))
        .replace("platform@example.com", email)
        .replace("GPT Standard", tokenForMe.console.group);
    const files = { "cdk.tf.json": await example.stack("prod", change) };
    const env = {
      TF_VAR_tokmodel_token: accessToken,
      TF_VAR_tokenforme_password: password,
      TF_VAR_recipient: recipient,
    };
    await applied({ program: terraform.needed, files, env }, async (workspace) => {
      expect(await tokModel.console.use(await encryptedKey(workspace, "prod-chat-frontend"))).toBe(200);
      expect(await tokenForMe.console.use(await encryptedKey(workspace, "prod-code-agents"))).toBe(200);
    });
    await Promise.all([tokModel, tokenForMe].map(({ emulator }) => emulator.close()));
  });
});
