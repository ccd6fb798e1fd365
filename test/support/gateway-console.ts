import type { Emulator } from "../../emulator/emulator.ts";

/** What somebody may change of a key in a console; quotas are in USD. */
export interface ConsoleEdit {
  name?: string;
  group?: string;
  quota?: number;
  allowedIPs?: string[];
  /** New API only. */
  models?: string[];
  /** RFC 3339. */
  expiresAt?: string;
}

/** A key's settings in the same terms. Null: no such limit. */
export interface ConsoleKey {
  readonly name: string;
  readonly enabled: boolean;
  readonly group: string | null;
  readonly quota: number | null;
  readonly allowedIPs: readonly string[];
  readonly models: readonly string[] | null;
  readonly expiresAt: string | null;
}

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
  edit(id: string, change: ConsoleEdit): Promise<void>;
  /** The key as the gateway has it. */
  look(id: string): Promise<ConsoleKey>;
  /** What the key may spend in all, in USD. */
  limit(id: string): Promise<number>;
  /** Makes a key by hand; answers its id. */
  create(name: string): Promise<string>;
  /** The data plane's status for a real call; `tokens` steer its price. */
  use(text: string, tokens?: number): Promise<number>;
  /** Whether the data plane takes the key, asked without anything that looks like use where the server offers that. */
  accepts(text: string): Promise<boolean>;
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

async function ask(emulator: Emulator, path: string, text: string): Promise<number> {
  const answer = await fetch(emulator.dataURL + path, { headers: { authorization: `Bearer ${text}` } });
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
    async edit(id, { name, group, quota, allowedIPs, models, expiresAt }) {
      const token = await call("GET", `/api/token/${id}`);
      const change = {
        ...(name === undefined ? {} : { name }),
        ...(group === undefined ? {} : { group }),
        ...(quota === undefined ? {} : { unlimited_quota: false, remain_quota: quota * 500_000 }),
        ...(allowedIPs === undefined ? {} : { allow_ips: allowedIPs.join("\n") }),
        ...(models === undefined ? {} : { model_limits_enabled: models.length > 0, model_limits: models.join(",") }),
        ...(expiresAt === undefined ? {} : { expired_time: Math.floor(Date.parse(expiresAt) / 1000) }),
      };
      await call("PUT", "/api/token/", { ...token, ...change });
    },
    async look(id) {
      const token = await call("GET", `/api/token/${id}`);
      const expires = Number(token.expired_time);
      return {
        name: String(token.name),
        enabled: token.status === 1,
        group: token.group ? String(token.group) : null,
        quota: token.unlimited_quota ? null : (Number(token.remain_quota) + Number(token.used_quota)) / 500_000,
        allowedIPs: String(token.allow_ips ?? "")
          .split(/\s+/)
          .filter(Boolean),
        models: token.model_limits_enabled ? String(token.model_limits).split(",") : null,
        expiresAt: expires < 0 ? null : new Date(expires * 1000).toISOString(),
      };
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
    accepts: async (text) => (await ask(emulator, "/v1/models", text)) === 200,
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
  const groupId = async (name: string) => {
    const groups = (await call("GET", "/groups/available")) as unknown as { id: number; name: string }[];
    return groups.find((entry) => entry.name === name)?.id;
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
    async edit(id, { name, group, quota, allowedIPs, models, expiresAt }) {
      if (models) throw new Error("a key of Sub2API has no models of its own");
      await put(id, {
        ...(name === undefined ? {} : { name }),
        ...(group === undefined ? {} : { group_id: await groupId(group) }),
        ...(quota === undefined ? {} : { quota }),
        ...(allowedIPs === undefined ? {} : { ip_whitelist: allowedIPs }),
        ...(expiresAt === undefined ? {} : { expires_at: expiresAt }),
      });
    },
    async look(id) {
      const key = await call("GET", `/keys/${id}`);
      const group = key.group as { name?: string } | null | undefined;
      return {
        name: String(key.name),
        enabled: key.status !== "inactive",
        group: group?.name ?? null,
        quota: Number(key.quota) === 0 ? null : Number(key.quota),
        allowedIPs: (key.ip_whitelist as string[] | null) ?? [],
        models: null,
        expiresAt: key.expires_at ? new Date(String(key.expires_at)).toISOString() : null,
      };
    },
    async limit(id) {
      return Number((await call("GET", `/keys/${id}`)).quota);
    },
    async create(name) {
      await call("POST", "/keys", { name, group_id: await groupId("codex") });
      return newest(emulator, name);
    },
    use: (text, tokens = 5) => chat(emulator, text, "gpt-5.4", `usage=10,${tokens}`),
    async accepts(text) {
      const status = await ask(emulator, "/v1/sub2api/billing", text);
      return (status === 404 ? await ask(emulator, "/v1/usage", text) : status) === 200;
    },
    createRoute: { method: "POST", path: "^/api/v1/keys$" },
    probePath: "^/v1/sub2api/billing",
    refusal: refusal({ code: "INVALID_API_KEY", message: "Invalid API key" }),
  };
}
