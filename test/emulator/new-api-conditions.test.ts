import { describe, expect, it } from "@jest/globals";
import type { LedgerSnapshot } from "../../emulator/ledger.ts";
import { chat, start, unlimited } from "./new-api-client.ts";

const profile = "v1.0.0-rc.24";

describe("New API rc.24 in trouble", () => {
  it("answers 500 on the dashboard and on the data plane while the database is down", async () => {
    await using rig = await start(profile);
    const { text } = await rig.create(unlimited("a"));
    rig.emulator.state({ database: "down" });
    const whoami = await rig.call("GET", "/api/user/self");
    expect([whoami.status, whoami.at("code")]).toEqual([500, "AUTH_INTERNAL_ERROR"]);
    expect((await rig.use(text)).status).toBe(500);
    expect(rig.emulator.ledger.snapshot(false).data).toEqual({ accepted: 0, rejected: 0, other: 1 });
  });

  it("answers 500 without a body under /api while Redis is down, and goes on serving keys", async () => {
    await using rig = await start(profile, { limits: true });
    rig.emulator.state({ redis: "up" });
    const { text } = await rig.create(unlimited("a"));
    rig.emulator.state({ redis: "down" });
    const list = await rig.call("GET", "/api/token/");
    expect([list.status, list.body]).toEqual([500, ""]);
    expect((await rig.use(text)).status).toBe(200);
  });

  it("does not store with Redis that a key has expired, so that a full update alone revives it", async () => {
    await using rig = await start(profile);
    rig.emulator.state({ redis: "up" });
    const { id, text } = await rig.create({ ...unlimited("a"), expired_time: 1_000_000_000 });
    expect((await rig.use(text)).status).toBe(401);
    expect((await rig.call("GET", `/api/token/${id}`)).at("data.status")).toBe(1);
    await rig.call("PUT", "/api/token/", { ...unlimited("a"), id });
    expect((await rig.use(text)).status).toBe(200);
  });

  it("lets a deleted or disabled key live on while a cache in Redis lags behind", async () => {
    await using rig = await start(profile, { now: () => 1_000_000_000 });
    rig.emulator.state({ redis: "up", revokeLagMs: 5_000 });
    const [gone, off] = [await rig.create(unlimited("gone")), await rig.create(unlimited("off"))];
    await rig.call("DELETE", `/api/token/${gone.id}`);
    await rig.call("PUT", "/api/token/?status_only=true", { id: off.id, status: 2 });
    const statuses = async () => [(await rig.use(gone.text)).status, (await rig.use(off.text)).status];
    expect(await statuses()).toEqual([200, 200]);
    rig.emulator.clock.advance(5);
    expect(await statuses()).toEqual([401, 401]);
  });

  it("refuses relay calls, but not the model list, while the machine is too busy", async () => {
    await using rig = await start(profile);
    const { text } = await rig.create(unlimited("a"));
    await rig.asRoot("PUT", "/api/option/", { key: "performance_setting.monitor_enabled", value: "true" });
    rig.emulator.state({ cpu: 97 });
    const busy = await rig.use(text, "/v1/chat/completions", chat());
    expect([busy.status, busy.at("error.code")]).toEqual([503, "system_cpu_overloaded"]);
    expect((await rig.use(text)).status).toBe(200);
  });

  it("books the estimate while a metered call runs, and the true price afterwards", async () => {
    await using rig = await start(profile);
    rig.emulator.state({ settleMs: 3_600_000 });
    const { id, text } = await rig.create({ name: "m", remain_quota: 1000, expired_time: -1 });
    const used = async () => (await rig.call("GET", `/api/token/${id}`)).at("data.used_quota");
    expect((await rig.use(text, "/v1/chat/completions", chat())).status).toBe(200);
    expect(await used()).toBe(37);
    rig.emulator.state({ settle: true });
    expect(await used()).toBe(2);
  });

  it("says at the ledger what a key did, and what was asked of the server", async () => {
    await using rig = await start(profile);
    const { id, text } = await rig.create(unlimited("a"));
    await rig.use(text);
    await rig.call("DELETE", `/api/token/${id}`);
    await rig.use(text);
    const ledger = (await rig.bare("GET", "/__emulator/ledger?events=1")).body as LedgerSnapshot;
    expect(ledger.keys[0]).toMatchObject({
      id: "1",
      name: "a",
      owner: "ops",
      state: "deleted",
      calls: 1,
      rejectedCalls: 1,
    });
    expect(ledger.live).toBe(0);
    expect(ledger.management["POST /api/token/"]).toEqual({ requests: 1, failed: 0, byStatus: { 200: 1 } });
    expect(ledger.events?.map(({ what }) => what)).toEqual([
      "created",
      "POST /api/token/",
      "GET /v1/models",
      "deleted",
      "DELETE /api/token/:id",
      "GET /v1/models",
    ]);
  });

  it("counts failures that travel as HTTP 200", async () => {
    await using rig = await start(profile);
    await rig.call("GET", "/api/token/99");
    expect(rig.emulator.ledger.management()["GET /api/token/:id"]).toMatchObject({ requests: 1, failed: 1 });
  });
});

describe("New API rc.24 sessions", () => {
  const login = { username: "ops", password: "correct-horse" };

  it("gives the same new cookie for an old one within 30 s, and kills the session after that", async () => {
    await using rig = await start(profile);
    const cookieOf = (headers: Headers) => headers.get("set-cookie")?.split(";")[0] ?? "";
    const refresh = (Cookie: string) => rig.bare("POST", "/api/user/auth/refresh", undefined, { Cookie });
    const first = cookieOf((await rig.bare("POST", "/api/user/login", login)).headers);
    const second = cookieOf((await refresh(first)).headers);
    expect(second).not.toBe(first);
    expect(cookieOf((await refresh(first)).headers)).toBe(second);
    rig.emulator.clock.advance(31);
    expect((await refresh(first)).at("code")).toBe("AUTH_SESSION_REVOKED");
    expect((await refresh(second)).at("code")).toBe("AUTH_SESSION_REVOKED");
  });

  it("lets a JWT live for 15 minutes", async () => {
    await using rig = await start(profile);
    const opened = await rig.bare("POST", "/api/user/login", login);
    const Authorization = `Bearer ${opened.at("data.access_token")}`;
    expect((await rig.bare("GET", "/api/user/self", undefined, { Authorization })).status).toBe(200);
    rig.emulator.clock.advance(900);
    const late = await rig.bare("GET", "/api/user/self", undefined, { Authorization });
    expect([late.status, late.at("code")]).toEqual([401, "AUTH_TOKEN_EXPIRED"]);
  });

  it("refuses login number 51, while the PAT goes on working", async () => {
    await using rig = await start(profile);
    for (let sent = 1; sent <= 50; sent += 1) await rig.bare("POST", "/api/user/login", login);
    const refused = await rig.bare("POST", "/api/user/login", login);
    expect([refused.status, refused.at("code")]).toEqual([409, "AUTH_SESSION_LIMIT"]);
    expect((await rig.call("GET", "/api/user/self")).status).toBe(200);
  });
});
