import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  bundleProvider,
  largestClusterPart,
  largestProvider,
  type ProviderBundle,
} from "../../scripts/provider-bundle.ts";

let directory: string;
let file: string;
let bundle: ProviderBundle;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "tokapi-bundle-"));
  file = join(directory, "provider.cjs");
  bundle = await bundleProvider(file);
});
afterAll(() => rmSync(directory, { recursive: true }));

describe("the provider as one file", () => {
  it("is at most 250 KB, and 60 KB for keys in a cluster", () => {
    expect([largestProvider, largestClusterPart]).toEqual([250_000, 60_000]);
    expect(bundle.bytes - bundle.clusterBytes).toBeLessThanOrEqual(largestProvider);
    expect(bundle.clusterBytes).toBeLessThanOrEqual(largestClusterPart);
  });

  it("starts without the drivers and without any package", () => {
    const others = bundle.atStart.filter((path) => !/^(provider|core)\//.test(path));
    expect(others).toEqual(["gateways/user-agent.ts"]);
    expect(bundle.atStart).not.toContain("core/key.ts");
  });

  it("has short lines, for Node prints the one in which an uncaught error arose", () => {
    const longest = Math.max(
      ...readFileSync(file, "utf8")
        .split("\n")
        .map(({ length }) => length),
    );
    expect(longest).toBeLessThan(1_500);
  });
});
