import type { RecordedStep, Reply } from "./replay.ts";

/** Fields that the recordings' README lets a replay ignore, and texts that only describe the machine. */
const ignored = new Set([
  "message",
  "aff_code",
  "start_time",
  "use_time",
  "pricing_version",
  "created_time",
  "created_at",
  "access_expires_at",
  "last_active_at",
  "expires_at",
  "request_id",
  "content",
  "other",
]);

/** Lists whose order the server does not define. */
const unordered = /^\/(api\/group\/|api\/user\/models|v1\/models|v1beta\/)/;

/** Brings an answer into a form in which only what the contract names can differ. */
export function normalise(step: RecordedStep, reply: Reply): Reply {
  const path = step.request?.path ?? "";
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== "object" || value === null) return value;
    const row = value as Record<string, unknown>;
    const entries = Object.entries(row).map(([name, item]): [string, unknown] => {
      if (name === "id" && path.startsWith("/api/log")) return [name, "(ignored)"];
      if (ignored.has(name) && !(name === "expires_at" && path.startsWith("/api/usage"))) return [name, "(ignored)"];
      if (name === "accessed_time") return [name, moved(row)];
      if (name === "created" && path.startsWith("/v1/chat")) return [name, "(ignored)"];
      return [name, clean(item)];
    });
    return Object.fromEntries(entries);
  };
  let body = clean(reply.body);
  if (unordered.test(path)) body = sorted(body);
  return { status: reply.status, headers: headersOf(reply), body };
}

/** Whether a key's last use is later than its creation; one second apart may be the recorder's clock ticking. */
function moved(row: Record<string, unknown>): string {
  return Number(row.accessed_time) - Number(row.created_time) > 1 ? "later" : "at creation";
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== "object" || value === null) return value;
  const edges = new Set(["first_id", "last_id"]);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, edges.has(name) ? "(order)" : sorted(item)]),
  );
}

const kept = ["content-type", "x-new-api-version", "auth-version", "location", "content-encoding"] as const;

function headersOf({ headers }: Reply): Record<string, string | string[]> {
  const entries = kept.filter((name) => headers[name] !== undefined).map((name) => [name, headers[name] as string]);
  const retry = headers["retry-after"];
  if (retry !== undefined) entries.push(["retry-after", Number(retry) > 100 ? "long" : "short"]);
  const cookies = headers["set-cookie"];
  if (cookies) entries.push(["set-cookie", String(cookies).replace(/Expires=[^;]+; Max-Age=\d+/, "(lifetime)")]);
  return Object.fromEntries(entries);
}

/** Whether a step is about keys: authentication, keys, groups, models, reveals, limits, a key on the data plane. */
export function concernsKeys(step: RecordedStep): boolean {
  const path = step.request?.path ?? "";
  return !/^\/(api\/(pricing|models|status|setup|option|channel)|v1\/dashboard|nosuch|$)/.test(path);
}
