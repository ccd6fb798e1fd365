import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type ApiServer, embeddedServer } from "../support/api-server.ts";
import { crashMatrix, problems, tell } from "./matrix.ts";
import { scenarios } from "./scenarios.ts";

describe("an operator that is killed at any effect, on the embedded API server", () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await embeddedServer({ rolloutDelayMs: 20 });
  });
  afterAll(() => server?.stop());

  it("leaks no key, makes none twice, and leaves no moment without a working one", async () => {
    const report = await crashMatrix(server, ["new-api", "sub2api"], scenarios);
    process.stderr.write(`${tell(report)}\n`);
    expect(problems(report)).toEqual([]);
    expect(report.crashes.length).toBeGreaterThan(150);
  }, 900_000);
});
