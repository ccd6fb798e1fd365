import { accessToken, alphanumerics } from "./random.ts";

/** Roles as the server stores them. */
export const roles = { common: 1, admin: 10, root: 100 } as const;

/** A user's row. Quotas are in quota units (500,000 = 1 USD by default). */
export interface User {
  readonly id: number;
  username: string;
  displayName: string;
  password: string;
  role: number;
  /** 1 enabled, 2 disabled. */
  status: number;
  group: string;
  quota: number;
  usedQuota: number;
  requestCount: number;
  accessToken: string | null;
  affCode: string;
  /** Moves with the password; sessions of an older one are dead. */
  authVersion: number;
}

/** The table of users. */
export interface Users {
  byId(id: number): User | undefined;
  byName(username: string): User | undefined;
  byAccessToken(token: string): User | undefined;
  all(): User[];
  create(user: Partial<User> & { username: string }): User;
  /** Issues a new PAT; the old one is dead from now on. `token` is for seeds. */
  issueAccessToken(user: User, token?: string): string;
  rename(user: User, username: string): void;
  remove(user: User): void;
}

/** An empty table. Ids count from 1 and are not used twice. */
export function createUsers(): Users {
  const rows = new Map<number, User>();
  const names = new Map<string, User>();
  const tokens = new Map<string, User>();
  let last = 0;
  return {
    byId: (id) => rows.get(id),
    byName: (username) => names.get(username),
    byAccessToken: (token) => tokens.get(token),
    all: () => [...rows.values()],
    create(given) {
      last += 1;
      const user: User = {
        id: last,
        displayName: given.username,
        password: "",
        role: roles.common,
        status: 1,
        group: "default",
        quota: 0,
        usedQuota: 0,
        requestCount: 0,
        accessToken: null,
        affCode: given.role === roles.root ? "" : alphanumerics(4),
        authVersion: 1,
        ...given,
      };
      rows.set(user.id, user);
      names.set(user.username, user);
      return user;
    },
    issueAccessToken(user, token = accessToken()) {
      if (user.accessToken !== null) tokens.delete(user.accessToken);
      user.accessToken = token;
      tokens.set(token, user);
      return token;
    },
    rename(user, username) {
      names.delete(user.username);
      user.username = username;
      names.set(username, user);
    },
    remove(user) {
      rows.delete(user.id);
      names.delete(user.username);
      if (user.accessToken !== null) tokens.delete(user.accessToken);
    },
  };
}
