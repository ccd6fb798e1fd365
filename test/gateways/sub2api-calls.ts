import type { FaultedCall, FaultOptions } from "./conformance-faults.ts";
import { draftOf } from "./sub2api-world.ts";

const newest = "0.1.179";
const base = { group: "vip", allowedIPs: [] };

const calls: readonly FaultedCall[] = [
  {
    name: "create",
    method: "POST",
    path: "^/api/v1/keys$",
    effect: "changes",
    call: (gateway) => gateway.create(draftOf({ name: "x.abcdefgh.r2", restrictions: base })),
  },
  { name: "list", method: "GET", path: "^/api/v1/keys[?]", effect: "reads", call: (gateway) => gateway.list() },
  {
    name: "get",
    method: "GET",
    path: "^/api/v1/keys/\\d",
    effect: "reads",
    call: (gateway, key) => gateway.get(key.id),
  },
  {
    name: "reveal",
    method: "GET",
    path: "^/api/v1/keys/\\d",
    effect: "reads",
    call: (gateway, key) => gateway.reveal(key.id),
  },
  {
    name: "update",
    method: "PUT",
    path: "^/api/v1/keys/",
    effect: "changes",
    call: (gateway, key) => gateway.update(key.id, "fault.abcdefgh.r1", { ...base, quota: { amount: 4 } }),
  },
  {
    name: "disable",
    method: "PUT",
    path: "^/api/v1/keys/",
    effect: "changes",
    call: (gateway, key) => gateway.setEnabled(key.id, false),
  },
  {
    name: "enable",
    method: "PUT",
    path: "^/api/v1/keys/",
    effect: "changes",
    call: (gateway, key) => gateway.setEnabled(key.id, true),
  },
  {
    name: "revoke",
    method: "DELETE",
    path: "^/api/v1/keys/",
    effect: "changes",
    call: (gateway, key) => gateway.revoke(key.id, key.text),
  },
  {
    name: "groups",
    method: "GET",
    path: "^/api/v1/groups/available",
    effect: "reads",
    call: (gateway) => gateway.groups(),
  },
  { name: "check", method: "GET", path: "^/api/v1/auth/me", effect: "reads", call: (gateway) => gateway.check() },
  {
    name: "check (version)",
    method: "GET",
    path: "^/api/v1/settings/public",
    effect: "reads",
    call: (gateway) => gateway.check(),
  },
  {
    name: "open",
    method: "GET",
    path: "^/api/v1/settings/public",
    effect: "reads",
    call: (_gateway, _key, open) => open(),
  },
  {
    name: "resolve",
    method: "GET",
    path: "^/api/v1/groups/available",
    effect: "reads",
    call: (gateway) => gateway.resolve({ group: "vip" }),
  },
  {
    name: "create (groups)",
    method: "GET",
    path: "^/api/v1/groups/available",
    effect: "reads",
    call: (gateway) => gateway.create(draftOf({ name: "x.abcdefgh.r2", restrictions: base })),
  },
  {
    name: "log in",
    method: "POST",
    path: "^/api/v1/auth/login$",
    effect: "logs in",
    anew: true,
    call: (gateway) => gateway.list(),
  },
  {
    name: "refresh",
    method: "POST",
    path: "^/api/v1/auth/refresh$",
    effect: "refreshes",
    later: 24 * 60 * 60,
    call: (gateway) => gateway.list(),
  },
];

/** Where our probes do not move it, the key tells its last use when the log does not: both are struck. */
const lastUse: FaultedCall = {
  name: "last use",
  method: "GET",
  path: "^/api/v1/(usage[?]|keys/)",
  effect: "reads",
  call: (gateway, key) => gateway.lastUse(key.id, "fault.abcdefgh.r1"),
};

const expiry = { restrictions: { group: "vip", allowedIPs: [], expiresAt: Date.UTC(2040, 0, 1) } };

/** Every call of the driver, for the faults. */
export const sub2apiFaults = (profile: string): Omit<FaultOptions, "start" | "config"> => ({
  group: "vip",
  calls: profile === newest ? [...calls, lastUse] : calls,
  wrongCredentials: { credentials: { email: "u1@example.test", password: "not-the-password" } },
  followUps: [
    { name: "its exact expiry", method: "PUT", path: "^/api/v1/keys/\\d", draft: expiry },
    { name: "its switch", method: "PUT", path: "^/api/v1/keys/\\d", draft: { enabled: false } },
    { name: "its reading back", method: "GET", path: "^/api/v1/keys/\\d" },
  ],
});
