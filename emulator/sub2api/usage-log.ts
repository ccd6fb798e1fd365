import { tidy } from "./money.ts";
import { day } from "./stamp.ts";

/** What a call on a model cost. */
export interface UsageRecord {
  readonly id: number;
  readonly keyId: number;
  readonly at: number;
  readonly model: string;
  readonly endpoint: string;
  readonly groupId: number | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly inputCost: number;
  readonly outputCost: number;
  readonly cost: number;
  /** What the owner pays: the cost times the multiplier. */
  readonly actualCost: number;
  readonly multiplier: number;
  readonly subscriptionId: number | null;
  readonly stream: boolean;
  readonly ip: string;
  readonly userAgent: string;
}

/** Sums over calls. */
export interface Totals {
  requests: number;
  inputTokens: number;
  outputTokens: number;
  cost: number;
  actualCost: number;
}

/** The calls of one key: sums for ever, single calls only the newest. */
export interface KeyUsage {
  readonly total: Totals;
  readonly days: Map<string, Totals>;
  readonly models: Map<string, Totals>;
  readonly endpoints: Map<string, Totals>;
  readonly newest: UsageRecord[];
}

const keptRecords = 20;
const keptDays = 90;

export const noTotals = (): Totals => ({ requests: 0, inputTokens: 0, outputTokens: 0, cost: 0, actualCost: 0 });

/** A key that was never used. */
export function createKeyUsage(): KeyUsage {
  return { total: noTotals(), days: new Map(), models: new Map(), endpoints: new Map(), newest: [] };
}

/** Books a call. */
export function book(usage: KeyUsage, record: UsageRecord): void {
  add(usage.total, record);
  add(entry(usage.days, day(record.at)), record);
  add(entry(usage.models, record.model), record);
  add(entry(usage.endpoints, record.endpoint), record);
  usage.newest.unshift(record);
  if (usage.newest.length > keptRecords) usage.newest.pop();
  if (usage.days.size > keptDays) usage.days.delete(usage.days.keys().next().value as string);
}

function entry(map: Map<string, Totals>, name: string): Totals {
  const totals = map.get(name) ?? noTotals();
  map.set(name, totals);
  return totals;
}

function add(totals: Totals, record: UsageRecord): void {
  totals.requests += 1;
  totals.inputTokens += record.inputTokens;
  totals.outputTokens += record.outputTokens;
  totals.cost = tidy(totals.cost + record.cost);
  totals.actualCost = tidy(totals.actualCost + record.actualCost);
}
