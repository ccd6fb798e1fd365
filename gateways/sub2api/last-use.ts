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
  const answer = await askLog(panel, id, options);
  if (answer?.ok) {
    const [newest] = answer.data.items;
    if (newest === undefined) return answer.data.total === 0 ? { kind: "never" } : { kind: "unknown" };
    return used(newest.created_at);
  }
  // A deleted or foreign key: its statistics are closed.
  if (answer?.word === "API_KEY_NOT_FOUND" || answer?.word === "INSUFFICIENT_PERMISSIONS") return { kind: "unknown" };
  if (answer !== undefined && answer.status !== 404 && answer.status !== 403) throw answer.error;
  if (!traits.billingProbe) return { kind: "unknown" };
  const key = await reader.get(id, options);
  if (key === undefined) return { kind: "unknown" };
  return key.last_used_at ? used(key.last_used_at) : { kind: "never" };
}

/** Undefined where the panel has no such route: its front end answers with a web page then. */
async function askLog(panel: Panel, id: string, options: CallOptions) {
  const query = { api_key_id: id, page: 1, page_size: 1 };
  const request = { operation: "lastUse", method: "GET", path: "/usage", query, bucket: buckets } as const;
  try {
    return await panel.ask({ ...request, data: wireUsagePage, ...options });
  } catch (error) {
    if (error instanceof GatewayError && error.reason === "NotJson") return undefined;
    throw error;
  }
}

function used(text: string): LastUse {
  const at = instantOf(text);
  return at === undefined ? { kind: "unknown" } : { kind: "used", at };
}
