/** @type {import("jest").Config} */
export default {
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2023" }, module: { type: "es6" } },
    ],
  },
  // Half of the suites mostly wait, for leases, overlaps and other processes: four of them keep two processors busy.
  maxWorkers: 4,
  testSequencer: "<rootDir>/test/tools/longest-first.ts",
  testTimeout: 30_000,
};
