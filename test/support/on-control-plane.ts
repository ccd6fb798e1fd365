import { afterAll, beforeAll, jest } from "@jest/globals";
import { controlPlaneAssets } from "../tools/control-plane.ts";
import { type ApiServer, realServer } from "./api-server.ts";
import { loadEveryDriver } from "./every-driver.ts";
import { needing } from "./needing.ts";

const controlPlane = needing(await controlPlaneAssets());

/** Tests on one real control plane; where the machine lacks it, that is said. */
export function onControlPlane(title: string, suites: readonly ((server: () => ApiServer) => void)[]): void {
  jest.setTimeout(90_000);
  controlPlane.describe(title, () => {
    let server: ApiServer;
    beforeAll(async () => {
      await loadEveryDriver();
      server = await realServer();
    }, 90_000);
    afterAll(() => server?.stop(), 30_000);

    for (const suite of suites) suite(() => server);
  });
}
