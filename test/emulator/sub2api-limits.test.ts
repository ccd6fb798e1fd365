import { afterEach, describe, expect, it } from "@jest/globals";
import { seededPassword } from "../../emulator/sub2api/seed.ts";
import { openStage, randomKey, verdict } from "./sub2api-stage.ts";

type Opened = Awaited<ReturnType<typeof openStage>>;

let stage: Opened;
afterEach(() => stage.close());

const login = () =>
  stage.client.send("POST", "/api/v1/auth/login", {}, { email: "u1@example.test", password: seededPassword("u1") });

async function statuses(count: number, send: () => Promise<{ status: number }>): Promise<number[]> {
  const seen: number[] = [];
  for (let call = 0; call < count; call += 1) seen.push((await send()).status);
  return seen;
}

describe("limits", () => {
  it("are off unless asked for", async () => {
    stage = await openStage("0.1.179");
    expect(new Set(await statuses(40, login))).toEqual(new Set([200]));
    expect(new Set(await statuses(150, () => stage.use(randomKey())))).toEqual(new Set([401]));
  });

  it("on login end with their window, whose end Retry-After tells from 0.1.166 on", async () => {
    stage = await openStage("0.1.179", { limits: true });
    await statuses(20, login);
    stage.advance(20);
    const refused = await login();
    expect([refused.status, Number(refused.headers["retry-after"])]).toEqual([429, 40]);
    stage.advance(40);
    expect((await login()).status).toBe(200);
  });

  it("on login give no Retry-After on 0.1.106, where nothing else is limited", async () => {
    stage = await openStage("0.1.106", { limits: true });
    const token = await stage.login("u1");
    const list = () => stage.client.send("GET", "/api/v1/keys", { Authorization: `Bearer ${token}` });
    expect(new Set(await statuses(300, list))).toEqual(new Set([200]));
    expect(new Set(await statuses(150, () => stage.use(randomKey())))).toEqual(new Set([401]));
    await statuses(20, login);
    const refused = await login();
    expect([refused.status, refused.headers["retry-after"]]).toEqual([429, undefined]);
  });

  it("on login refuse everybody while their store is down", async () => {
    stage = await openStage("0.1.179");
    stage.state({ redis: "down" });
    expect((await login()).body).toMatchObject({ error: "rate limit exceeded" });
    expect((await login()).status).toBe(429);
  });

  it("on bad keys block the whole address for a minute, good keys too", async () => {
    stage = await openStage("0.1.179", { limits: true });
    const { key } = await stage.makeKey("u1", { name: "good", group_id: 2 });
    await statuses(120, () => stage.use(randomKey()));
    expect(verdict(await stage.use(key))).toBe("429 INVALID_AUTH_RATE_LIMITED");
    stage.advance(60);
    expect((await stage.use(key)).status).toBe(200);
  });
});
