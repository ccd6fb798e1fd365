import { expect, it } from "@jest/globals";
import { embeddedServer } from "../support/api-server.ts";
import { crashMatrix, problems, tell } from "./matrix.ts";
import { scenarios } from "./scenarios.ts";

it("an operator that is killed at any effect on the embedded API server leaks no key, makes none twice, and leaves no moment without a working one", async () => {
  const ground = { server: () => embeddedServer({ rolloutDelayMs: 20 }), teams: 2, size: 8 };
  const report = await crashMatrix(ground, ["new-api", "sub2api"], scenarios);
  process.stderr.write(`${tell(report)}\n`);
  expect(problems(report)).toEqual([]);
  expect(report.crashes.length).toBeGreaterThan(150);
}, 900_000);
