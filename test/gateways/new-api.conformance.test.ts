import { conformance } from "./conformance.ts";
import { type FaultedCall, faultConformance } from "./conformance-faults.ts";
import { chat, newApi, profiles } from "./new-api-world.ts";

const base = { group: "default", allowedIPs: [] };

const calls: readonly FaultedCall[] = [
  {
    name: "create",
    method: "POST",
    path: "^/api/token/$",
    changes: true,
    call: (gateway) =>
      gateway.create({ name: "x.abcdefgh.r2", restrictions: base, enabled: true, resume: false, attemptId: "a" }),
  },
  { name: "list", method: "GET", path: "^/api/token/[?]", changes: false, call: (gateway) => gateway.list() },
  { name: "get", method: "GET", path: "^/api/token/\\d", changes: false, call: (gateway, key) => gateway.get(key.id) },
  {
    name: "update",
    method: "PUT",
    path: "^/api/token/",
    changes: true,
    call: (gateway, key) => gateway.update(key.id, "fault.abcdefgh.r1", base),
  },
  {
    name: "disable",
    method: "PUT",
    path: "status_only",
    changes: true,
    call: (gateway, key) => gateway.setEnabled(key.id, false),
  },
  {
    name: "enable",
    method: "PUT",
    path: "status_only",
    changes: true,
    call: (gateway, key) => gateway.setEnabled(key.id, true),
  },
  {
    name: "revoke",
    method: "DELETE",
    path: "^/api/token/",
    changes: true,
    call: (gateway, key) => gateway.revoke(key.id),
  },
  {
    name: "groups",
    method: "GET",
    path: "^/api/user/self/groups",
    changes: false,
    call: (gateway) => gateway.groups(),
  },
  {
    name: "models",
    method: "GET",
    path: "^/api/user/models",
    changes: false,
    call: (gateway) => gateway.models("vip"),
  },
  {
    name: "last use",
    method: "GET",
    path: "^/api/log/self",
    changes: false,
    call: (gateway, key) => gateway.lastUse(key.id, "fault.abcdefgh.r1"),
  },
  { name: "check", method: "GET", path: "^/api/status", changes: false, call: (gateway) => gateway.check() },
  {
    name: "resolve",
    method: "GET",
    path: "^/api/user/models",
    changes: false,
    call: (gateway) => gateway.resolve({ routes: [{ provider: "openai" }] }),
  },
];

const reveal: FaultedCall = {
  name: "reveal",
  method: "POST",
  path: "^/api/token/batch/keys",
  changes: false,
  call: (gateway, key) => gateway.reveal(key.id),
};

for (const profile of profiles) {
  const name = `New API ${profile}`;
  const options = newApi(profile);
  const masked = profile.startsWith("v1.");
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
  faultConformance(name, {
    ...options,
    group: "default",
    calls: masked ? [...calls, reveal] : calls,
    wrongCredentials: { credentials: { accessToken: "not-a-token-of-anybody-1234", userId: "2" } },
    afterCreate: masked
      ? { method: "POST", path: "^/api/token/batch/keys" }
      : { method: "GET", path: "^/api/token/[?]" },
  });
}
