import { afterAll, beforeAll, describe, jest } from "@jest/globals";
import { type ApiServer, embeddedServer } from "../../../support/api-server.ts";
import { suites } from "./suite/suites.ts";

jest.setTimeout(90_000);

describe("tok_cluster_api_key on the embedded API server", () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await embeddedServer();
  });
  afterAll(() => server?.stop());

  for (const suite of suites) suite(() => server);
});
