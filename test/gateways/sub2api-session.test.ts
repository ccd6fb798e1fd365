import { describe, expect, it } from "@jest/globals";
import { Sensitive } from "../../core/sensitive.ts";
import { totp } from "../../gateways/sub2api/totp.ts";
import { draftOf, passwordOf, profiles, sub2apiWorld } from "./sub2api-world.ts";

const login = "POST /api/v1/auth/login";
const refresh = "POST /api/v1/auth/refresh";
type World = Awaited<ReturnType<typeof sub2apiWorld>>;

/** A gateway that was given a refresh token, and the tokens it saved since. */
async function byRefreshToken(world: World) {
  const { email, password } = world.emulator.credentials;
  const body = JSON.stringify({ email, password });
  const answer = await fetch(`${world.emulator.panelURL}/api/v1/auth/login`, { method: "POST", body });
  const { data } = (await answer.json()) as { data: { refresh_token: string } };
  const saved: Sensitive[] = [];
  const credentials = { kind: "refresh-token", refreshToken: new Sensitive(data.refresh_token) } as const;
  const saveRefreshToken = async (token: Sensitive) => {
    saved.push(token);
  };
  return { gateway: await world.open(credentials, { saveRefreshToken }), saved };
}

describe.each(profiles)("the session at Sub2API %s", (profile) => {
  it("is one login for many calls at once", async () => {
    await using world = await sub2apiWorld(profile);
    await Promise.all(Array.from({ length: 20 }, () => world.gateway.list()));
    expect(world.calls(login)).toBe(1);
  });

  it("says who we are and what runs there", async () => {
    await using world = await sub2apiWorld(profile);
    const check = await world.gateway.check();
    expect(check).toEqual({ account: "u1@example.test", serverVersion: profile, warnings: [] });
  });

  it("renews itself before the access token ends", async () => {
    await using world = await sub2apiWorld(profile);
    await world.gateway.list();
    world.emulator.clock.advance(24 * 60 * 60 - 10);
    await Promise.all([world.gateway.list(), world.gateway.list()]);
    expect([world.calls(login), world.calls(refresh)]).toEqual([1, 1]);
  });

  it("is renewed by a refresh, not a login, when the server's secret has changed", async () => {
    await using world = await sub2apiWorld(profile);
    await world.gateway.list();
    world.emulator.state({ newJwtSecret: true });
    await Promise.all([world.gateway.list(), world.gateway.list()]);
    expect([world.calls(login), world.calls(refresh)]).toEqual([1, 1]);
  });

  it("logs in again after a refresh token whose answer is lost", async () => {
    await using world = await sub2apiWorld(profile);
    await world.gateway.list();
    world.emulator.state({ newJwtSecret: true });
    world.emulator.faults.add({ kind: "reset-after", method: "POST", path: "/auth/refresh$" });
    expect(await world.gateway.list()).toEqual([]);
    expect(world.calls(login)).toBe(2);
  });

  it("logs in again when the cache lost every refresh token", async () => {
    await using world = await sub2apiWorld(profile);
    await world.gateway.list();
    world.emulator.state({ newJwtSecret: true, flushRedis: true });
    expect(await world.gateway.list()).toEqual([]);
    expect(world.calls(login)).toBe(2);
  });

  it("takes a wrong password for what it is, and does not try it again at once", async () => {
    await using world = await sub2apiWorld(profile);
    const wrong = { ...passwordOf(world.emulator), password: new Sensitive("not-the-password") };
    const gateway = await world.open(wrong);
    for (let call = 0; call < 5; call++) {
      await expect(gateway.list()).rejects.toMatchObject({ code: "fix-credentials", reason: "InvalidCredentials" });
    }
    expect(world.calls(login)).toBe(1);
  });

  it("takes 401s during an outage for an outage", async () => {
    await using world = await sub2apiWorld(profile);
    await world.gateway.list();
    world.emulator.state({ database: "down" });
    await expect(world.gateway.list()).rejects.toMatchObject({ code: "retry" });
    await expect(world.gateway.list()).rejects.toMatchObject({ code: "wait-until" });
    const { text } = draftOf();
    expect((await world.gateway.probe(text)).kind).toBe("unknown");
  });

  it("believes that our user is gone when a fresh login says so", async () => {
    await using world = await sub2apiWorld(profile);
    await world.gateway.list();
    const me = await world.console("GET", "/auth/me");
    const admin = { "x-api-key": world.emulator.credentials.adminKey! };
    await fetch(`${world.emulator.panelURL}/api/v1/admin/users/${me.id}`, { method: "DELETE", headers: admin });
    await expect(world.gateway.list()).rejects.toMatchObject({ reason: "InvalidCredentials" });
  });

  it("takes a 429 at login for a matter of time, whatever is behind it", async () => {
    await using world = await sub2apiWorld(profile);
    world.emulator.state({ redis: "down" });
    await expect(world.gateway.list()).rejects.toMatchObject({ code: "wait-until" });
  });

  it("answers the question for a second factor", async () => {
    await using world = await sub2apiWorld(profile);
    const who = { kind: "password", email: "u12@example.test", password: new Sensitive("u12-password") } as const;
    const without = await world.open(who);
    const human = { code: "fix-credentials", reason: "TwoFactorRequired" };
    await expect(without.check()).rejects.toMatchObject(human);
    const gateway = await world.open({ ...who, totpSecret: new Sensitive("jbsw y3dp ehpk 3pxp") });
    expect((await gateway.check()).account).toBe("u12@example.test");
    const wrong = await world.open({ ...who, totpSecret: new Sensitive("AAAAAAAA") });
    await expect(wrong.check()).rejects.toMatchObject({ code: "fix-credentials", reason: "TwoFactorRefused" });
  });

  it("asks for a human at a captcha, and in backend mode", async () => {
    await using world = await sub2apiWorld(profile);
    world.emulator.state({ turnstile: true });
    await expect(world.gateway.list()).rejects.toMatchObject({ code: "fix-credentials", reason: "CaptchaRequired" });
    world.emulator.state({ turnstile: false, backendMode: true });
    const second = await world.open();
    await expect(second.list()).rejects.toMatchObject({ code: "fix-credentials", reason: "BackendMode" });
  });

  it("lives on a refresh token alone, and saves each new one before it goes on", async () => {
    await using world = await sub2apiWorld(profile);
    const { gateway, saved } = await byRefreshToken(world);
    await gateway.list();
    expect(saved).toHaveLength(1);
    world.emulator.state({ newJwtSecret: true });
    await gateway.list();
    expect(saved).toHaveLength(2);
    const heir = await world.open({ kind: "refresh-token", refreshToken: saved[1]! });
    expect((await heir.check()).warnings).toEqual([expect.stringContaining("kept nowhere")]);
  });

  it("with a refresh token alone that is used up, says what a human must do", async () => {
    await using world = await sub2apiWorld(profile);
    const { gateway } = await byRefreshToken(world);
    world.emulator.faults.add({ kind: "reset-after", method: "POST", path: "/auth/refresh$" });
    await expect(gateway.list()).rejects.toMatchObject({ code: "retry" });
    world.emulator.clock.advance(60);
    const human = {
      code: "fix-credentials",
      reason: "RefreshTokenInvalid",
      message: expect.stringContaining("Log in"),
    };
    await expect(gateway.list()).rejects.toMatchObject(human);
  });

  it("does nothing more until a refresh token is saved", async () => {
    await using world = await sub2apiWorld(profile);
    const { saved } = await byRefreshToken(world);
    expect(saved).toEqual([]);
    let broken = true;
    const tokens: Sensitive[] = [];
    const { email, password } = world.emulator.credentials;
    const answer = await fetch(`${world.emulator.panelURL}/api/v1/auth/login`, {
      method: "POST",
      body: JSON.stringify({ email, password }),
    });
    const { data } = (await answer.json()) as { data: { refresh_token: string } };
    const gateway = await world.open(
      { kind: "refresh-token", refreshToken: new Sensitive(data.refresh_token) },
      {
        saveRefreshToken: async (token) => {
          if (broken) throw new Error("disk full");
          tokens.push(token);
        },
      },
    );
    await expect(gateway.list()).rejects.toMatchObject({ code: "retry", reason: "RefreshTokenNotSaved" });
    await expect(gateway.list()).rejects.toMatchObject({ code: "retry", reason: "RefreshTokenNotSaved" });
    broken = false;
    expect(await gateway.list()).toEqual([]);
    expect(tokens).toHaveLength(1);
  });
});

describe("a password change", () => {
  it("ends tokens that are left, and the new password must be given", async () => {
    await using world = await sub2apiWorld("0.1.179");
    await world.gateway.list();
    const change = { old_password: "u1-password", new_password: "another-password" };
    await world.console("PUT", "/user/password", change);
    await expect(world.gateway.list()).rejects.toMatchObject({ reason: "InvalidCredentials" });
    expect(world.calls(refresh)).toBe(0);
  });
});

describe("the second factor's code", () => {
  // RFC 6238, appendix B, SHA-1, cut to six digits.
  it.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [2_000_000_000, "279037"],
    [20_000_000_000, "353130"],
  ])("at second %i is %s", (seconds, code) => {
    const secret = new Sensitive("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    expect(totp(secret, seconds * 1000)).toBe(code);
  });

  it("cannot be made from what is no base32", () => {
    expect(totp(new Sensitive("not base32!"), 0)).toBeUndefined();
  });
});

describe("an address that is no Sub2API panel", () => {
  it.each([
    ["a web page", { kind: "html" }],
    ["a redirect", { kind: "redirect", location: "https://elsewhere.example/" }],
    ["another API", { kind: "status", status: 404, body: '{"error":"no route"}' }],
  ] as const)("is refused at once: %s", async (_what, fault) => {
    await using world = await sub2apiWorld("0.1.179");
    world.emulator.faults.add({ ...fault, path: "/settings/public", times: 0 });
    await expect(world.open()).rejects.toMatchObject({
      code: "fix-credentials",
      message: expect.stringContaining("panelURL"),
    });
  });
});
