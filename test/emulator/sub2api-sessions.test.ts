import { afterEach, describe, expect, it } from "@jest/globals";
import { seededPassword } from "../../emulator/sub2api/seed.ts";
import { dataOf, openStage, verdict } from "./sub2api-stage.ts";

type Opened = Awaited<ReturnType<typeof openStage>>;

let stage: Opened;
afterEach(() => stage.close());

const login = (name: string, password = seededPassword(name)) =>
  stage.client.send("POST", "/api/v1/auth/login", {}, { email: `${name}@example.test`, password });
const refresh = (token: string) => stage.client.send("POST", "/api/v1/auth/refresh", {}, { refresh_token: token });
const me = (token: string) => stage.client.send("GET", "/api/v1/auth/me", { Authorization: `Bearer ${token}` });
const pair = async (name: string) => dataOf<{ access_token: string; refresh_token: string }>(await login(name));

async function changePassword(token: string): Promise<void> {
  const body = { old_password: seededPassword("u3"), new_password: "another-one" };
  await stage.client.send("PUT", "/api/v1/user/password", { Authorization: `Bearer ${token}` }, body);
}

describe("sessions", () => {
  it("outlive a password change on 0.1.106", async () => {
    stage = await openStage("0.1.106");
    const { access_token, refresh_token } = await pair("u3");
    await changePassword(access_token);
    expect((await me(access_token)).status).toBe(200);
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  it("end with a password change from 0.1.115 on", async () => {
    stage = await openStage("0.1.120");
    const { access_token, refresh_token } = await pair("u3");
    await changePassword(access_token);
    expect(verdict(await me(access_token))).toBe("401 TOKEN_REVOKED");
    expect(verdict(await refresh(refresh_token))).toBe("401 TOKEN_REVOKED");
  });

  it("end by the clock: the access token after a day, the refresh token after thirty", async () => {
    stage = await openStage("0.1.179");
    const { access_token, refresh_token } = await pair("u1");
    stage.advance(86_399);
    expect((await me(access_token)).status).toBe(200);
    stage.advance(1);
    expect(verdict(await me(access_token))).toBe("401 TOKEN_EXPIRED");
    stage.advance(29 * 86_400);
    expect(verdict(await refresh(refresh_token))).toBe("401 REFRESH_TOKEN_EXPIRED");
  });

  it("can be refreshed twice at the same moment, and every pair that comes out works", async () => {
    stage = await openStage("0.1.179");
    const { refresh_token } = await pair("u1");
    stage.state({ holdRefreshes: true });
    const both = Promise.all([refresh(refresh_token), refresh(refresh_token)]);
    await stage.held("heldRefreshes", 2);
    stage.state({ holdRefreshes: false });
    for (const reply of await both) {
      const next = dataOf<{ access_token: string; refresh_token: string }>(reply);
      expect((await me(next.access_token)).status).toBe(200);
      expect((await refresh(next.refresh_token)).status).toBe(200);
    }
    expect(verdict(await refresh(refresh_token))).toBe("401 REFRESH_TOKEN_INVALID");
  });

  it("need the e-mail in its own case on 0.1.106", async () => {
    stage = await openStage("0.1.106");
    const body = { email: "U1@example.test", password: seededPassword("u1") };
    expect(verdict(await stage.client.send("POST", "/api/v1/auth/login", {}, body))).toBe("401 INVALID_CREDENTIALS");
  });

  it("cannot be opened by ordinary users in backend mode, without a reason on 0.1.106", async () => {
    stage = await openStage("0.1.106");
    stage.state({ backendMode: true });
    expect(verdict(await login("u1"))).toBe("403");
  });

  it("look deleted while the database is down, and come back with it", async () => {
    stage = await openStage("0.1.179");
    const { access_token } = await pair("u1");
    stage.state({ database: "down" });
    expect(verdict(await me(access_token))).toBe("401 USER_NOT_FOUND");
    expect(verdict(await login("u1"))).toBe("503 SERVICE_UNAVAILABLE");
    stage.state({ database: "up" });
    expect((await me(access_token)).status).toBe(200);
  });
});
