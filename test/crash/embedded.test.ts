import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type ApiServer, embeddedServer } from "../support/api-server.ts";
import { crashMatrix, tell } from "./matrix.ts";
import { scenarios } from "./scenarios.ts";

describe("an operator that is killed at any effect, on the embedded API server", () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await embeddedServer({ rolloutDelayMs: 20 });
  });
  afterAll(() => server?.stop());

  it("leaks no key, makes none twice, and leaves no moment without a working one", async () => {
    const report = await crashMatrix(server, ["new-api", "sub2api"], scenarios);
    const text = tell(report);
    process.stderr.write(`${text}\n`);
    expect(text.match(/^.*(leaked|doubled|dead moment|not |alive|keeps|lacks|still).*$/gm) ?? []).toEqual([]);
    expect(report.crashes.length).toBeGreaterThan(100);
  }, 600_000);
});
