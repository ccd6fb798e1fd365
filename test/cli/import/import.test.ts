import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Emulator } from "../../../emulator/emulator.ts";
import { startNewApi } from "../../../emulator/new-api/index.ts";
import { type GatewayConsole, newApiConsole } from "../../support/gateway-console.ts";
import { tokapiIn } from "../program.ts";
import { environmentOf, printed } from "./account.ts";

let emulator: Emulator;
let console: GatewayConsole;
beforeEach(async () => {
  emulator = await startNewApi({ profile: "v1.0.0-rc.24", seed: "wire", limits: false });
  console = newApiConsole(emulator);
});
afterEach(() => emulator.close());

const inState = ["--as", "hcl", "--store-in-state"];

describe("tokapi import", () => {
  it("leaves out, and says why, what it would have to change or what is declared already", async () => {
    await console.edit(await console.create("gone-model"), { models: ["no-such-model"] });
    await console.edit(await console.create("nothing-allowed"), { quota: 0 });
    await console.edit(await console.create("long-over"), { expiresAt: "2020-01-01T00:00:00Z" });
    await console.create("prod-api-server.k3f9x2ab.r7");
    const text = await printed(console, ...inState);
    expect(text).not.toMatch(/^resource/m);
    expect(text).toMatch(/^# Left out:\n/m);
    expect(text).toMatch(/^# {3}"gone-model" \(id 1\): it cannot be declared: .*does not offer.*"no-such-model"/m);
    expect(text).toMatch(/^# {3}"nothing-allowed" \(id 2\): it cannot be declared: quota\.amount/m);
    expect(text).toMatch(/^# {3}"long-over" \(id 3\): it has expired/m);
    expect(text).toMatch(/^# {3}"prod-api-server\.k3f9x2ab\.r7" \(id 4\): tokapi made it/m);
  });

  it("gives each key a name of its own that says more than the one it has", async () => {
    for (const name of ["Chat (EU)", "chat-eu", "key1", "客服"]) await console.create(name);
    const text = await printed(console, ...inState);
    expect([...text.matchAll(/^resource "tok_api_key" "(.*)"/gm)].map(([, name]) => name)).toEqual([
      "chat_eu",
      "imported_chat_eu",
      "imported_key1",
      "imported_key_4",
    ]);
    expect(text).toContain('# At the gateway: "客服"\n');
  });

  it("prints nothing that a name could smuggle in", async () => {
    await console.create(`x ${"$"}{file("/etc/passwd")}`);
    await console.create('y\nresource "null_resource" "z" {}');
    const text = await printed(console, ...inState);
    expect(text.match(/^resource "tok_api_key"/gm)).toHaveLength(2);
    expect(text).not.toMatch(/^resource "null_resource"/m);
  });

  it("takes the keys that are asked for, and says which of them there are not", async () => {
    for (const name of ["chat-eu", "chat-us"]) await console.create(name);
    expect(await printed(console, ...inState, "--name", "chat-us")).not.toContain("chat_eu");
    await expect(printed(console, ...inState, "--name", "chat-jp")).rejects.toThrow('no key named "chat-jp"');
  });

  it.each([
    [[], /--gateway https/],
    [["--gateway", "tokmodel"], /--gateway https/],
    [["--gateway", "http://127.0.0.1:9", "--as", "json"], /--as json: must be one of/],
    [["--gateway", "http://127.0.0.1:9", "--as", "hcl"], /--encrypt-to age1.*--store-in-state/],
    [
      ["--gateway", "http://127.0.0.1:9", "--as", "hcl", "--encrypt-to", "age1x"],
      /--encrypt-to: .*no X25519 recipient/,
    ],
    [["--gateway", "http://127.0.0.1:9", "--token", "sk-x"], /--token/],
  ])("refuses %j and says how to call it", async (args, why) => {
    const { code, err } = await tokapiIn(environmentOf(emulator), "import", ...args).ended;
    expect([code, err]).toEqual([2, expect.stringMatching(why)]);
  });

  it("says which environment variables are missing", async () => {
    const without = { TOKAPI_ACCESS_TOKEN: undefined, TOKAPI_USER_ID: undefined };
    const ended = await tokapiIn(without, "import", "--gateway", emulator.panelURL, ...inState).ended;
    expect([ended.code, ended.err]).toEqual([1, expect.stringContaining("TOKAPI_ACCESS_TOKEN")]);
  });
});
