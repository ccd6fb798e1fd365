import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { dataOf, openStage, prompt, verdict } from "./sub2api-stage.ts";

type Opened = Awaited<ReturnType<typeof openStage>>;
type KeyBody = { last_used_at: string | null; updated_at: string; usage_5h: number; quota_used: number };

let stage: Opened;
beforeEach(async () => {
  stage = await openStage("0.1.179");
});
afterEach(() => stage.close());

const read = async (id: number) => dataOf<KeyBody>(await stage.as("u1", "GET", `/api/v1/keys/${id}`));

describe("the last use of a key", () => {
  it("is noted every 30 s at most, and moves updated_at with it", async () => {
    const { id, key } = await stage.makeKey("u1", { name: "k", group_id: 2 });
    const fresh = await read(id);
    expect(fresh.last_used_at).toBeNull();
    await stage.use(key);
    const first = await read(id);
    expect(first.last_used_at).not.toBeNull();
    expect(first.updated_at).not.toBe(fresh.updated_at);
    stage.advance(3);
    await stage.use(key);
    expect((await read(id)).last_used_at).toBe(first.last_used_at);
    stage.advance(28);
    await stage.use(key);
    expect((await read(id)).last_used_at).not.toBe(first.last_used_at);
  });

  it("does not move by the billing probe nor by refused calls", async () => {
    const { id, key } = await stage.makeKey("u1", { name: "k", group_id: 2 });
    await stage.use(key, "GET", "/v1/sub2api/billing");
    await stage.as("u1", "PUT", `/api/v1/keys/${id}`, { expires_at: "2020-01-01T00:00:00Z" });
    await stage.use(key, "GET", "/v1/models");
    await stage.as("u1", "PUT", `/api/v1/keys/${id}`, { status: "inactive" });
    await stage.use(key);
    expect((await read(id)).last_used_at).toBeNull();
  });
});

describe("spend windows", () => {
  it("refuse model calls only, and open again after five hours", async () => {
    const { id, key } = await stage.makeKey("u1", { name: "w", group_id: 2, rate_limit_5h: 0.01 });
    const call = () => stage.use(key, "POST", "/v1/messages", prompt(5000, 1000));
    expect((await call()).status).toBe(200);
    expect(await read(id)).toMatchObject({ usage_5h: 0.03, quota_used: 0 });
    expect(verdict(await call())).toBe("429 rate_limit_exceeded");
    expect((await stage.use(key, "GET", "/v1/models")).status).toBe(200);
    stage.advance(5 * 3600 + 1);
    expect((await call()).status).toBe(200);
  });
});

describe("a wallet", () => {
  it("pays for calls at the personal multiplier and refuses when it is overdrawn", async () => {
    await stage.as("admin", "PUT", "/api/v1/admin/users/2", { group_rates: { 2: 0.5 } });
    await stage.as("admin", "POST", "/api/v1/admin/users/2/balance", { balance: 0.01, operation: "set" });
    const { key } = await stage.makeKey("u1", { name: "k", group_id: 2 });
    expect((await stage.use(key, "POST", "/v1/messages", prompt(5000, 1000))).status).toBe(200);
    expect(verdict(await stage.use(key, "GET", "/v1/models"))).toBe("403 INSUFFICIENT_BALANCE");
    expect((await stage.use(key)).body).toMatchObject({ isValid: true, balance: -0.005 });
  });
});

describe("a subscription", () => {
  it("pays instead of the wallet, up to the daily limit, and again the next day", async () => {
    const { key } = await stage.makeKey("u1", { name: "s", group_id: 5 });
    const call = () => stage.use(key, "POST", "/v1/messages", prompt(0, 400_000));
    expect((await call()).status).toBe(200);
    expect(verdict(await call())).toBe("429 USAGE_LIMIT_EXCEEDED");
    expect(dataOf<{ balance: number }>(await stage.as("u1", "GET", "/api/v1/auth/me")).balance).toBe(100);
    stage.advance(86_400);
    expect((await stage.use(key)).body).toMatchObject({ planName: "plan", remaining: 5 });
  });
});

describe("during an outage", () => {
  it("the data plane never answers 401, and the key of a moment ago fails in another form", async () => {
    const { key } = await stage.makeKey("u1", { name: "k", group_id: 2 });
    await stage.use(key);
    stage.state({ database: "down" });
    expect(verdict(await stage.use(key))).toBe("500 api_error");
    stage.advance(20);
    expect(verdict(await stage.use(key))).toBe("500 INTERNAL_ERROR");
    expect((await stage.client.send("GET", "/health")).status).toBe(200);
  });
});

describe("the ledger", () => {
  it("counts calls that a key opened and calls refused because of the key", async () => {
    const { id, key } = await stage.makeKey("u1", { name: "k", group_id: 2 });
    await stage.use(key);
    await stage.as("u1", "DELETE", `/api/v1/keys/${id}`);
    await stage.use(key);
    expect(stage.emulator.ledger.byId(String(id))).toMatchObject({ state: "deleted", calls: 1, rejectedCalls: 1 });
    expect(stage.emulator.ledger.management()["POST /api/v1/keys"]).toMatchObject({ requests: 1, failed: 0 });
  });
});

describe("simultaneous deletes of a key", () => {
  it("all end well: some say deleted, the others say unknown", async () => {
    const { id } = await stage.makeKey("u1", { name: "k", group_id: 2 });
    const remove = () => stage.as("u1", "DELETE", `/api/v1/keys/${id}`);
    const verdicts = (await Promise.all(Array.from({ length: 10 }, remove))).map(verdict);
    expect(verdicts).toContain("200");
    for (const one of verdicts) expect(["200", "404 API_KEY_NOT_FOUND"]).toContain(one);
    expect(verdict(await remove())).toBe("404 API_KEY_NOT_FOUND");
  });
});
