import { certificateConformance, faultConformance } from "./conformance-faults.ts";
import { newApiFaults } from "./new-api-calls.ts";
import { newApi } from "./new-api-world.ts";
import { sub2apiFaults } from "./sub2api-calls.ts";
import { sub2api } from "./sub2api-world.ts";
import { transports, ways } from "./ways.ts";

const [newest, latest] = ["v1.0.0-rc.24", "0.1.179"];
const newApiOptions = { ...newApi(newest), ...newApiFaults(newest) };
const sub2apiOptions = { ...sub2api(latest), ...sub2apiFaults(latest) };

// The conformance suites have every profile by undici directly. What a failure means must not depend on the way. Beyond the
// transport that does not know one call from another: over a proxy, those that read and those that change stand for all.
for (const [transport, way, calls] of [
  ["node", "http", undefined],
  ["node", "https over a proxy", ["create", "list", "revoke"]],
  ["undici", "https over a proxy", ["create", "list", "revoke"]],
] as const) {
  const over = { transport: transports[transport]!, lead: ways[way]! };
  for (const [kind, options] of [
    ["New API", newApiOptions],
    ["Sub2API", sub2apiOptions],
  ] as const) {
    const some = calls && {
      calls: options.calls.filter(({ name }) => calls.some((each) => each === name)),
      followUps: options.followUps.slice(0, 1),
    };
    faultConformance(`${kind} by ${transport}, ${way}`, { ...options, ...over, ...some });
  }
}

for (const [transport, way] of [
  ["node", "https"],
  ["undici", "https"],
  ["node", "https over a proxy"],
  ["undici", "https over a proxy"],
] as const) {
  const over = { transport: transports[transport]!, lead: ways[way]! };
  certificateConformance(`New API by ${transport}, ${way}`, { ...newApiOptions, ...over });
  certificateConformance(`Sub2API by ${transport}, ${way}`, { ...sub2apiOptions, ...over });
}
