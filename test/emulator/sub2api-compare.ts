import { type Bindings, type IdKind, isPlaceholder } from "./sub2api-bindings.ts";

/** How closely two answers are compared. */
export interface CompareOptions {
  readonly bindings: Bindings;
  /** Fields whose values do not count in this step, by name. */
  readonly loose?: readonly string[];
}

/** Fields that depend on the machine, the moment or the language. Null is still told from a value. */
const ignored = new Set([
  "message",
  "request_id",
  "balance",
  "remaining",
  "rpm",
  "tpm",
  "average_duration_ms",
  "duration_ms",
  "login_agreement_revision",
  "ip_address",
  "user_agent",
]);
const isTime = (name: string) => /(_at|_start|_date|^date)$/.test(name);
const groupFields = ["name", "platform", "status", "rate_multiplier", "is_exclusive", "subscription_type"];

/** Every difference between what was recorded and what came, one line each. Learns placeholders and ids on the way. */
export function differences(recorded: unknown, actual: unknown, options: CompareOptions): string[] {
  const found: string[] = [];
  compare("", recorded, actual, undefined);
  return found;

  function differ(path: string, want: unknown, got: unknown): void {
    found.push(
      `${path || "body"}: recorded ${JSON.stringify(want)?.slice(0, 120)}, got ${JSON.stringify(got)?.slice(0, 120)}`,
    );
  }

  function compare(path: string, want: unknown, got: unknown, field: string | undefined): void {
    if (field !== undefined && (field === "last_active_at" || options.loose?.includes(field))) return;
    // Seconds that count down: the machines differ in speed.
    if (field === "retry_after" && Math.abs(Number(want) - Number(got)) <= 4) return;
    if (want === null || got === null || want === undefined || got === undefined) {
      if (want !== got) differ(path, want, got);
      return;
    }
    if (Array.isArray(want) && Array.isArray(got)) {
      if (want.length !== got.length) differ(`${path}.length`, want.length, got.length);
      else for (const [at, item] of want.entries()) compare(`${path}[${at}]`, item, got[at], undefined);
      return;
    }
    if (typeof want === "object" && typeof got === "object") {
      objects(path, want as Record<string, unknown>, got as Record<string, unknown>);
      return;
    }
    if (field !== undefined && (ignored.has(field) || isTime(field))) return;
    if (typeof want === "string" && isPlaceholder(want) && typeof got === "string") {
      secret(path, want, got);
      return;
    }
    if (want !== got) differ(path, want, got);
  }

  function secret(path: string, want: string, got: string): void {
    const known = options.bindings.text(want);
    // Tokens of one second can be the same text on the real server, so they are only followed.
    if (known === undefined || /^<(jwt|refresh)/.test(want)) options.bindings.setText(want, got);
    else if (known !== got) differ(path, want, "another text");
  }

  function objects(path: string, want: Record<string, unknown>, got: Record<string, unknown>): void {
    const kind = kindOf(want);
    const fields = kind === "group" && "group" !== path ? groupFields : undefined;
    for (const name of new Set([...Object.keys(want), ...Object.keys(got)])) {
      if (fields && name !== "id" && !fields.includes(name)) continue;
      const idKind = name === "id" ? kind : idFields[name];
      const [left, right] = [want[name], got[name]];
      if (idKind && typeof left === "number" && typeof right === "number") {
        if (!options.loose?.includes(name) && !options.bindings.bindId(idKind, left, right)) {
          differ(`${path}.${name}`, `${idKind} ${left}`, right);
        }
      } else if (name === "id") {
        if (typeof left !== typeof right) differ(`${path}.id`, left, right);
      } else compare(`${path}.${name}`, left, right, name);
    }
  }
}

const idFields: Readonly<Record<string, IdKind>> = {
  group_id: "group",
  granted_group_id: "group",
  user_id: "user",
  api_key_id: "key",
};

function kindOf(value: Record<string, unknown>): IdKind | undefined {
  if ("platform" in value && "rate_multiplier" in value) return "group";
  if ("email" in value && "role" in value) return "user";
  return "name" in value && "status" in value && "group_id" in value ? "key" : undefined;
}
