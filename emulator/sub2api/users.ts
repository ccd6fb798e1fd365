import { rfc3339, type Stamp, stored } from "./stamp.ts";

/** An account. Admins are users too. */
export interface User {
  readonly id: number;
  email: string;
  username: string;
  password: string;
  role: "user" | "admin";
  status: "active" | "disabled";
  /** USD */
  balance: number;
  concurrency: number;
  rpmLimit: number;
  /** Exclusive groups; null = never set. */
  allowedGroups: number[] | null;
  /** Goes up with the password; tokens carry it. */
  tokenVersion: number;
  /** Personal multipliers by group id. */
  groupRates: Map<number, number>;
  /** Second factor, base32. */
  totpSecret?: string;
  notify: boolean;
  createdAt: Stamp;
  updatedAt: Stamp;
  lastActiveAt?: Stamp;
}

/** What is said about a user that is about to be made. */
export interface UserDraft {
  email: string;
  password: string;
  username?: string;
  role?: "user" | "admin";
  balance?: number;
  concurrency?: number;
  rpmLimit?: number;
  allowedGroups?: number[];
  totpSecret?: string;
  notify?: boolean;
}

/** The accounts of one server. */
export interface Users {
  add(draft: UserDraft, at: Stamp): User;
  get(id: number): User | undefined;
  byEmail(email: string): User | undefined;
  /** The oldest admin: the one that the admin key acts for. */
  firstAdmin(): User | undefined;
  remove(user: User): void;
  all(): Iterable<User>;
}

/** No accounts yet; ids count from 1. */
export function createUsers(emailIgnoresCase: boolean): Users {
  const users = new Map<number, User>();
  const emails = new Map<string, User>();
  const fold = (email: string) => (emailIgnoresCase ? email.toLowerCase() : email);
  let last = 0;

  return {
    add(draft, at) {
      last += 1;
      const user: User = {
        id: last,
        email: draft.email,
        username: draft.username ?? "",
        password: draft.password,
        role: draft.role ?? "user",
        status: "active",
        balance: draft.balance ?? 0,
        concurrency: draft.concurrency ?? 0,
        rpmLimit: draft.rpmLimit ?? 0,
        allowedGroups: draft.allowedGroups ?? null,
        tokenVersion: 1,
        groupRates: new Map(),
        notify: draft.notify ?? false,
        createdAt: at,
        updatedAt: at,
        ...(draft.totpSecret === undefined ? {} : { totpSecret: draft.totpSecret }),
      };
      users.set(user.id, user);
      emails.set(fold(user.email), user);
      return user;
    },
    get: (id) => users.get(id),
    byEmail: (email) => emails.get(fold(email)),
    firstAdmin: () => [...users.values()].find((user) => user.role === "admin"),
    remove(user) {
      users.delete(user.id);
      emails.delete(fold(user.email));
    },
    all: () => users.values(),
  };
}

/** The user as it stands in the answers. Inside a key `allowed_groups` is not loaded and therefore null. */
export function userView(user: User, options: { groups?: boolean; fresh?: boolean } = {}): Record<string, unknown> {
  const { groups = true, fresh = false } = options;
  const time = (stamp: Stamp) => rfc3339(fresh ? stamp : stored(stamp));
  return {
    id: user.id,
    email: user.email,
    username: user.username,
    role: user.role,
    balance: user.balance,
    frozen_balance: 0,
    concurrency: user.concurrency,
    status: user.status,
    allowed_groups: groups ? user.allowedGroups : null,
    ...(user.lastActiveAt === undefined ? {} : { last_active_at: rfc3339(stored(user.lastActiveAt)) }),
    created_at: time(user.createdAt),
    updated_at: time(user.updatedAt),
    balance_notify_enabled: user.notify,
    balance_notify_threshold_type: user.notify ? "fixed" : "",
    balance_notify_threshold: null,
    balance_notify_extra_emails: null,
    total_recharged: 0,
    rpm_limit: user.rpmLimit,
  };
}

/** The user as `/auth/me` and the profile show it: with the ways to sign in. */
export function profileView(user: User): Record<string, unknown> {
  const [name = "", host = ""] = user.email.split("@");
  const hidden = name.length > 2 ? `${name[0]}***${name.at(-1)}@${host}` : `${name[0]}***${name.slice(1)}@${host}`;
  const email = {
    provider: "email",
    bound: true,
    bound_count: 1,
    display_name: user.email,
    subject_hint: hidden,
    provider_key: "email",
    verified_at: rfc3339(stored(user.createdAt)),
    can_bind: false,
    can_unbind: false,
    note_key: "profile.authBindings.notes.emailManagedFromProfile",
    note: "Primary account email is managed from the profile form.",
  };
  const providers = ["linuxdo", "oidc", "wechat", "dingtalk"];
  const identities = Object.fromEntries([
    ["email", email],
    ...providers.map((provider) => [provider, unbound(provider)]),
  ]);
  return {
    ...userView(user),
    identities,
    auth_bindings: identities,
    identity_bindings: identities,
    email_bound: true,
    ...Object.fromEntries(providers.map((provider) => [`${provider}_bound`, false])),
  };
}

function unbound(provider: string): Record<string, unknown> {
  const back = "intent=bind_current_user&redirect=%2Fsettings%2Fprofile";
  return {
    provider,
    bound: false,
    bound_count: 0,
    bind_start_path: `/api/v1/auth/oauth/${provider}/bind/start?${back}`,
    can_bind: true,
    can_unbind: false,
  };
}
