import { afterAll, beforeAll, describe, jest } from "@jest/globals";
import { type ApiServer, embeddedServer } from "../support/api-server.ts";
import { loadEveryDriver } from "../support/every-driver.ts";
import { suites } from "./suite/suites.ts";

jest.setTimeout(90_000);

describe("the operator on the embedded API server", () => {
  let server: ApiServer;
  beforeAll(async () => {
    await loadEveryDriver();
    server = await embeddedServer();
  });
  afterAll(() => server?.stop());

  for (const suite of suites) suite(() => server);
});
