import type { FaultedCall, FaultOptions } from "./conformance-faults.ts";
import { draftOf } from "./sub2api-world.ts";

const base = { group: "vip", allowedIPs: [] };

const calls: readonly FaultedCall[] = [
  {
    name: "create",
    method: "POST",
    path: "^/api/v1/keys$",
    changes: true,
    call: (gateway) => gateway.create(draftOf({ name: "x.abcdefgh.r2", restrictions: base })),
  },
  { name: "list", method: "GET", path: "^/api/v1/keys[?]", changes: false, call: (gateway) => gateway.list() },
  {
    name: "get",
    method: "GET",
    path: "^/api/v1/keys/\\d",
    changes: false,
    call: (gateway, key) => gateway.get(key.id),
  },
  {
    name: "reveal",
    method: "GET",
    path: "^/api/v1/keys/\\d",
    changes: false,
    call: (gateway, key) => gateway.reveal(key.id),
  },
  {
    name: "update",
    method: "PUT",
    path: "^/api/v1/keys/",
    changes: true,
    call: (gateway, key) => gateway.update(key.id, "fault.abcdefgh.r1", { ...base, quota: { amount: 4 } }),
  },
  {
    name: "disable",
    method: "PUT",
    path: "^/api/v1/keys/",
    changes: true,
    call: (gateway, key) => gateway.setEnabled(key.id, false),
  },
  {
    name: "enable",
    method: "PUT",
    path: "^/api/v1/keys/",
    changes: true,
    call: (gateway, key) => gateway.setEnabled(key.id, true),
  },
  {
    name: "revoke",
    method: "DELETE",
    path: "^/api/v1/keys/",
    changes: true,
    call: (gateway, key) => gateway.revoke(key.id, key.text),
  },
  {
    name: "groups",
    method: "GET",
    path: "^/api/v1/groups/available",
    changes: false,
    call: (gateway) => gateway.groups(),
  },
  { name: "check", method: "GET", path: "^/api/v1/auth/me", changes: false, call: (gateway) => gateway.check() },
  {
    name: "version",
    method: "GET",
    path: "^/api/v1/settings/public",
    changes: false,
    call: (gateway) => gateway.check(),
  },
];

/** Every call of the driver, for the faults. */
export const sub2apiFaults: Omit<FaultOptions, "start" | "config"> = {
  group: "vip",
  calls,
  wrongCredentials: { credentials: { email: "u1@example.test", password: "not-the-password" } },
};
