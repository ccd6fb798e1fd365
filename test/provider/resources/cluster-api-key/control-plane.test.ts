import { afterAll, beforeAll, describe, jest } from "@jest/globals";
import { type ApiServer, realServer } from "../../../support/api-server.ts";
import { controlPlaneAssets } from "../../../tools/control-plane.ts";
import { suites } from "./suite/suites.ts";

jest.setTimeout(90_000);

const assets = await controlPlaneAssets();
if ("missing" in assets) process.stderr.write(`${assets.missing}\n`);

("missing" in assets ? describe.skip : describe)("tok_cluster_api_key on a real control plane", () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await realServer();
  }, 90_000);
  afterAll(() => server?.stop(), 30_000);

  for (const suite of suites) suite(() => server);
});
