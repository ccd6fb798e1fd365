import { describe, expect, it } from "@jest/globals";
import { parseAllDocuments } from "yaml";
import { tokapi } from "./program.ts";

describe("tokapi emulator", () => {
  it.each(["new-api", "sub2api"])(
    "says in one line of JSON where %s is and what to log on with, and ends on SIGTERM",
    async (kind) => {
      const program = tokapi("emulator", kind, "--seed", "wire", "--json");
      const said = JSON.parse(await program.firstLine);
      expect(said).toMatchObject({
        kind,
        panelURL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        ledgerURL: expect.any(String),
      });
      expect(Object.keys(said.credentials).length).toBeGreaterThanOrEqual(2);
      const ledger = await fetch(said.ledgerURL);
      expect(await ledger.json()).toMatchObject({ keys: [] });
      program.process.kill("SIGTERM");
      expect((await program.ended).code).toBe(0);
    },
  );

  it.each([
    [["emulator"], /new-api/],
    [["emulator", "litellm"], /new-api/],
    [["emulator", "new-api", "--port", "many"], /--port many/],
    [["emulator", "new-api", "--profile", "v99"], /v99/],
    [["emulator", "new-api", "--seed", "/nowhere.json"], /--seed \/nowhere\.json/],
  ])("refuses %j and says how to call it", async (args, why) => {
    const { code, err } = await tokapi(...args).ended;
    expect(code).not.toBe(0);
    expect(err).toMatch(why);
  });
});

describe("tokapi crd", () => {
  it("prints the four definitions", async () => {
    const { code, out } = await tokapi("crd").ended;
    const kinds = parseAllDocuments(out).map((document) => document.toJS().spec.names.kind);
    expect([code, kinds]).toEqual([0, ["TokApiKey", "TokModelRoute", "TokGateway", "ClusterTokGateway"]]);
  });

  it("prints the operator's rights", async () => {
    const { out } = await tokapi("crd", "--rbac").ended;
    expect(parseAllDocuments(out).map((document) => document.toJS().kind)).toContain("ClusterRole");
  });
});

describe("tokapi operator", () => {
  it("lists its settings", async () => {
    const { code, out } = await tokapi("operator", "--help").ended;
    expect(code).toBe(0);
    expect(out).toContain("TOKAPI_LEASE_DURATION");
  });
});

describe("tokapi", () => {
  it("explains itself, and refuses what it does not know", async () => {
    expect((await tokapi("help").ended).out).toContain("tokapi demo");
    const { code, err } = await tokapi("rotate-everything").ended;
    expect(code).toBe(2);
    expect(err).toContain('unknown command "rotate-everything"');
  });
});
