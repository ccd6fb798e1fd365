import { initialSecret, signJwt } from "../../emulator/sub2api/jwt.ts";
import { seededTotpSecret } from "../../emulator/sub2api/seed.ts";
import { totp } from "../../emulator/sub2api/totp.ts";
import { latePreparations } from "./sub2api-preparations-late.ts";
import { prompt, randomKey, type Stage } from "./sub2api-stage.ts";

/** What the recorder did, unrecorded, right before a step. */
export type Preparation = (stage: Stage) => Promise<void> | void;

const claude = 2;
const groupId = (stage: Stage, recorded = claude) => stage.bindings.id("group", recorded);

/** Makes a key in claude for u1. */
async function key(stage: Stage, id: number, name: string, more: Record<string, unknown> = {}, user = "u1") {
  const text = keyTexts[id];
  const body = { name, group_id: groupId(stage), ...more };
  return stage.makeKey(user, body, { id, ...(text ? { text } : {}) });
}

/** Placeholders of keys whose creation was not recorded, by recorded id. */
const keyTexts: Readonly<Record<number, string>> = {
  32: "<key:38>",
  40: "<key:46>",
  41: "<key:47>",
  42: "<key:48>",
  45: "<key:49>",
  46: "<key:50>",
  47: "<key:56>",
  48: "<key:57>",
  49: "<key:58>",
  50: "<key:59>",
  51: "<key:60>",
  52: "<key:61>",
  53: "<key:62>",
  54: "<key:63>",
  55: "<key:64>",
  56: "<key:65>",
  57: "<key:66>",
  58: "<key:67>",
  59: "<key:68>",
  60: "<key:69>",
  64: "<key:73>",
  65: "<key:74>",
};

function token(stage: Stage, change: Record<string, unknown>, secret = initialSecret): void {
  const seconds = stage.emulator.clock.seconds();
  const claims = {
    user_id: 2,
    email: "u1@example.test",
    role: "user",
    token_version: 1,
    sid: "s",
    bnd: "b",
    iat: seconds - 60,
    nbf: seconds - 60,
    exp: seconds + 3600,
    ...change,
  };
  stage.bindings.setText("<jwt:other>", signJwt(claims, secret));
}

/** Ids that the users of the seed have in the recording. */
const recordedUsers: Readonly<Record<string, number>> = {
  admin: 1,
  u1: 2,
  u2: 3,
  u3: 4,
  u4: 5,
  u5: 6,
  u7: 8,
  u6: 9,
  u8: 10,
  u12: 13,
};

const early: Readonly<Record<string, Preparation>> = {
  async health(stage) {
    const users = await stage.as("admin", "GET", "/api/v1/admin/users?page_size=100");
    for (const { id, email } of (users.body as { data: { items: { id: number; email: string }[] } }).data.items) {
      const recorded = recordedUsers[email.split("@")[0] as string];
      if (recorded) stage.bindings.bindId("user", recorded, id);
    }
    const groups = await stage.as("admin", "GET", "/api/v1/admin/groups?page_size=100");
    const items = (groups.body as { data: { items: { id: number; name: string }[] } }).data.items;
    for (const { id, name } of items) {
      if (["Claude", "claude ", "mixed"].includes(name)) {
        await stage.as("admin", "DELETE", `/api/v1/admin/groups/${id}`);
      }
    }
    await stage.as("admin", "DELETE", "/api/v1/admin/settings/admin-api-key");
    stage.state({ compliance: false });
  },
  "admin-groups-all": (stage) => stage.state({ compliance: true }),
  "jwt-expired": (stage) => token(stage, { exp: stage.emulator.clock.seconds() - 3600 }),
  "jwt-expired-one-second": (stage) => token(stage, { exp: stage.emulator.clock.seconds() - 1 }),
  "jwt-wrong-signature": (stage) => token(stage, {}, "some other secret"),
  "jwt-alg-none": (stage) => {
    const [head, claims] = [
      { alg: "none", typ: "JWT" },
      { user_id: 2, exp: 9_999_999_999 },
    ].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
    stage.bindings.setText("<jwt:other>", `${head}.${claims}.`);
  },
  "jwt-unknown-user": (stage) => token(stage, { user_id: 999_999 }),
  "jwt-other-version": (stage) => token(stage, { token_version: 99 }),
  async "revoke-all-sessions"(stage) {
    await stage.login("u1", { jwt: "<jwt:u1:4>" });
    await stage.login("u1", { refresh: "<refresh:u1:5>" });
  },
  async "password-change"(stage) {
    await stage.login("u3", { jwt: "<jwt:u3>", refresh: "<refresh:u3>" });
  },
  async "create-days-huge"(stage) {
    await key(stage, 32, "u2 first", {}, "u2");
  },
  "create-days-huge-get": (stage) => {
    // The create answered nothing, so the id is what follows that user's first key.
    stage.bindings.bindId("key", 33, stage.bindings.id("key", 32) + 1);
  },
  async "update-empty"(stage) {
    await key(stage, 40, "update me", {
      ip_whitelist: ["127.0.0.1", "10.0.0.0/8"],
      ip_blacklist: ["192.0.2.1"],
      quota: 5,
      expires_in_days: 10,
      rate_limit_5h: 1,
      rate_limit_1d: 2,
      rate_limit_7d: 3,
    });
  },
  async "update-group-forbidden"(stage) {
    await key(stage, 41, "u2 second", {}, "u2");
  },
  async "delete-before"(stage) {
    await key(stage, 42, "to delete", { custom_key: randomKey() });
  },
  async "delete-recreate-other"(stage) {
    await stage.as("u1", "DELETE", `/api/v1/keys/${stage.bindings.id("key", 43)}`);
  },
  async "data-good-usage"(stage) {
    const good = await key(stage, 45, "good");
    stage.bindings.setText("<key in capitals>", good.key.toUpperCase());
    await key(stage, 46, "good codex", { group_id: groupId(stage, 3) });
  },
  async "data-disabled-usage"(stage) {
    const { id, key: text } = await key(stage, 47, "to disable");
    await stage.use(text);
    await stage.as("u1", "PUT", `/api/v1/keys/${id}`, { status: "inactive" });
  },
  async "data-expired-usage"(stage) {
    const { id } = await key(stage, 48, "to expire");
    await stage.as("u1", "PUT", `/api/v1/keys/${id}`, { expires_at: "2020-01-01T00:00:00Z" });
  },
  async "data-deleted-usage"(stage) {
    const { id } = await key(stage, 49, "to delete");
    await stage.as("u1", "DELETE", `/api/v1/keys/${id}`);
  },
  async "data-ip-white-usage"(stage) {
    await key(stage, 50, "white list", { ip_whitelist: ["203.0.113.7"] });
  },
  async "data-ip-black-usage"(stage) {
    await key(stage, 51, "black list", { ip_blacklist: ["127.0.0.1"] });
  },
  async "data-no-group-usage"(stage) {
    await stage.makeKey("u1", { name: "no group" }, { id: 52, text: "<key:61>" });
  },
  async "data-empty-wallet-usage"(stage) {
    await key(stage, 53, "no money", {}, "u4");
  },
  async "data-quota-fresh-usage"(stage) {
    await key(stage, 54, "quota", { quota: 0.01 });
  },
  async "data-quota2-exhausted"(stage) {
    const { key: text } = await key(stage, 55, "quota2", { quota: 0.001 });
    await stage.use(text, "POST", "/v1/messages", prompt(5000, 1000));
  },
  async "data-quota3-lower"(stage) {
    const { key: text } = await key(stage, 56, "quota active then lowered", { quota: 1 });
    await stage.use(text, "POST", "/v1/messages", prompt(5000, 1000));
  },
  async "data-window-5h"(stage) {
    const { key: text } = await key(stage, 57, "window", { rate_limit_5h: 0.01 });
    await stage.use(text, "POST", "/v1/messages", prompt(5000, 1000));
  },
  async "admin-user-disable"(stage) {
    await stage.login("u5", { jwt: "<jwt:u5>", refresh: "<refresh:u5>" });
    await key(stage, 58, "u5 key", {}, "u5");
  },
  async "data-user-enabled-usage"(stage) {
    await stage.as("admin", "PUT", `/api/v1/admin/users/${stage.bindings.id("user", 6)}`, { status: "active" });
  },
  async "data-no-account-messages"(stage) {
    await key(stage, 59, "temp key", { group_id: groupId(stage, 10) });
  },
  async "usage-never-used"(stage) {
    await stage.as("admin", "PUT", `/api/v1/admin/users/${stage.bindings.id("user", 2)}`, {
      allowed_groups: [groupId(stage, 4)],
    });
    await key(stage, 60, "usage key");
  },
  async "usage-call"(stage) {
    // A use more than 30 s after the first, and three keys for the looks at refused calls.
    stage.advance(32);
    await stage.use(stage.bindings.text("<key:69>") as string);
    for (const [at, name] of ["refused", "disabled", "billing"].entries()) await key(stage, 61 + at, name);
  },
  async "usage-deleted-stats"(stage) {
    await stage.as("u1", "DELETE", `/api/v1/keys/${stage.bindings.id("key", 60)}`);
  },
  async "admin-user-keys"(stage) {
    await key(stage, 64, "admin sees");
  },
  async "admin-key-exclusive"(stage) {
    await key(stage, 65, "u2 for admin", {}, "u2");
  },
  async "burst-count"(stage) {
    const names = Array.from({ length: 50 }, (_, at) => `burst ${at}`).filter((name) => name !== "burst 44");
    await Promise.all(names.map((name) => stage.makeKey("u7", { name, group_id: groupId(stage) })));
    await stage.makeKey("u7", { name: "burst 44", group_id: groupId(stage) }, { id: 115, text: "<key:120>" });
  },
  async "totp-login-code"(stage) {
    stage.bindings.setText("<totp>", totp(seededTotpSecret, stage.emulator.clock.seconds()));
  },
};

/** Preparations by step. */
export const preparations: Readonly<Record<string, Preparation>> = { ...early, ...latePreparations };
