import { loadDriver } from "../../gateways/index.ts";

/** For a beforeAll: Jest refuses an `import()` that happens to fall between two of the tests that run at the same time. */
export async function loadEveryDriver(): Promise<void> {
  await Promise.all([loadDriver("new-api"), loadDriver("sub2api")]);
}
