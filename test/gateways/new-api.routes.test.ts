import { describe, expect, it } from "@jest/globals";
import { openGateway } from "../../gateways/index.ts";
import { type Bench, draftOf, failureOf, onBench, resolved } from "./bench.ts";
import { access, chat, newApi, profiles } from "./new-api-world.ts";
import { realDeps, serve } from "./support.ts";

describe.each(profiles)("New API %s: routes", (profile) => {
  const on = (test: (bench: Bench) => Promise<void>) => onBench(newApi(profile), test);

  it(
    "a provider becomes its models in the key's group, and the key can call nothing else",
    on(async ({ gateway, emulator }) => {
      const restrictions = await resolved(gateway, { group: "vip", routes: [{ provider: "anthropic" }] });
      expect(restrictions.models).toEqual(["claude-3-5-sonnet-20241022"]);
      const { text } = await gateway.create(draftOf(gateway, "route.abcdefgh.r1", { restrictions }));
      expect(await chat(emulator, text.reveal(), "claude-3-5-sonnet-20241022")).toBe(200);
      expect(await chat(emulator, text.reveal(), "gpt-4o-mini")).toBe(403);
    }),
  );

  it(
    "models are those of the group, whether or not the server filters by it",
    on(async ({ gateway }) => {
      const models = await gateway.models("default");
      expect(models).toEqual(expect.arrayContaining(["gpt-4o-mini", "gpt-5-mini"]));
      expect(models).not.toContain("gpt-4.1");
      expect(await gateway.models("vip")).toContain("gpt-4.1");
      expect(await gateway.models(undefined)).toEqual(models);
      expect((await resolved(gateway, { routes: [{ provider: "openai" }] })).models).toEqual([
        "gpt-4o-mini",
        "gpt-5-mini",
      ]);
    }),
  );

  it(
    "a key without a group is in the owner's own, and putting back its restrictions leaves it there",
    on(async ({ gateway, emulator }) => {
      const restrictions = await resolved(gateway, { quota: { amount: 1 } });
      const { id, text } = await gateway.create(draftOf(gateway, "own.abcdefgh.r1", { restrictions }));
      await gateway.update(id, "own.abcdefgh.r1", { ...restrictions, group: "vip" });
      await gateway.update(id, "own.abcdefgh.r1", restrictions);
      expect((await gateway.get(id))?.restrictions.group).toBeUndefined();
      expect(await chat(emulator, text.reveal())).toBe(200);
    }),
  );

  it(
    "an allow list of addresses holds",
    on(async ({ gateway, emulator }) => {
      const restrictions = await resolved(gateway, { allowedIPs: ["192.0.2.7"] });
      const { text } = await gateway.create(draftOf(gateway, "ip.abcdefgh.r1", { restrictions }));
      expect(await chat(emulator, text.reveal())).toBe(403);
      // Seen from here the key is good all the same.
      expect(await gateway.probe(text)).toMatchObject({ kind: "accepted", note: expect.stringContaining("address") });
    }),
  );

  it(
    "the account's id is asked for where the server wants it, and not missed where it does not",
    on(async ({ emulator, reopen }) => {
      const gateway = await reopen({ credentials: { accessToken: access(emulator).accessToken } });
      if (profile === "v1.0.0-rc.24")
        return expect(await gateway.check()).toMatchObject({ account: "ops", warnings: [] });
      const error = await failureOf(gateway.check());
      expect(error).toMatchObject({ code: "fix-credentials", reason: "Unauthorized" });
      expect(error.message).toContain("set userId");
    }),
  );
});

describe("opening a gateway", () => {
  const credentials = { accessToken: "some-access-token-0123456789", userId: 1 };

  it("whose panelURL answers a web page says so", async () => {
    await using server = await serve((_, response) => response.end("<!doctype html><title>Welcome</title>"));
    const error = await failureOf(openGateway({ driver: "new-api", panelURL: server.url, credentials }, realDeps()));
    expect(error).toMatchObject({ code: "fix-credentials", reason: "NotJson" });
    expect(error.message).toContain("is panelURL the panel's API address?");
  });

  it("whose panelURL is some other API says so", async () => {
    await using server = await serve((_, response) => response.writeHead(404).end('{"detail":"Not Found"}'));
    const error = await failureOf(openGateway({ driver: "new-api", panelURL: server.url, credentials }, realDeps()));
    expect(error).toMatchObject({ code: "fix-credentials", reason: "NoRoute" });
  });

  it("with a bad configuration lists every problem and no secret", async () => {
    const error = await failureOf(
      openGateway({ driver: "new-api", region: "cn", credentials: { password: "hunter2-hunter2" } }, realDeps()),
    );
    expect(error).toMatchObject({ code: "fix-credentials", reason: "InvalidConfig" });
    expect(error.message).toContain("credentials");
    expect(error.message).not.toContain("hunter2");
  });
});
