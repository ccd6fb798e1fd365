import type { Emulator } from "../../emulator/emulator.ts";

/** A gateway as people meet it: its console, with the operator's own account, and its data plane. */
export interface GatewayConsole {
  readonly emulator: Emulator;
  /** The TokGateway in every world, and a group that its account may use. */
  readonly gateway: "tokmodel" | "tokenforme";
  readonly group: string;
  readonly otherGroup: string;
  disable(id: string): Promise<void>;
  enable(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Gives the key no address list, and another quota (USD). */
  edit(id: string, change: { quota?: number; allowedIPs?: string[] }): Promise<void>;
  /** What the key may spend in all, in USD. */
  limit(id: string): Promise<number>;
  /** Makes a key by hand; answers its id. */
  create(name: string): Promise<string>;
  /** The data plane's status for a real call; `tokens` steer its price. */
  use(text: string, tokens?: number): Promise<number>;
  /** The method and path of the call that makes a key. */
  readonly createRoute: { readonly method: string; readonly path: string };
  /** The path of the probe, and the data plane's answer for a key that it does not accept. */
  readonly probePath: string;
  readonly refusal: { readonly kind: "status"; readonly status: 401; readonly body: string };
}

type Json = Record<string, unknown>;

async function send(url: string, method: string, headers: Record<string, string>, body?: unknown): Promise<Json> {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json = JSON.parse(await answer.text()) as Json;
  if (answer.status >= 400 || json.success === false) throw new Error(`${method} ${url}: ${JSON.stringify(json)}`);
  return (json.data ?? {}) as Json;
}

async function chat(emulator: Emulator, text: string, model: string, prompt: string): Promise<number> {
  const answer = await fetch(`${emulator.dataURL}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${text}`, "content-type": "application/json" },
    body: JSON.stringify({ model, max_tokens: 5, messages: [{ role: "user", content: prompt }] }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

function refusal(body: object) {
  return { kind: "status", status: 401, body: JSON.stringify(body) } as const;
}

function newest(emulator: Emulator, name: string): string {
  const key = emulator.ledger.byName(name).at(-1);
  if (!key) throw new Error(`the console made no key "${name}"`);
  return key.id;
}

/** New API's console. */
export function newApiConsole(emulator: Emulator): GatewayConsole {
  const { accessToken = "", userId = "" } = emulator.credentials;
  const call = (method: string, path: string, body?: unknown) =>
    send(emulator.panelURL + path, method, { authorization: `Bearer ${accessToken}`, "new-api-user": userId }, body);
  const status = async (id: string, value: number) => {
    await call("PUT", "/api/token/?status_only=true", { id: Number(id), status: value });
  };
  return {
    emulator,
    gateway: "tokmodel",
    group: "default",
    otherGroup: "vip",
    disable: (id) => status(id, 2),
    enable: (id) => status(id, 1),
    async remove(id) {
      await call("DELETE", `/api/token/${id}`);
    },
    async edit(id, { quota, allowedIPs }) {
      const token = await call("GET", `/api/token/${id}`);
      const change = {
        ...(quota === undefined ? {} : { unlimited_quota: false, remain_quota: quota * 500_000 }),
        ...(allowedIPs === undefined ? {} : { allow_ips: allowedIPs.join("\n") }),
      };
      await call("PUT", "/api/token/", { ...token, ...change });
    },
    async limit(id) {
      const { remain_quota: left, used_quota: used } = await call("GET", `/api/token/${id}`);
      return (Number(left) + Number(used)) / 500_000;
    },
    async create(name) {
      await call("POST", "/api/token/", { name, group: "default", unlimited_quota: true, expired_time: -1 });
      return newest(emulator, name);
    },
    use: (text, tokens = 5) => chat(emulator, text, "gpt-4o-mini", `USAGE${tokens}`),
    createRoute: { method: "POST", path: "^/api/token/$" },
    probePath: "^/v1/models",
    refusal: refusal({ error: { type: "new_api_error", code: "", message: "Invalid token" } }),
  };
}

/** Sub2API's console. */
export function sub2apiConsole(emulator: Emulator): GatewayConsole {
  const { email, password } = emulator.credentials;
  let session: Promise<string> | undefined;
  const login = async () => {
    const data = await send(`${emulator.panelURL}/api/v1/auth/login`, "POST", {}, { email, password });
    return String(data.access_token);
  };
  const call = async (method: string, path: string, body?: unknown) => {
    session ??= login();
    return send(`${emulator.panelURL}/api/v1${path}`, method, { authorization: `Bearer ${await session}` }, body);
  };
  const put = async (id: string, body: unknown) => {
    await call("PUT", `/keys/${id}`, body);
  };
  return {
    emulator,
    gateway: "tokenforme",
    group: "codex",
    otherGroup: "vip",
    disable: (id) => put(id, { status: "inactive" }),
    enable: (id) => put(id, { status: "active" }),
    async remove(id) {
      await call("DELETE", `/keys/${id}`);
    },
    edit: (id, { quota, allowedIPs }) =>
      put(id, {
        ...(quota === undefined ? {} : { quota }),
        ...(allowedIPs === undefined ? {} : { ip_whitelist: allowedIPs }),
      }),
    async limit(id) {
      return Number((await call("GET", `/keys/${id}`)).quota);
    },
    async create(name) {
      const groups = (await call("GET", "/groups/available")) as unknown as { id: number; name: string }[];
      const group = groups.find((entry) => entry.name === "codex");
      await call("POST", "/keys", { name, group_id: group?.id });
      return newest(emulator, name);
    },
    use: (text, tokens = 5) => chat(emulator, text, "gpt-5.4", `usage=10,${tokens}`),
    createRoute: { method: "POST", path: "^/api/v1/keys$" },
    probePath: "^/v1/sub2api/billing",
    refusal: refusal({ code: "INVALID_API_KEY", message: "Invalid API key" }),
  };
}
