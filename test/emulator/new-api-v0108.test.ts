import { describe, expect, it } from "@jest/globals";
import { chat, start, unlimited } from "./new-api-client.ts";

const profile = "v0.10.8";

describe("New API v0.10.8", () => {
  it("shows whole keys and has no routes to reveal them", async () => {
    await using rig = await start(profile);
    const { id, text } = await rig.create(unlimited("a"));
    expect((await rig.call("GET", "/api/token/?p=0&size=100")).at("data.items.0.key")).toBe(text.slice(3));
    for (const path of [`/api/token/${id}/key`, "/api/token/batch/keys"]) {
      const reply = await rig.call("POST", path, { ids: [id] });
      expect([reply.status, reply.at("error.type")]).toEqual([404, "invalid_request_error"]);
    }
  });

  it("answers 429 instead of 404 once probing a missing route has used up the web bucket", async () => {
    await using rig = await start(profile, { limits: true });
    const statuses: number[] = [];
    for (let sent = 1; sent <= 61; sent += 1) statuses.push((await rig.call("POST", "/api/token/1/key")).status);
    expect(statuses.slice(0, 60).every((status) => status === 404)).toBe(true);
    expect(statuses[60]).toBe(429);
    expect((await rig.call("GET", "/api/token/")).status).toBe(200);
  });

  it("refuses management request number 181 of an address, authenticated or not", async () => {
    await using rig = await start(profile, { limits: true });
    for (let sent = 1; sent <= 180; sent += 1) await rig.bare("GET", "/api/token/");
    const refused = await rig.call("POST", "/api/token/", unlimited("in-429"));
    expect(refused.status).toBe(429);
    expect(rig.emulator.ledger.created()).toEqual([]);
  });

  it("misses a key in a search by its text if that begins or ends with s or k", async () => {
    await using rig = await start(profile);
    let missed: string | undefined;
    let found: string | undefined;
    for (let made = 0; (missed === undefined || found === undefined) && made < 500; made += 1) {
      const { text } = await rig.create(unlimited(`k${made}`));
      if (/^sk-[sk]|[sk]$/.test(text)) missed ??= text;
      else found ??= text;
    }
    const total = async (text = "") => (await rig.call("GET", `/api/token/search?token=${text}`)).at("data.total");
    expect(await total(missed)).toBe(0);
    expect(await total(found)).toBe(1);
  });

  it("says what a disabled key has used, and nothing about an unknown one", async () => {
    await using rig = await start(profile);
    const { id, text } = await rig.create(unlimited("a"));
    await rig.call("PUT", "/api/token/?status_only=true", { id, status: 2 });
    expect((await rig.use(text, "/api/usage/token/")).at("code")).toBe(true);
    expect((await rig.use(text)).status).toBe(401);
    expect((await rig.use(`sk-${"x".repeat(48)}`, "/api/usage/token/")).status).toBe(401);
  });

  it("ignores the group when it lists the user's models", async () => {
    await using rig = await start(profile);
    const models = await rig.call("GET", "/api/user/models?group=nosuch");
    expect(models.at("data")).toContain("gpt-4.1");
  });

  it("calls a model without a price a server error", async () => {
    await using rig = await start(profile);
    const { text } = await rig.create(unlimited("a"));
    const reply = await rig.use(text, "/v1/chat/completions", { ...chat(), model: "unpriced-model" });
    expect([reply.status, reply.at("error.code")]).toEqual([500, "model_price_error"]);
  });

  it("answers an empty body to an admin who deletes a user, whose keys then break the server's look-up", async () => {
    await using rig = await start(profile);
    const { text } = await rig.create(unlimited("a"));
    const deleted = await rig.asRoot("DELETE", "/api/user/2");
    expect([deleted.status, deleted.body]).toEqual([200, ""]);
    expect((await rig.use(text)).status).toBe(500);
  });

  it("limits how many keys a user may have, deleted ones aside", async () => {
    await using rig = await start(profile);
    await rig.asRoot("PUT", "/api/option/", { key: "token_setting.max_user_tokens", value: "1" });
    const { id } = await rig.create(unlimited("a"));
    const refused = await rig.call("POST", "/api/token/", unlimited("b"));
    expect(refused.at("success")).toBe(false);
    expect(refused.at("message")).toMatch(/\(1\)$/);
    await rig.call("DELETE", `/api/token/${id}`);
    expect((await rig.call("POST", "/api/token/", unlimited("b"))).at("success")).toBe(true);
  });

  it("locks everybody out with an IP list of broken entries, and understands CIDRs", async () => {
    await using rig = await start(profile);
    const status = async (allow_ips: string) =>
      (await rig.use((await rig.create({ ...unlimited("a"), allow_ips })).text)).status;
    expect(await status("not-an-ip")).toBe(403);
    expect(await status("127.0.0.1,192.0.2.7")).toBe(403);
    expect(await status("127.0.0.0/8")).toBe(200);
  });

  it("makes a database outage look like a dead key", async () => {
    await using rig = await start(profile);
    const { text } = await rig.create(unlimited("a"));
    rig.emulator.state({ database: "down" });
    expect((await rig.use(text)).status).toBe(401);
    rig.emulator.state({ database: "up" });
    expect((await rig.use(text)).status).toBe(200);
  });
});
