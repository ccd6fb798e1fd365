import { describe, expect, it } from "@jest/globals";
import { start, unlimited } from "./new-api-client.ts";

const profile = "v1.0.0-rc.21";

describe("New API rc.21", () => {
  it("wants New-Api-User on every dashboard request", async () => {
    await using rig = await start(profile);
    expect((await rig.call("GET", "/api/user/self")).at("success")).toBe(true);
    for (const named of ["", "ops", "1"]) {
      const reply = await rig.call("GET", "/api/user/self", undefined, { "New-Api-User": named });
      expect([reply.status, reply.at("success")]).toEqual([401, false]);
    }
  });

  it("says HTTP 200 to an unknown PAT, to a disabled user and to a role that is too low", async () => {
    await using rig = await start(profile);
    const unknown = await rig.call("GET", "/api/user/self", undefined, { Authorization: "Bearer not-a-pat" });
    expect([unknown.status, unknown.at("success"), unknown.at("code")]).toEqual([200, false, undefined]);
    const role = await rig.call("GET", "/api/group/");
    expect([role.status, role.at("success")]).toEqual([200, false]);
    await rig.asRoot("POST", "/api/user/manage", { id: 2, action: "disable" });
    const disabled = await rig.call("GET", "/api/token/");
    expect([disabled.status, disabled.at("success")]).toEqual([200, false]);
  });

  it("takes a PAT only behind `Bearer` with a capital B and one blank", async () => {
    await using rig = await start(profile);
    const { accessToken = "" } = rig.emulator.credentials;
    const success = async (Authorization: string) =>
      (await rig.call("GET", "/api/user/self", undefined, { Authorization })).at("success");
    expect(await success(accessToken)).toBe(true);
    expect(await success(`bearer ${accessToken}`)).toBe(false);
    expect(await success(`Bearer  ${accessToken}`)).toBe(false);
  });

  it("logs in with a cookie, which issues a PAT that replaces the one before", async () => {
    await using rig = await start(profile);
    const login = await rig.bare("POST", "/api/user/login", { username: "ops", password: "correct-horse" });
    expect(Object.keys(login.at<object>("data")).sort()).toEqual([
      "display_name",
      "group",
      "id",
      "role",
      "status",
      "username",
    ]);
    const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect(cookie).toMatch(/^session=/);
    const headers = { Cookie: cookie, "New-Api-User": "2" };
    const issued = await rig.bare("GET", "/api/user/token", undefined, headers);
    expect(issued.at("data")).toMatch(/^[0-9A-Za-z+/]{26,32}={0,2}$/);
    expect((await rig.call("GET", "/api/user/self")).at("success")).toBe(false);
  });

  it("masks keys in lists and reveals them one by one and in batches", async () => {
    await using rig = await start(profile);
    const { id, text } = await rig.create(unlimited("a"));
    const plain = text.slice(3);
    const list = await rig.call("GET", "/api/token/?p=0&size=100");
    expect(list.at("data.items.0.key")).toBe(`${plain.slice(0, 4)}**********${plain.slice(-4)}`);
    const one = await rig.call("POST", `/api/token/${id}/key`);
    expect(one.at("data.key")).toBe(plain);
    expect(one.headers.get("cache-control")).toContain("no-store");
    const many = await rig.call("POST", "/api/token/batch/keys", { ids: [id, 999] });
    expect(many.at("data.keys")).toEqual({ [id]: plain });
    expect(rig.emulator.ledger.byId(String(id))?.revealed).toBe(2);
  });

  it("refuses reveal number 21 for 20 minutes without saying how long", async () => {
    await using rig = await start(profile, { limits: true });
    const { id } = await rig.create(unlimited("a"));
    for (let sent = 1; sent <= 20; sent += 1) {
      expect((await rig.call("POST", `/api/token/${id}/key`)).status).toBe(200);
    }
    const refused = await rig.call("POST", `/api/token/${id}/key`);
    expect([refused.status, refused.body]).toEqual([429, ""]);
    expect(refused.headers.get("retry-after")).toBeNull();
    expect(refused.headers.get("content-type")).toBeNull();
    rig.emulator.clock.advance(1201);
    expect((await rig.call("POST", `/api/token/${id}/key`)).status).toBe(200);
  });

  it("does not let unauthenticated reveals use up the critical bucket, nor count issued PATs", async () => {
    await using rig = await start(profile, { limits: true });
    for (let sent = 1; sent <= 25; sent += 1) await rig.bare("POST", "/api/token/1/key");
    const { rootAccessToken = "" } = rig.emulator.credentials;
    let pat = rootAccessToken;
    for (let sent = 1; sent <= 25; sent += 1) {
      const headers = { Authorization: `Bearer ${pat}`, "New-Api-User": "1" };
      pat = (await rig.bare("GET", "/api/user/token", undefined, headers)).at<string>("data");
    }
    const { id } = await rig.create(unlimited("a"));
    expect((await rig.call("POST", `/api/token/${id}/key`)).status).toBe(200);
  });

  it("keeps cross_group_retry with any group and knows no auto_groups", async () => {
    await using rig = await start(profile);
    const fields = { ...unlimited("a"), group: "vip", cross_group_retry: true, auto_groups: ["nosuch", "nosuch"] };
    const { id } = await rig.create(fields);
    const stored = await rig.call("GET", `/api/token/${id}`);
    expect(stored.at("data.cross_group_retry")).toBe(true);
    expect(stored.at("data")).not.toHaveProperty("auto_groups");
    const groups = await rig.call("GET", "/api/token/auto-groups");
    expect([groups.status, groups.at("success")]).toEqual([200, false]);
  });

  it("filters the user's models by group", async () => {
    await using rig = await start(profile);
    const models = async (group: string) => (await rig.call("GET", `/api/user/models?group=${group}`)).at("data");
    expect(await models("vip")).toContain("gpt-4.1");
    expect(await models("default")).not.toContain("gpt-4.1");
    expect(await models("nosuch")).toEqual([]);
  });

  it("believes X-Forwarded-For and names its versions", async () => {
    await using rig = await start(profile);
    const { text } = await rig.create({ ...unlimited("a"), allow_ips: "192.0.2.0/24" });
    expect((await rig.use(text)).status).toBe(403);
    const headers = { Authorization: `Bearer ${text}`, "X-Forwarded-For": "192.0.2.7, 198.51.100.1" };
    const reply = await rig.bare("GET", "/v1/models", undefined, headers);
    expect(reply.status).toBe(200);
    expect(reply.headers.get("x-new-api-version")).toBe(profile);
    expect((await rig.call("GET", "/api/user/self")).headers.get("auth-version")).toHaveLength(32);
  });
});
