import type { Profile } from "./profile.ts";
import { roles, type User } from "./users.ts";

const zeroUser = {
  id: 0,
  username: "",
  password: "",
  display_name: "",
  role: 0,
  status: 0,
  email: "",
  github_id: "",
  oidc_id: "",
  wechat_id: "",
  telegram_id: "",
  verification_code: "",
  access_token: null as string | null,
  quota: 0,
  used_quota: 0,
  request_count: 0,
  group: "",
  aff_code: "",
  aff_count: 0,
  aff_quota: 0,
  aff_history_quota: 0,
  inviter_id: 0,
  DeletedAt: null,
  linux_do_id: "",
  setting: "",
};

/** The whole record as whoami of v0.6.8.2 shows it, PAT and all. */
function wholeRecord(user: User): Record<string, unknown> {
  return {
    ...loginRecord(user),
    access_token: user.accessToken,
    quota: user.quota,
    used_quota: user.usedQuota,
    request_count: user.requestCount,
    aff_code: user.affCode,
  };
}

/** The mostly empty record that a login of v0.6.8.2 answers. */
export function loginRecord(user: User): Record<string, unknown> {
  return {
    ...zeroUser,
    id: user.id,
    username: user.username,
    display_name: user.displayName,
    role: user.role,
    status: user.status,
    group: user.group,
  };
}

/** What enabling or disabling a user answers: a record in which only role and status are filled in. */
export function manageRecord(profile: Profile, user: User): Record<string, unknown> {
  const { access_token, ...rest } = { ...zeroUser, role: user.role, status: user.status };
  if (profile.wholeUserRecord) return { ...rest, access_token };
  const added = { original_password: "", discord_id: "", stripe_customer: "", created_at: 0, last_login_at: 0 };
  return { ...rest, ...added };
}

const sidebar = JSON.stringify({
  chat: { chat: true, enabled: true, playground: true },
  console: { detail: true, enabled: true, log: true, midjourney: true, task: true, token: true },
  personal: { enabled: true, personal: true, topup: true },
});

/** What whoami shows since the PAT is no longer in it. */
function whoami(user: User): Record<string, unknown> {
  const root = user.role >= roles.root;
  const modules = root ? "" : sidebar;
  return {
    aff_code: user.affCode,
    aff_count: 0,
    aff_history_quota: 0,
    aff_quota: 0,
    discord_id: "",
    display_name: user.displayName,
    email: "",
    github_id: "",
    group: user.group,
    id: user.id,
    inviter_id: 0,
    linux_do_id: "",
    oidc_id: "",
    permissions: {
      admin_permissions: {
        channel: { operate: root, read: root, secret_view: root, sensitive_write: root, write: root },
      },
      sidebar_modules: root ? {} : { admin: false },
      sidebar_settings: !root,
    },
    quota: user.quota,
    request_count: user.requestCount,
    role: user.role,
    setting: root ? "" : JSON.stringify({ gotify_priority: 0, sidebar_modules: modules }),
    sidebar_modules: modules,
    status: user.status,
    stripe_customer: "",
    telegram_id: "",
    used_quota: user.usedQuota,
    username: user.username,
    wechat_id: "",
  };
}

/** The user as the server describes it to itself, in the manner of the version. */
export function describeUser(profile: Profile, user: User): Record<string, unknown> {
  return profile.wholeUserRecord ? wholeRecord(user) : whoami(user);
}
