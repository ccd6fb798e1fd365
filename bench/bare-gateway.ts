import { Agent, request } from "undici";

/** A New API gateway and its account. */
export interface Bare {
  readonly panelURL: string;
  readonly dataURL: string;
  readonly credentials: Readonly<Record<string, string>>;
}

interface Waiting {
  readonly name: string;
  resolve(text: string): void;
  reject(error: unknown): void;
}

/**
 * New API's calls for new keys and nothing else: create, find and reveal a hundred at a time as the driver does, probe.
 * `atOnce` connections.
 */
export function textsOfNewApi(
  gateway: Bare,
  atOnce: number,
): { make(name: string): Promise<string>; close(): Promise<void> } {
  const agent = new Agent({ connections: atOnce });
  const { accessToken = "", userId = "" } = gateway.credentials;
  const account = {
    authorization: `Bearer ${accessToken}`,
    "new-api-user": userId,
    "content-type": "application/json",
  };
  const waiting = new Map<string, Waiting>();
  let running = false;

  async function call(url: string, method: "GET" | "POST", headers: Record<string, string>, body?: unknown) {
    const { statusCode, body: answer } = await request(url, {
      dispatcher: agent,
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json = JSON.parse(text) as { success?: boolean; data: unknown };
    if (statusCode >= 300 || json.success === false) throw new Error(`${method} ${url}: ${statusCode} ${text}`);
    return json.data;
  }

  async function settle(): Promise<void> {
    if (running) return;
    running = true;
    while (waiting.size > 0) {
      const batch = [...waiting.values()].slice(0, 100);
      for (const { name } of batch) waiting.delete(name);
      try {
        const names = new Set(batch.map(({ name }) => name));
        const ids = new Map<string, number>();
        for (let page = 0; ids.size < names.size && page < 20; page++) {
          const url = `${gateway.panelURL}/api/token/?p=${page === 0 ? 0 : page + 1}&size=100`;
          const { items } = (await call(url, "GET", account)) as { items: { id: number; name: string }[] };
          for (const { id, name } of items) if (names.has(name)) ids.set(name, id);
        }
        const shown = await call(`${gateway.panelURL}/api/token/batch/keys`, "POST", account, {
          ids: [...ids.values()],
        });
        const { keys } = shown as { keys: Record<string, string> };
        for (const each of batch) each.resolve(`sk-${keys[String(ids.get(each.name))]}`);
      } catch (error) {
        for (const each of batch) each.reject(error);
      }
    }
    running = false;
  }

  return {
    async make(name) {
      const restrictions = { expired_time: -1, remain_quota: 0, unlimited_quota: true, model_limits_enabled: false };
      const rest = { model_limits: "", allow_ips: "", group: "default", cross_group_retry: false };
      await call(`${gateway.panelURL}/api/token/`, "POST", account, { name, ...restrictions, ...rest });
      const text = await new Promise<string>((resolve, reject) => {
        waiting.set(name, { name, resolve, reject });
        void settle();
      });
      await call(`${gateway.dataURL}/v1/models`, "GET", { authorization: `Bearer ${text}` });
      return text;
    },
    close: () => agent.close(),
  };
}
