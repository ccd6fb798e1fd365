/** A row of the usage log. `created_at` in unix seconds, `quota` in quota units. */
export interface LogRow {
  readonly id: number;
  readonly userId: number;
  readonly username: string;
  readonly createdAt: number;
  readonly tokenId: number;
  /** The key's name at the time of the call. */
  readonly tokenName: string;
  readonly model: string;
  readonly quota: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly group: string;
  readonly channel: number;
  readonly stream: boolean;
  readonly path: string;
  readonly requestId: string;
  readonly modelRatio: number;
  readonly completionRatio: number;
  readonly groupRatio: number;
}

/** The log of billed calls. Only the newest rows of each list are kept, so that it does not grow for ever. */
export interface UsageLog {
  add(row: Omit<LogRow, "id">): void;
  /** Oldest first. */
  ofUser(userId: number): readonly LogRow[];
  /** By the name that the key had when it was used; oldest first. */
  ofName(userId: number, tokenName: string): readonly LogRow[];
  ofToken(tokenId: number): readonly LogRow[];
}

/** An empty log. */
export function createUsageLog(perUser = 20_000, perKey = 1_000, maxKeys = 50_000): UsageLog {
  const users = new Map<string, LogRow[]>();
  const names = new Map<string, LogRow[]>();
  const tokens = new Map<string, LogRow[]>();
  let last = 0;

  function append(lists: Map<string, LogRow[]>, key: string, row: LogRow, keep: number): void {
    const list = lists.get(key) ?? [];
    list.push(row);
    if (list.length >= 2 * keep) list.splice(0, list.length - keep);
    if (!lists.has(key)) {
      lists.set(key, list);
      if (lists.size > maxKeys) lists.delete(lists.keys().next().value as string);
    }
  }

  const nameKey = (userId: number, name: string) => `${userId} ${name}`;
  return {
    add(given) {
      last += 1;
      const row = { id: last, ...given };
      append(users, String(row.userId), row, perUser);
      append(names, nameKey(row.userId, row.tokenName), row, perKey);
      append(tokens, String(row.tokenId), row, perKey);
    },
    ofUser: (userId) => users.get(String(userId)) ?? [],
    ofName: (userId, tokenName) => names.get(nameKey(userId, tokenName)) ?? [],
    ofToken: (tokenId) => tokens.get(String(tokenId)) ?? [],
  };
}
