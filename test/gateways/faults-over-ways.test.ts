import { certificateConformance, faultConformance } from "./conformance-faults.ts";
import { newApiFaults } from "./new-api-calls.ts";
import { newApi } from "./new-api-world.ts";
import { sub2apiFaults } from "./sub2api-calls.ts";
import { sub2api } from "./sub2api-world.ts";
import { transports, ways } from "./ways.ts";

const [newest, latest] = ["v1.0.0-rc.24", "0.1.179"];

// The conformance suites have every profile by undici directly. What a failure means must not depend on the way.
for (const [transport, way] of [
  ["node", "http"],
  ["node", "https over a proxy"],
  ["undici", "https over a proxy"],
  ["node", "https"],
  ["undici", "https"],
] as const) {
  const over = { transport: transports[transport]!, lead: ways[way]! };
  const suites = [
    [`New API by ${transport}, ${way}`, { ...newApi(newest), ...newApiFaults(newest), ...over }],
    [`Sub2API by ${transport}, ${way}`, { ...sub2api(latest), ...sub2apiFaults(latest), ...over }],
  ] as const;
  for (const [name, options] of suites) {
    if (way !== "https") faultConformance(name, options);
    if (way !== "http") certificateConformance(name, options);
  }
}
