import { GatewayError } from "../error.ts";
import type { CallOptions, LastUse } from "../gateway.ts";
import type { KeyReader } from "./key-reader.ts";
import type { Panel } from "./panel.ts";
import { instantOf } from "./restrictions.ts";
import type { Traits } from "./version.ts";
import { wireUsagePage } from "./wire.ts";

/** The scarcest first: usage routes have a bucket of their own beside the panel's. */
const buckets = ["usage", "panel"];

/**
 * When a key's last call reached a model. The key's own `last_used_at` is moved by every accepted call, our probes of
 * `/v1/usage` included, so it serves only where the log is closed to us and our probe does not move it.
 */
export async function lastUse(
  tools: { panel: Panel; reader: KeyReader; traits: Traits },
  id: string,
  options: CallOptions = {},
): Promise<LastUse> {
  const { panel, reader, traits } = tools;
  const query = { api_key_id: id, page: 1, page_size: 1 };
  const request = { operation: "lastUse", method: "GET", path: "/usage", query, bucket: buckets } as const;
  const answer = await panel.ask({ ...request, data: wireUsagePage, ...options });
  if (answer.ok) {
    const [newest] = answer.data.items;
    if (newest === undefined) return answer.data.total === 0 ? { kind: "never" } : { kind: "unknown" };
    const at = instantOf(newest.created_at);
    return at === undefined ? { kind: "unknown" } : { kind: "used", at };
  }
  // A deleted or foreign key: its statistics are closed.
  if (answer.word === "API_KEY_NOT_FOUND" || answer.word === "INSUFFICIENT_PERMISSIONS") return { kind: "unknown" };
  if (answer.error instanceof GatewayError && answer.error.code === "retry") throw answer.error;
  if (!traits.billingProbe) return { kind: "unknown" };
  const key = await reader.get(id, options);
  if (key === undefined) return { kind: "unknown" };
  const at = instantOf(key.last_used_at);
  return at === undefined ? { kind: "never" } : { kind: "used", at };
}
