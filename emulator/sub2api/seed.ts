import type { SeedFile } from "../emulator.ts";
import type { GroupDraft } from "./groups.ts";
import type { UserDraft } from "./users.ts";
import type { World } from "./world.ts";

/** Password of the first admin, whatever the seed. */
export const adminPassword = "admin-password";
const adminEmail = "admin@example.test";
const monthNanos = 30n * 86_400_000_000_000n;

/** The password that a seeded user of that name has: `u1` → `u1-password`. */
export function seededPassword(name: string): string {
  return `${name}-password`;
}

/** The second factor of the seeded user u12. */
export const seededTotpSecret = "JBSWY3DPEHPK3PXP";

/** Fills a new server and returns what a client needs to log on. Throws an Error on a seed that makes no sense. */
export function plant(world: World, seed: "empty" | "wire" | SeedFile): Record<string, string> {
  if (seed !== "wire" && seed !== "empty") return plantFile(world, parseSeedFile(seed));
  firstStart(world);
  if (seed === "empty") return { email: adminEmail, password: adminPassword, adminEmail, adminPassword };
  plantWire(world);
  return { email: "u1@example.test", password: seededPassword("u1"), ...openAdmin(world) };
}

/** What the server makes by itself: an admin, and the group "default". */
function firstStart(world: World): void {
  world.users.add(
    { email: adminEmail, password: adminPassword, role: "admin", concurrency: 5, notify: true },
    world.stamp(),
  );
  world.groups.add({ name: "default", description: "Default group", sortOrder: 1 }, world.stamp());
}

function openAdmin(world: World): Record<string, string> {
  world.settings.compliance = true;
  world.adminKey = `admin-${world.hex(32)}`;
  return { adminEmail, adminPassword, adminKey: world.adminKey };
}

const wireGroups: readonly GroupDraft[] = [
  { name: "claude", description: "Anthropic, open to all", accounts: 1 },
  { name: "codex", description: "OpenAI, open to all", platform: "openai", accounts: 1 },
  { name: "vip", description: "exclusive", exclusive: true, accounts: 1 },
  { name: "plan", subscription: true, dailyLimit: 5, accounts: 1 },
  { name: "sleeping", status: "inactive" },
];

/** The groups whose names differ from claude in case or a blank, and the composite one. */
const trickyGroups: readonly GroupDraft[] = [
  { name: "Claude", platform: "openai" },
  { name: "claude ", rate: 2 },
  { name: "mixed", platform: "composite" },
];

const wireUsers = ["u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u10x", "u11x", "u12"];

/** The world of the recordings: see the user and group names there. */
function plantWire(world: World): void {
  for (const draft of wireGroups) world.groups.add(draft, world.stamp());
  const ids = new Map(world.groups.sorted().map((group) => [group.name, group.id]));
  for (const name of wireUsers) {
    const draft: UserDraft = {
      email: `${name}@example.test`,
      username: name,
      password: seededPassword(name),
      balance: name === "u4" ? 0 : 100,
      concurrency: 60,
      notify: true,
      ...(name === "u1" ? { allowedGroups: [ids.get("vip") as number] } : {}),
      ...(name === "u12" ? { totpSecret: seededTotpSecret } : {}),
    };
    const user = world.users.add(draft, world.stamp());
    if (name !== "u1") continue;
    const now = world.stamp();
    world.subscriptions.add(user.id, ids.get("plan") as number, now, now + monthNanos);
  }
  for (const draft of trickyGroups) {
    if (draft.platform !== "composite" || world.profile.compositeGroups) world.groups.add(draft, world.stamp());
  }
}

/** A seed as data: `{users:[{email,password,balance,role?,allowedGroups?}], groups:[{name,platform,exclusive?,…}]}`. */
interface Sub2apiSeed {
  users: (UserDraft & { allowedGroupNames: string[] })[];
  groups: GroupDraft[];
}

function plantFile(world: World, seed: Sub2apiSeed): Record<string, string> {
  firstStart(world);
  const ids = new Map<string, number>();
  for (const draft of seed.groups) ids.set(draft.name, world.groups.add(draft, world.stamp()).id);
  for (const { allowedGroupNames, ...draft } of seed.users) {
    const allowedGroups = allowedGroupNames.map((name) => {
      const id = ids.get(name);
      if (id === undefined) throw new Error(`seed: user ${draft.email} may use group "${name}", which is not seeded`);
      return id;
    });
    const user = world.users.add({ ...draft, ...(allowedGroups.length > 0 ? { allowedGroups } : {}) }, world.stamp());
    for (const id of allowedGroups) {
      const now = world.stamp();
      if (world.groups.get(id)?.subscription) world.subscriptions.add(user.id, id, now, now + monthNanos);
    }
  }
  const first = seed.users.find((user) => user.role !== "admin");
  const login = first ?? { email: adminEmail, password: adminPassword };
  return { email: login.email, password: login.password, ...openAdmin(world) };
}

function parseSeedFile(seed: SeedFile): Sub2apiSeed {
  return {
    users: rows(seed, "users").map((row, at) => ({
      email: text(row, "email", `users[${at}]`),
      password: text(row, "password", `users[${at}]`),
      username: text(row, "email", `users[${at}]`).split("@")[0] ?? "",
      role: row.role === "admin" ? "admin" : "user",
      balance: amount(row.balance, 0, `users[${at}].balance`),
      concurrency: 60,
      notify: true,
      allowedGroupNames: Array.isArray(row.allowedGroups) ? row.allowedGroups.map(String) : [],
    })),
    groups: rows(seed, "groups").map((row, at) => ({
      name: text(row, "name", `groups[${at}]`),
      platform: text(row, "platform", `groups[${at}]`),
      exclusive: row.exclusive === true,
      subscription: row.subscription === true,
      rate: amount(row.rate, 1, `groups[${at}].rate`),
      accounts: 1,
    })),
  };
}

function rows(seed: SeedFile, field: string): Record<string, unknown>[] {
  const value = seed[field] ?? [];
  if (!Array.isArray(value)) throw new Error(`seed: ${field} must be a list`);
  return value.map((row: unknown, at) => {
    if (typeof row !== "object" || row === null) throw new Error(`seed: ${field}[${at}] must be an object`);
    return row as Record<string, unknown>;
  });
}

function text(row: Record<string, unknown>, field: string, where: string): string {
  const value = row[field];
  if (typeof value !== "string" || value === "") throw new Error(`seed: ${where}.${field} must be a text`);
  return value;
}

function amount(value: unknown, otherwise: number, where: string): number {
  if (value === undefined) return otherwise;
  if (typeof value !== "number") throw new Error(`seed: ${where} must be a number`);
  return value;
}
