import type { FaultedCall, FaultOptions, FollowUp } from "./conformance-faults.ts";

const base = { group: "default", allowedIPs: [] };

const everywhere: readonly FaultedCall[] = [
  {
    name: "create",
    method: "POST",
    path: "^/api/token/$",
    effect: "changes",
    call: (gateway) =>
      gateway.create({ name: "x.abcdefgh.r2", restrictions: base, enabled: true, resume: false, attemptId: "a" }),
  },
  { name: "list", method: "GET", path: "^/api/token/[?]", effect: "reads", call: (gateway) => gateway.list() },
  { name: "get", method: "GET", path: "^/api/token/\\d", effect: "reads", call: (gateway, key) => gateway.get(key.id) },
  {
    name: "update",
    method: "PUT",
    path: "^/api/token/",
    effect: "changes",
    call: (gateway, key) => gateway.update(key.id, "fault.abcdefgh.r1", base),
  },
  {
    name: "disable",
    method: "PUT",
    path: "status_only",
    effect: "changes",
    call: (gateway, key) => gateway.setEnabled(key.id, false),
  },
  {
    name: "enable",
    method: "PUT",
    path: "status_only",
    effect: "changes",
    call: (gateway, key) => gateway.setEnabled(key.id, true),
  },
  {
    name: "revoke",
    method: "DELETE",
    path: "^/api/token/",
    effect: "changes",
    call: (gateway, key) => gateway.revoke(key.id),
  },
  {
    name: "groups",
    method: "GET",
    path: "^/api/user/self/groups",
    effect: "reads",
    call: (gateway) => gateway.groups(),
  },
  {
    name: "models",
    method: "GET",
    path: "^/api/user/models",
    effect: "reads",
    call: (gateway) => gateway.models("vip"),
  },
  {
    name: "last use",
    method: "GET",
    path: "^/api/log/self",
    effect: "reads",
    call: (gateway, key) => gateway.lastUse(key.id, "fault.abcdefgh.r1"),
  },
  { name: "open", method: "GET", path: "^/api/status", effect: "reads", call: (_gateway, _key, open) => open() },
  { name: "check (version)", method: "GET", path: "^/api/status", effect: "reads", call: (gateway) => gateway.check() },
  {
    name: "check (account)",
    method: "GET",
    path: "^/api/user/self$",
    effect: "reads",
    call: (gateway) => gateway.check(),
  },
  {
    name: "update (what it was)",
    method: "GET",
    path: "^/api/token/\\d",
    effect: "reads",
    call: (gateway, key) => gateway.update(key.id, "fault.abcdefgh.r1", base),
  },
  {
    name: "resolve (groups)",
    method: "GET",
    path: "^/api/user/self/groups",
    effect: "reads",
    call: (gateway) => gateway.resolve({ group: "default" }),
  },
  {
    name: "resolve (models)",
    method: "GET",
    path: "^/api/user/models",
    effect: "reads",
    call: (gateway) => gateway.resolve({ routes: [{ provider: "openai" }] }),
  },
];

const reveal: FaultedCall = {
  name: "reveal",
  method: "POST",
  path: "^/api/token/batch/keys",
  effect: "reads",
  call: (gateway, key) => gateway.reveal(key.id),
};

/** What creating asks for when the key is made, since the masks and before. */
const lookup: FollowUp = { name: "its look-up", method: "GET", path: "^/api/token/[?]" };
const switching: FollowUp = { name: "its switch", method: "PUT", path: "status_only", draft: { enabled: false } };
const showing: FollowUp = { name: "its text", method: "POST", path: "^/api/token/batch/keys" };

/** Every call of the driver, for the faults; servers since the masks also reveal. */
export function newApiFaults(profile: string): Omit<FaultOptions, "start" | "config"> {
  const masked = profile.startsWith("v1.");
  return {
    group: "default",
    calls: masked ? [...everywhere, reveal] : everywhere,
    wrongCredentials: { credentials: { accessToken: "not-a-token-of-anybody-1234", userId: "2" } },
    followUps: masked ? [lookup, switching, showing] : [lookup, switching],
  };
}
