import type { FaultedCall, FaultOptions } from "./conformance-faults.ts";

const base = { group: "default", allowedIPs: [] };

const everywhere: readonly FaultedCall[] = [
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

/** Every call of the driver, for the faults; servers since the masks also reveal. */
export function newApiFaults(profile: string): Omit<FaultOptions, "start" | "config"> {
  const masked = profile.startsWith("v1.");
  return {
    group: "default",
    calls: masked ? [...everywhere, reveal] : everywhere,
    wrongCredentials: { credentials: { accessToken: "not-a-token-of-anybody-1234", userId: "2" } },
    afterCreate: masked
      ? { method: "POST", path: "^/api/token/batch/keys" }
      : { method: "GET", path: "^/api/token/[?]" },
  };
}
