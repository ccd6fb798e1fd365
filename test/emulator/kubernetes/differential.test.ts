import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { type EmbeddedKubernetes, startKubernetes } from "../../../emulator/kubernetes/index.ts";
import { type ControlPlane, startControlPlane } from "../../support/control-plane.ts";
import { needing } from "../../support/needing.ts";
import { controlPlaneAssets } from "../../tools/control-plane.ts";
import { compareServers } from "./differential/compare-servers.ts";
import { secretWriteSteps } from "./differential/secret-writes.ts";
import { secretSteps } from "./differential/secrets.ts";
import type { Step } from "./differential/step.ts";
import { widgetReadSteps } from "./differential/widget-reads.ts";
import { widgetSteps } from "./differential/widgets.ts";
import { workloadSteps } from "./differential/workloads.ts";

const controlPlane = needing(await controlPlaneAssets());

controlPlane.describe("the embedded API server answers as the real one does", () => {
  let real: ControlPlane;
  let embedded: EmbeddedKubernetes;

  beforeAll(async () => {
    [real, embedded] = await Promise.all([startControlPlane(), startKubernetes()]);
  }, 120_000);

  afterAll(async () => {
    await embedded?.close();
    await real?.stop();
  }, 30_000);

  const suites: [string, readonly Step[]][] = [
    ["Secrets: every verb, patch, selector and error", [...secretSteps, ...secretWriteSteps]],
    ["custom resources: schema, defaults, rules, status, apply, watch", [...widgetSteps, ...widgetReadSteps]],
    ["the other built-in kinds, discovery and reviews", workloadSteps],
  ];
  it.each(suites)(
    "%s",
    async (_name, steps) => {
      const server = { url: real.url, token: real.adminToken, ca: real.ca };
      const results = await compareServers(steps, server, embedded);
      expect(results.filter((result) => result.differences.length > 0)).toEqual([]);
    },
    120_000,
  );

  it("covers at least 150 requests", () => {
    const compared = suites.flatMap(([, steps]) => steps).filter((step) => step.differs === undefined);
    expect(compared.length).toBeGreaterThanOrEqual(150);
  });
});
