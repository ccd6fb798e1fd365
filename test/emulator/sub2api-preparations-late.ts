import { prompt, randomKey, type Stage } from "./sub2api-stage.ts";

type Preparation = (stage: Stage) => Promise<void> | void;

const agent = { "User-Agent": "tokapi-recorder/1" };

async function key(stage: Stage, name: string, recorded: { id?: number; text?: string }, user = "u1", more = {}) {
  return stage.makeKey(user, { name, group_id: stage.bindings.id("group", 2), ...more }, recorded);
}

/** Sends a create that will be held up, and returns once the server has it. */
async function startCreate(stage: Stage, step: string, idem: string, name: string, text: string): Promise<void> {
  const { bindings, client } = stage;
  const headers = {
    Authorization: `Bearer ${bindings.text("<jwt:u1:5>")}`,
    "Idempotency-Key": bindings.fill(idem, randomKey),
  };
  const body = { name, group_id: bindings.id("group", 2), custom_key: bindings.fill(text, randomKey) };
  const reply = client.send("POST", "/api/v1/keys", headers, body);
  // The connection of a dropped create is cut: that is its answer.
  reply.catch(() => undefined);
  stage.pending.set(step, reply);
  await stage.held("heldCreates", 1);
}

function drop(stage: Stage): void {
  stage.state({ dropHeld: true });
  stage.state({ holdCreates: null });
}

/** The second half of the recording: idempotency, outages, limits and other site settings. */
export const latePreparations: Readonly<Record<string, Preparation>> = {
  async "idem-on-delete"(stage) {
    await key(stage, "idem delete", { id: 3119, text: "<key:3128>" });
  },
  "idem-retry-after-backoff": (stage) => stage.advance(5.2),
  async "idem-in-flight"(stage) {
    stage.state({ holdCreates: "before-insert" });
    await startCreate(stage, "idem-slow-first", "<idem:4>", "idem in flight", "<key:3132>");
    stage.advance(1);
  },
  "idem-in-flight-later": (stage) => stage.advance(1.5),
  "idem-slow-first": (stage) => stage.state({ holdCreates: null }),
  async "idem-dropped-while-held"(stage) {
    stage.state({ holdCreates: "before-insert" });
    await startCreate(stage, "-", "<idem:5>", "idem dropped", "<key:3133>");
    stage.advance(1);
  },
  "idem-dropped-search": drop,
  "idem-dropped-retry-6s": (stage) => stage.advance(6),
  async "idem-unclosed-search"(stage) {
    stage.state({ holdCreates: "after-insert" });
    await startCreate(stage, "-", "<idem:8>", "idem unclosed", "<key:3134>");
    drop(stage);
    stage.advance(3);
  },
  "idem-expired-record": (stage) =>
    stage.state({ ageIdempotency: { key: stage.bindings.text("<idem:1>"), hours: 25 } }),
  "idem-expired-conflict": (stage) =>
    stage.state({ ageIdempotency: { key: stage.bindings.text("<idem:1>"), hours: 25 } }),
  async "me-after-kill"(stage) {
    stage.state({ holdCreates: "before-insert" });
    await startCreate(stage, "-", "<idem:7>", "idem killed", "<key:3139>");
    drop(stage);
    stage.advance(1);
  },
  "kill-retry-34s": (stage) => stage.advance(34),
  "dropped-retry-late": (stage) => stage.advance(1),
  async "wallet-spend"(stage) {
    await stage.as("admin", "POST", `/api/v1/admin/users/${stage.bindings.id("user", 9)}/balance`, {
      balance: 0.01,
      operation: "set",
    });
    await key(stage, "wallet", { text: "<key:3211>" }, "u6");
  },
  async "redis-hang-delete"(stage) {
    const churn = await key(stage, "churn", { id: 3297, text: "<key:3307>" });
    await stage.use(churn.key);
    await stage.as("u1", "PUT", `/api/v1/keys/${churn.id}`, { status: "inactive" });
    await key(stage, "redis hang", { id: 3298 });
    stage.state({ redis: "down" });
  },
  async "redis-cut-deleted"(stage) {
    stage.state({ redis: "up" });
    const names = ["deleted", "deleted_probed", "deleted_remedied", "disabled", "disabled_again"];
    for (const [at, name] of names.entries()) {
      const text = `<key:${3309 + at}>`;
      const made = await key(stage, `redis cut ${name}`, { id: 3299 + at, text }, "u1", { custom_key: randomKey() });
      await stage.use(made.key);
    }
    stage.state({ redis: "down" });
  },
  "redis-mended-disable-again": (stage) => stage.state({ redis: "up" }),
  async "limit-custom-conflicts-last-good"(stage) {
    await stage.login("u8", { jwt: "<jwt:u8>" });
    stage.state({ limits: true });
  },
  async "limit-invalid-keys-last-good"(stage) {
    await key(stage, "good in the block", { id: 3307, text: "<key:3317>" });
  },
  async "limit-deleted-polling-last-good"(stage) {
    stage.advance(61);
    const { id } = await key(stage, "polled", { text: "<key:3318>" });
    await stage.as("u1", "DELETE", `/api/v1/keys/${id}`);
  },
  "limit-login-last-good": (stage) => stage.advance(61),
  async "binding-same-agent"(stage) {
    stage.advance(61);
    stage.state({ limits: false, sessionBinding: true });
    await stage.login("u1", { jwt: "<jwt:u1:7>", refresh: "<refresh:u1:8>" }, agent);
    await stage.login("u1", { jwt: "<jwt:u1:8>" }, agent);
    await stage.login("u1", { refresh: "<refresh:u1:10>" }, agent);
  },
  async "captcha-login"(stage) {
    stage.state({ sessionBinding: false });
    await stage.login("u1", { jwt: "<jwt:u1:9>" });
    stage.state({ turnstile: true });
  },
  "totp-login": (stage) => stage.state({ turnstile: false }),
  async "backend-mode-login"(stage) {
    await stage.login("u1", { jwt: "<jwt:u1:10>", refresh: "<refresh:u1:11>" });
    await key(stage, "settings", { text: "<key:3320>" });
    stage.state({ backendMode: true });
  },
  async "ungrouped-usage"(stage) {
    stage.state({ backendMode: false, ungroupedKeys: true });
    await stage.makeKey("u1", { name: "ungrouped" }, { text: "<key:3321>" });
  },
  async "idem-required"(stage) {
    stage.state({ ungroupedKeys: false, idempotencyRequired: true });
  },
  async "env-secret-access"(stage) {
    stage.state({ idempotencyRequired: false });
    await stage.login("u1", { jwt: "<jwt:u1:12>", refresh: "<refresh:u1:13>" });
  },
  "other-secret-access": (stage) => stage.state({ newJwtSecret: true }),
  async "redis-flushed-access"(stage) {
    await stage.login("u1", { jwt: "<jwt:u1:14>", refresh: "<refresh:u1:15>" });
    stage.state({ flushRedis: true });
  },
  async "redis-down-login"(stage) {
    await stage.login("u1", { jwt: "<jwt:u1:15>", refresh: "<refresh:u1:16>" });
    stage.state({ redis: "down" });
  },
  "redis-back-login": (stage) => stage.state({ redis: "up" }),
  "db-down-health": (stage) => {
    stage.advance(20);
    stage.state({ database: "down" });
  },
  "db-back-list": (stage) => stage.state({ database: "up" }),
  async "simple-login"(stage) {
    stage.state({ simple: true });
  },
  async "simple-wallet-models"(stage) {
    const token = await stage.login("u4");
    const body = { name: "simple no money", group_id: stage.bindings.id("group", 2) };
    const reply = await stage.client.send("POST", "/api/v1/keys", { Authorization: `Bearer ${token}` }, body);
    stage.bindings.setText("<key:3326>", (reply.body as { data: { key: string } }).data.key);
    await stage.use((reply.body as { data: { key: string } }).data.key, "POST", "/v1/messages", prompt(1, 1));
  },
};
