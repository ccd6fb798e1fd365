import { describe, expect, it } from "@jest/globals";
import { readGatewayConfig } from "../../gateways/config.ts";

const credentials = { accessToken: "pat-0123456789", userId: 2 };
const login = { email: "ops@example.com", password: "p4ssw0rd-secret" };

function connection(input: unknown) {
  const read = readGatewayConfig(input);
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  return read.connection;
}

function problems(input: unknown) {
  const read = readGatewayConfig(input);
  return "problems" in read ? read.problems : [];
}

describe("a gateway's configuration", () => {
  it.each([
    [{ preset: "TokModel", credentials }, "new-api", "https://tokmodel.com", "https://tokmodel.com"],
    [{ preset: "TokenForMe", credentials: login }, "sub2api", "https://tokenfor.me", "https://api.tokenfor.me"],
    [
      { preset: "TokenForMe", region: "cn", credentials: login },
      "sub2api",
      "https://cn.tokenfor.me",
      "https://cn-api.tokenfor.me",
    ],
    [
      { preset: "TokenForMe", region: "ue1", credentials: login },
      "sub2api",
      "https://ue1.tokenfor.me",
      "https://ue1-api.tokenfor.me",
    ],
    [
      { driver: "new-api", panelURL: "https://gw.example/", credentials },
      "new-api",
      "https://gw.example",
      "https://gw.example",
    ],
    [
      { preset: "TokModel", panelURL: "http://127.0.0.1:3000", credentials },
      "new-api",
      "http://127.0.0.1:3000",
      "http://127.0.0.1:3000",
    ],
  ])("%j", (input, driver, panelURL, dataURL) => {
    expect(connection(input)).toMatchObject({ driver, panelURL, dataURL, timeoutMs: 30_000 });
  });

  it("wraps every secret on arrival", () => {
    const read = connection({ preset: "TokenForMe", credentials: { ...login, totpSecret: "JBSWY3DPEHPK3PXP" } });
    expect(JSON.stringify(read)).not.toMatch(/p4ssw0rd|JBSW/);
  });

  it("reads limits by bucket", () => {
    const read = connection({
      preset: "TokModel",
      credentials,
      rateLimits: { GA: { limit: 60, window: "1m" }, CT: "none" },
    });
    expect(read.rateLimits).toEqual({ GA: { limit: 60, windowMs: 60_000 }, CT: null });
  });

  it.each([
    [{}, "credentials"],
    [{ credentials }, "driver"],
    [{ driver: "new-api", credentials }, "panelURL"],
    [{ driver: "new-api", panelURL: "gw.example", credentials }, "panelURL"],
    [{ driver: "new-api", panelURL: "ftp://gw.example", credentials }, "panelURL"],
    [{ driver: "new-api", panelURL: "https://u:p@gw.example", credentials }, "panelURL"],
    [{ preset: "TokModel", driver: "sub2api", credentials }, "driver"],
    [{ preset: "TokModel", region: "cn", credentials }, "region"],
    [{ preset: "TokModel", credentials: login }, "credentials"],
    [{ preset: "TokModel", credentials: { ...credentials, userId: "me" } }, "credentials.userId"],
    [{ preset: "TokModel", credentials, caBundle: "no pem" }, "caBundle"],
    [{ preset: "TokModel", credentials, timeout: "fast" }, "timeout"],
    [{ preset: "TokModel", credentials, rateLimits: { GA: { limit: 0, window: "1m" } } }, "rateLimits.GA.limit"],
  ])("%j is refused at the right field", (input, path) => {
    const found = problems(input);
    expect(found.map((problem) => problem.path)).toContain(path);
    expect(JSON.stringify(found)).not.toMatch(/pat-0|p4ssw0rd|u:p@/);
  });

  it.each([
    [{ preset: "TokModel", credentials, colour: "blue" }, 'the configuration Unrecognized key: "colour"'],
    [{ preset: "TokModle", credentials }, 'preset Invalid option: expected one of "TokModel"|"TokenForMe"'],
    [{ preset: "TokModel", credentials, timeout: 5 }, "timeout Invalid input: expected string, received number"],
  ])("%j is refused in words, though the small zod has none of its own", (input, message) => {
    expect(problems(input).map((problem) => problem.message)).toContain(message);
  });
});
