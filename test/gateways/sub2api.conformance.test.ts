import { conformance } from "./conformance.ts";
import { faultConformance } from "./conformance-faults.ts";
import { sub2apiFaults } from "./sub2api-calls.ts";
import { profiles, sub2api } from "./sub2api-world.ts";

const base = { group: "vip", allowedIPs: [] };

for (const profile of profiles) {
  const name = `Sub2API ${profile}`;
  const options = sub2api(profile);
  conformance(name, {
    ...options,
    group: "vip",
    otherGroup: "codex",
    model: "claude-sonnet-4-5",
    provider: "anthropic",
    createRoute: { method: "POST", path: "^/api/v1/keys$" },
    async chat(emulator, text) {
      const messages = [{ role: "user", content: "ping" }];
      const answer = await fetch(`${emulator.dataURL}/v1/messages`, {
        method: "POST",
        headers: { authorization: `Bearer ${text}`, "content-type": "application/json" },
        body: JSON.stringify({ model: "claude-sonnet-4-5", max_tokens: 5, messages }),
      });
      await answer.text();
      return answer.status;
    },
    drifts: [
      { name: "group", from: base, to: { ...base, group: "codex" } },
      { name: "quota", from: { ...base, quota: { amount: 5 } }, to: { ...base, quota: { amount: 50 } } },
      { name: "quota", from: { ...base, quota: { amount: 5 } }, to: { ...base, quota: { amount: 5, reset: "Daily" } } },
      { name: "quota", from: base, to: { ...base, quota: { amount: 5, reset: "Weekly" } } },
      { name: "expiresAt", from: base, to: { ...base, expiresAt: Date.UTC(2040, 0, 1) } },
      { name: "allowedIPs", from: { ...base, allowedIPs: ["192.0.2.1"] }, to: base },
    ],
    refused: [
      { name: "no group", spec: {}, reason: "GroupRequired", path: "spec.group" },
      { name: "an unknown group", spec: { group: "nope" }, reason: "GroupUnknown", path: "spec.group" },
      {
        name: "a group that others differ from only in case and blanks",
        spec: { group: "claude" },
        reason: "GroupAmbiguous",
        path: "spec.group",
      },
      {
        name: "another vendor",
        spec: { group: "vip", routes: [{ provider: "openai" }] },
        reason: "RouteNotEnforceable",
        path: "spec.routes[0].provider",
      },
      {
        name: "models",
        spec: { group: "vip", routes: [{ provider: "anthropic", models: ["claude-sonnet-4-5"] }] },
        reason: "RouteNotEnforceable",
        path: "spec.routes[0].models",
      },
      {
        name: "a rate limit",
        spec: { group: "vip", routes: [{ provider: "anthropic", rateLimit: { tokensPerMinute: 5 } }] },
        reason: "RouteNotEnforceable",
        path: "spec.routes[0].rateLimit",
      },
      {
        name: "a quota that fills every month",
        spec: { group: "vip", quota: { amount: 5, reset: "Monthly" } },
        reason: "NotSupported",
        path: "spec.quota.reset",
      },
    ],
  });
  faultConformance(name, { ...options, ...sub2apiFaults(profile) });
}
