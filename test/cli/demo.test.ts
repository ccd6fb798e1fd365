import { expect, it } from "@jest/globals";
import { tokapi } from "./program.ts";

it("rotates at least 30 times in 40 s without a failed request and without a leaked key", async () => {
  const { code, out, err } = await tokapi("demo", "--for", "40s", "--json").ended;
  const last = out.trim().split("\n").at(-1) ?? "";
  let result: Record<string, number>;
  try {
    result = JSON.parse(last);
  } catch {
    throw new Error(`the last line is no JSON: ${last}\n${err.slice(-2_000)}`);
  }
  expect(Object.keys(result)).toEqual([
    "rotations",
    "requests",
    "failed",
    "keysCreated",
    "keysLive",
    "leaked",
    "p99RotationSeconds",
  ]);
  expect(result).toMatchObject({ failed: 0, leaked: 0 });
  expect(result.rotations).toBeGreaterThanOrEqual(30);
  expect(result.requests).toBeGreaterThanOrEqual(1_000);
  expect(code).toBe(0);
}, 90_000);
