/**
 * What a fault does to a request:
 * - `reset-before`: the connection is cut before the server has done anything.
 * - `reset-after`: the effect happens, then the connection is cut instead of an answer.
 * - `timeout`: no answer ever comes; the client has to give up.
 * - `delay`: the answer comes `delayMs` later.
 * - `status`: `status` with `headers` and `body` instead of the answer.
 * - `html`: 200 with a web page.
 * - `half-body`: the true answer's headers, then the first half of its body, then the connection is cut.
 * - `endless-body`: a JSON beginning, then blanks that never end.
 * - `redirect`: 302 to `location`.
 * - `empty-200`: 200 without a body.
 */
export const faultKinds = [
  "reset-before",
  "reset-after",
  "timeout",
  "delay",
  "status",
  "html",
  "half-body",
  "endless-body",
  "redirect",
  "empty-200",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** A scripted fault. It hits requests that match `method` and `path`, the `nth` of them and the `times - 1` after it. */
export interface FaultRule {
  kind: FaultKind;
  /** Exact method in capitals; absent = every one. */
  method?: string;
  /** Regular expression on path and query; absent = every one. Requests below `/__emulator/` never match. */
  path?: string;
  /** The first matching request that is hit, from 1. Default 1. */
  nth?: number;
  /** How many in a row are hit; 0 = all from then on. Default 1. */
  times?: number;
  /** Whether the request takes effect all the same. Default: only for `reset-after`, `delay` and `half-body`. */
  effect?: boolean;
  delayMs?: number;
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  location?: string;
}

/** A fault that is about to strike one request. */
export interface Fault extends FaultRule {
  readonly effect: boolean;
}

/** The faults in force. */
export interface Faults {
  /** Adds a fault and returns its id. Throws on a rule that makes no sense. */
  add(rule: FaultRule): string;
  /** Removes one fault, or all of them. */
  clear(id?: string): void;
  list(): readonly { id: string; rule: FaultRule; seen: number; hits: number }[];
  /** How many requests the fault has hit so far; also answers for faults that were used up. */
  hits(id: string): number;
  /** Comes back once the fault has hit a request. Never, if it is cleared before. */
  struck(id: string): Promise<void>;
  /** For servers: the fault that strikes this request, counting it. The oldest matching rule wins. */
  take(method: string, pathAndQuery: string): Fault | undefined;
}

interface Entry {
  id: string;
  rule: FaultRule;
  path: RegExp | undefined;
  seen: number;
  hits: number;
}

const hasEffect = new Set<FaultKind>(["reset-after", "delay", "half-body"]);

/** No faults yet. */
export function createFaults(): Faults {
  const entries = new Map<string, Entry>();
  const finished = new Map<string, number>();
  const watchers = new Map<string, (() => void)[]>();
  let last = 0;

  const hits = (id: string) => entries.get(id)?.hits ?? finished.get(id) ?? 0;

  function strikes(entry: Entry): boolean {
    const first = entry.rule.nth ?? 1;
    const times = entry.rule.times ?? 1;
    return entry.seen >= first && (times === 0 || entry.seen < first + times);
  }

  function exhausted(entry: Entry): boolean {
    const times = entry.rule.times ?? 1;
    return times !== 0 && entry.seen >= (entry.rule.nth ?? 1) + times - 1;
  }

  return {
    add(rule) {
      const checked = parseRule(rule);
      last += 1;
      const id = `f${last}`;
      const path = checked.path === undefined ? undefined : new RegExp(checked.path);
      entries.set(id, { id, rule: checked, path, seen: 0, hits: 0 });
      return id;
    },
    clear(id) {
      if (id === undefined) entries.clear();
      else entries.delete(id);
    },
    list: () => [...entries.values()].map(({ id, rule, seen, hits }) => ({ id, rule, seen, hits })),
    hits,
    struck(id) {
      if (hits(id) > 0) return Promise.resolve();
      return new Promise((resolve) => {
        watchers.set(id, [...(watchers.get(id) ?? []), resolve]);
      });
    },
    take(method, pathAndQuery) {
      let struck: Fault | undefined;
      for (const entry of entries.values()) {
        if (entry.rule.method !== undefined && entry.rule.method !== method) continue;
        if (entry.path && !entry.path.test(pathAndQuery)) continue;
        entry.seen += 1;
        if (!struck && strikes(entry)) {
          entry.hits += 1;
          for (const tell of watchers.get(entry.id) ?? []) tell();
          watchers.delete(entry.id);
          struck = { ...entry.rule, effect: entry.rule.effect ?? hasEffect.has(entry.rule.kind) };
        }
        if (exhausted(entry)) {
          entries.delete(entry.id);
          finished.set(entry.id, entry.hits);
        }
      }
      return struck;
    },
  };
}

/** Checks a rule that may come from outside. Throws an Error that names the field. */
function parseRule(input: unknown): FaultRule {
  if (typeof input !== "object" || input === null) throw new Error("a fault is an object with a kind");
  const rule = input as FaultRule;
  if (!faultKinds.includes(rule.kind)) throw new Error(`kind must be one of ${faultKinds.join(", ")}`);
  for (const field of ["nth", "times", "delayMs", "status"] as const) {
    const value = rule[field];
    if (value !== undefined && (!Number.isInteger(value) || value < 0)) {
      throw new Error(`${field} must be a whole number, 0 or more`);
    }
  }
  for (const field of ["method", "path", "body", "location"] as const) {
    if (rule[field] !== undefined && typeof rule[field] !== "string") throw new Error(`${field} must be a string`);
  }
  if (rule.path !== undefined) new RegExp(rule.path);
  if (rule.kind === "status" && rule.status === undefined) throw new Error("a status fault needs status");
  if (rule.kind === "delay" && rule.delayMs === undefined) throw new Error("a delay fault needs delayMs");
  if (rule.kind === "redirect" && rule.location === undefined) throw new Error("a redirect fault needs location");
  return { ...rule };
}
