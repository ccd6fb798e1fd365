import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type ApiServer, realServer } from "../support/api-server.ts";
import { controlPlaneAssets } from "../tools/control-plane.ts";
import { crashMatrix, problems, tell } from "./matrix.ts";
import { scenarios } from "./scenarios.ts";

const assets = await controlPlaneAssets();
if ("missing" in assets) process.stderr.write(`${assets.missing}\n`);
/** Those whose effects on the API server are of different kinds; the others differ at the gateway. */
const chosen = ["create", "rotate", "compromised", "delete"];

("missing" in assets ? describe.skip : describe)(
  "an operator that is killed at any effect, on a real control plane",
  () => {
    let server: ApiServer;
    beforeAll(async () => {
      server = await realServer();
    }, 90_000);
    afterAll(() => server?.stop(), 30_000);

    it("leaks no key, makes none twice, and leaves no moment without a working one", async () => {
      const some = scenarios.filter(({ name }) => chosen.includes(name));
      const report = await crashMatrix(server, ["new-api", "sub2api"], some);
      process.stderr.write(`${tell(report)}\n`);
      expect(problems(report)).toEqual([]);
      expect(report.crashes.length).toBeGreaterThan(60);
    }, 600_000);
  },
);
