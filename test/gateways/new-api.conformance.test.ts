import { conformance } from "./conformance.ts";
import { faultConformance } from "./conformance-faults.ts";
import { newApiFaults } from "./new-api-calls.ts";
import { chat, newApi, profiles } from "./new-api-world.ts";

const base = { group: "default", allowedIPs: [] };

for (const profile of profiles) {
  const name = `New API ${profile}`;
  const options = newApi(profile);
  conformance(name, {
    ...options,
    group: "default",
    otherGroup: "vip",
    model: "gpt-4o-mini",
    provider: "openai",
    createRoute: { method: "POST", path: "^/api/token/$" },
    chat,
    drifts: [
      { name: "group", from: base, to: { ...base, group: "vip" } },
      { name: "models", from: { ...base, models: ["gpt-4o-mini"] }, to: base },
      { name: "quota", from: { ...base, quota: { amount: 5 } }, to: { ...base, quota: { amount: 50 } } },
      { name: "expiresAt", from: base, to: { ...base, expiresAt: Date.UTC(2040, 0, 1) } },
      { name: "allowedIPs", from: { ...base, allowedIPs: ["192.0.2.1"] }, to: base },
    ],
    refused: [
      { name: "an unknown group", spec: { group: "nope" }, reason: "GroupUnknown", path: "spec.group" },
      {
        name: "the automatic group where it is off",
        spec: { group: "auto" },
        reason: "GroupUnknown",
        path: "spec.group",
      },
      {
        name: "a model of another group",
        spec: { group: "default", routes: [{ provider: "openai", models: ["gpt-4.1"] }] },
        reason: "ModelUnknown",
        path: "spec.routes[0].models[0]",
      },
      {
        name: "a rate limit",
        spec: { routes: [{ provider: "openai", rateLimit: { tokensPerMinute: 5 } }] },
        reason: "RouteNotEnforceable",
        path: "spec.routes[0].rateLimit",
      },
      {
        name: "a quota that fills again",
        spec: { quota: { amount: 5, reset: "Monthly" } },
        reason: "NotSupported",
        path: "spec.quota.reset",
      },
      {
        name: "a quota that cannot be kept",
        spec: { quota: { amount: 900_000 } },
        reason: "QuotaNotRepresentable",
        path: "spec.quota.amount",
      },
      ...(profile === "v0.6.8.2"
        ? [
            {
              name: "a range that would leave the key open",
              spec: { allowedIPs: ["10.0.0.0/8"] },
              reason: "NotSupported",
              path: "spec.allowedIPs[0]",
            },
          ]
        : []),
    ],
  });
  faultConformance(name, { ...options, ...newApiFaults(profile) });
}
