/** One key as the emulator remembers it, for ever. Times are milliseconds since the epoch on the emulator's clock. */
export interface LedgerKey {
  readonly id: string;
  name: string;
  readonly owner: string;
  /** The usable text, as a client would present it. */
  readonly text: string;
  readonly createdAt: number;
  state: "live" | "disabled" | "deleted";
  disabledAt: number | null;
  deletedAt: number | null;
  /** Data-plane requests that the key opened. */
  calls: number;
  /** Data-plane requests refused because of the key's own state. */
  rejectedCalls: number;
  lastCallAt: number | null;
  lastRejectedAt: number | null;
  /** How often the text left the server by the management API. */
  revealed: number;
}

/** One line of the event log. `seq` counts from 1 and has no gaps, so a reader notices what was dropped. */
export interface LedgerEvent {
  readonly seq: number;
  readonly at: number;
  readonly kind: "key" | "management" | "data" | "fault" | "state";
  /** `created`, `disabled`, a route such as `POST /api/token/`, or a fault's kind. */
  readonly what: string;
  readonly status?: number;
  readonly keyId?: string;
  readonly outcome?: string;
}

/** What one route of the management API was asked. `failed` includes failures that travel as HTTP 200. */
export interface RouteCount {
  requests: number;
  failed: number;
  byStatus: Record<string, number>;
}

/** How a data-plane request ended, seen from the key: let in, refused because of the key, or neither. */
export type DataOutcome = "accepted" | "rejected" | "other";

/** Everything the ledger knows, as plain data. */
export interface LedgerSnapshot {
  readonly keys: readonly LedgerKey[];
  readonly live: number;
  readonly management: Readonly<Record<string, RouteCount>>;
  readonly data: Readonly<Record<DataOutcome, number>>;
  readonly dataUnknownKey: number;
  readonly events?: readonly LedgerEvent[];
  readonly droppedEvents?: number;
}

/** The emulator's own memory of what happened to it: the witness of tests about leaks and lost keys. */
export interface Ledger {
  /** Keys that exist and are switched on. Expiry and quota are not considered. */
  live(): LedgerKey[];
  /** Keys that exist, switched on or off. */
  existing(): LedgerKey[];
  /** Every key ever made, oldest first. */
  created(): LedgerKey[];
  /** Every key that bears this name now, or bore it when it was deleted; oldest first. */
  byName(name: string): LedgerKey[];
  byId(id: string): LedgerKey | undefined;
  byText(text: string): LedgerKey | undefined;
  /** Requests per management route, e.g. `POST /api/token/`. */
  management(): Readonly<Record<string, RouteCount>>;
  events(): LedgerEvent[];
  snapshot(withEvents: boolean): LedgerSnapshot;

  /** For emulators: a key now exists. */
  keyCreated(key: { id: string; name: string; owner: string; text: string; at: number; enabled?: boolean }): void;
  keyRenamed(id: string, name: string, at: number): void;
  keyEnabled(id: string, on: boolean, at: number): void;
  keyDeleted(id: string, at: number): void;
  keyRevealed(id: string, at: number): void;
  managementRequest(entry: { route: string; status: number; ok: boolean; at: number }): void;
  dataRequest(entry: { route: string; status: number; keyId: string | null; outcome: DataOutcome; at: number }): void;
  note(kind: "fault" | "state", what: string, at: number): void;
}

/** An empty ledger whose event log keeps the newest `maxEvents` lines. */
export function createLedger(maxEvents = 200_000): Ledger {
  const keys = new Map<string, LedgerKey>();
  const texts = new Map<string, string>();
  const routes: Record<string, RouteCount> = {};
  const data: Record<DataOutcome, number> = { accepted: 0, rejected: 0, other: 0 };
  let unknownKey = 0;
  const ring: LedgerEvent[] = [];
  let seq = 0;

  function log(event: Omit<LedgerEvent, "seq">): void {
    seq += 1;
    ring[(seq - 1) % maxEvents] = { seq, ...event };
  }

  function events(): LedgerEvent[] {
    const head = seq % maxEvents;
    return seq <= maxEvents ? ring.slice() : [...ring.slice(head), ...ring.slice(0, head)];
  }

  const select = (test: (key: LedgerKey) => boolean) => [...keys.values()].filter(test);

  return {
    live: () => select((key) => key.state === "live"),
    existing: () => select((key) => key.state !== "deleted"),
    created: () => [...keys.values()],
    byName: (name) => select((key) => key.name === name),
    byId: (id) => keys.get(id),
    byText: (text) => keys.get(texts.get(text) ?? ""),
    management: () => routes,
    events,
    snapshot: (withEvents) => ({
      keys: [...keys.values()],
      live: select((key) => key.state === "live").length,
      management: routes,
      data,
      dataUnknownKey: unknownKey,
      ...(withEvents ? { events: events(), droppedEvents: Math.max(0, seq - maxEvents) } : {}),
    }),

    keyCreated({ id, name, owner, text, at, enabled = true }) {
      keys.set(id, {
        id,
        name,
        owner,
        text,
        createdAt: at,
        state: enabled ? "live" : "disabled",
        disabledAt: enabled ? null : at,
        deletedAt: null,
        calls: 0,
        rejectedCalls: 0,
        lastCallAt: null,
        lastRejectedAt: null,
        revealed: 0,
      });
      texts.set(text, id);
      log({ at, kind: "key", what: "created", keyId: id });
    },
    keyRenamed(id, name, at) {
      const key = keys.get(id);
      if (!key || key.name === name) return;
      key.name = name;
      log({ at, kind: "key", what: "renamed", keyId: id });
    },
    keyEnabled(id, on, at) {
      const key = keys.get(id);
      const state = on ? "live" : "disabled";
      if (!key || key.state === "deleted" || key.state === state) return;
      key.state = state;
      key.disabledAt = on ? null : at;
      log({ at, kind: "key", what: on ? "enabled" : "disabled", keyId: id });
    },
    keyDeleted(id, at) {
      const key = keys.get(id);
      if (!key || key.state === "deleted") return;
      key.state = "deleted";
      key.deletedAt = at;
      log({ at, kind: "key", what: "deleted", keyId: id });
    },
    keyRevealed(id, at) {
      const key = keys.get(id);
      if (!key) return;
      key.revealed += 1;
      log({ at, kind: "key", what: "revealed", keyId: id });
    },
    managementRequest({ route, status, ok, at }) {
      routes[route] ??= { requests: 0, failed: 0, byStatus: {} };
      const count = routes[route];
      count.requests += 1;
      if (!ok) count.failed += 1;
      count.byStatus[status] = (count.byStatus[status] ?? 0) + 1;
      log({ at, kind: "management", what: route, status, outcome: ok ? "ok" : "failed" });
    },
    dataRequest({ route, status, keyId, outcome, at }) {
      data[outcome] += 1;
      const key = keyId === null ? undefined : keys.get(keyId);
      if (!key) unknownKey += 1;
      else if (outcome === "accepted") {
        key.calls += 1;
        key.lastCallAt = at;
      } else if (outcome === "rejected") {
        key.rejectedCalls += 1;
        key.lastRejectedAt = at;
      }
      log({ at, kind: "data", what: route, status, outcome, ...(key ? { keyId: key.id } : {}) });
    },
    note: (kind, what, at) => log({ at, kind, what }),
  };
}
