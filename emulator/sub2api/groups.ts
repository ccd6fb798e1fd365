import type { Stamp } from "./stamp.ts";

/** A group: one platform, one price. A key belongs to one group at most. */
export interface Group {
  readonly id: number;
  name: string;
  description: string;
  platform: string;
  rateMultiplier: number;
  exclusive: boolean;
  status: "active" | "inactive";
  subscription: boolean;
  dailyLimit: number | null;
  weeklyLimit: number | null;
  monthlyLimit: number | null;
  rpmLimit: number;
  sortOrder: number;
  /** Upstream accounts; without one a model call fails. */
  accounts: number;
  deleted: boolean;
  /** Group answers of a fresh group differ from later ones in this one empty map. */
  modelRouting: Record<string, unknown> | null;
  createdAt: Stamp;
  updatedAt: Stamp;
}

/** What is said about a group that is about to be made. */
export interface GroupDraft {
  name: string;
  platform?: string;
  description?: string;
  rate?: number;
  exclusive?: boolean;
  subscription?: boolean;
  dailyLimit?: number | null;
  weeklyLimit?: number | null;
  monthlyLimit?: number | null;
  rpmLimit?: number;
  sortOrder?: number;
  accounts?: number;
  status?: "active" | "inactive";
}

/** The groups of one server. */
export interface Groups {
  add(draft: GroupDraft, at: Stamp): Group;
  /** A live group. */
  get(id: number): Group | undefined;
  /** Also a deleted one: keys can outlive their group. */
  ever(id: number): Group | undefined;
  byName(name: string): Group | undefined;
  /** Live groups by sort order, then id. */
  sorted(): Group[];
}

/** No groups yet; ids count from 1. */
export function createGroups(): Groups {
  const groups = new Map<number, Group>();
  let last = 0;
  const live = () => [...groups.values()].filter((group) => !group.deleted);

  return {
    add(draft, at) {
      last += 1;
      const group: Group = {
        id: last,
        name: draft.name,
        description: draft.description ?? "",
        platform: draft.platform ?? "anthropic",
        rateMultiplier: draft.rate ?? 1,
        exclusive: draft.exclusive ?? false,
        status: draft.status ?? "active",
        subscription: draft.subscription ?? false,
        dailyLimit: draft.dailyLimit ?? null,
        weeklyLimit: draft.weeklyLimit ?? null,
        monthlyLimit: draft.monthlyLimit ?? null,
        rpmLimit: draft.rpmLimit ?? 0,
        sortOrder: draft.sortOrder ?? 0,
        accounts: draft.accounts ?? 0,
        deleted: false,
        modelRouting: null,
        createdAt: at,
        updatedAt: at,
      };
      groups.set(group.id, group);
      return group;
    },
    get: (id) => {
      const group = groups.get(id);
      return group?.deleted ? undefined : group;
    },
    ever: (id) => groups.get(id),
    byName: (name) => live().find((group) => group.name === name),
    sorted: () => live().sort((a, b) => a.sortOrder - b.sortOrder || a.id - b.id),
  };
}
