import { expect } from "@jest/globals";
import { realServer } from "../support/api-server.ts";
import { needing } from "../support/needing.ts";
import { controlPlaneAssets } from "../tools/control-plane.ts";
import { crashMatrix, problems, tell } from "./matrix.ts";
import { scenarios } from "./scenarios.ts";

const controlPlane = needing(await controlPlaneAssets());

controlPlane.it(
  "an operator that is killed at any effect on a real control plane leaks no key, makes none twice, and leaves no moment without a working one",
  async () => {
    // A cold start differs at the gateway alone, and needs a cluster in which nothing else is.
    const warm = scenarios.filter(({ cold }) => !cold);
    const report = await crashMatrix({ server: realServer, teams: 1, size: 12 }, ["new-api", "sub2api"], warm);
    process.stderr.write(`${tell(report)}\n`);
    expect(problems(report)).toEqual([]);
    expect(report.crashes.length).toBeGreaterThan(120);
  },
  900_000,
);
