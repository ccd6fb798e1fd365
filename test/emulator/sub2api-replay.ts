import { createHash } from "node:crypto";
import { startSub2api } from "../../emulator/sub2api/index.ts";
import { adminPassword, seededPassword } from "../../emulator/sub2api/seed.ts";
import type { RecordedStep } from "./replay.ts";
import { type Bindings, createBindings } from "./sub2api-bindings.ts";
import { createWireClient, type Reply } from "./sub2api-client.ts";
import { differences } from "./sub2api-compare.ts";
import { looseSteps } from "./sub2api-gaps.ts";
import { preparations } from "./sub2api-preparations.ts";
import { createStage, type Stage } from "./sub2api-stage.ts";

/** How one step of the recording fared. */
export interface StepResult {
  step: string;
  differences: string[];
}

/** Bytes that look random and are the same in every run. As hex they hold an "a", as every recorded text did. */
function repeatable(name: string): (bytes: number) => Buffer {
  let drawn = 0;
  return (bytes) => {
    drawn += 1;
    const digest = createHash("shake256", { outputLength: bytes }).update(`${name} ${drawn}`).digest();
    digest[0] = 0xa7;
    return digest;
  };
}

const own = repeatable("client");
const randomKey = () => `sk-${own(32).toString("hex")}`;

/** Plays the recording against an emulator of that version and compares every answer. */
export async function replay(records: readonly RecordedStep[], profile: string): Promise<StepResult[]> {
  // Searches match key texts too, so with real chance some lists would differ now and then.
  const random = repeatable("server");
  const emulator = await startSub2api({ profile, seed: "wire", random });
  const client = createWireClient(emulator.panelURL);
  const bindings = createBindings();
  const stage = createStage(emulator, client, bindings);
  const results: StepResult[] = [];
  try {
    for (const record of records) {
      const step = String(record.step);
      await preparations[step]?.(stage);
      if (!record.request || !record.response) continue;
      const reply = await play(stage, record);
      results.push({ step, differences: judge(record, reply, bindings) });
    }
  } finally {
    client.close();
    await emulator.close();
  }
  return results;
}

async function play(stage: Stage, record: RecordedStep): Promise<Reply> {
  const waiting = stage.pending.get(String(record.step));
  if (waiting) return waiting;
  const request = record.request as NonNullable<RecordedStep["request"]>;
  await logOn(stage, JSON.stringify(request));
  const { bindings } = stage;
  const fill = (text: string) => bindings.fill(text, (name) => supply(bindings, name));
  const headers = Object.fromEntries(Object.entries(request.headers ?? {}).map(([name, value]) => [name, fill(value)]));
  const path = idsInPath(fillPath(request.path, fill), bindings);
  const body = idsInBody(filled(request.body, fill), bindings);
  // A step about a limit is one call of a loop; the calls before it were not recorded.
  const calls = String(record.step).endsWith("-last-good") ? Number(record.measured?.call) : 1;
  for (let call = 1; call < calls; call += 1) await stage.client.send(request.method, path, headers, body);
  return stage.client.send(request.method, path, headers, body);
}

/** Sessions that the recorder opened without recording it. */
async function logOn(stage: Stage, request: string): Promise<void> {
  for (const [name, kind, user] of request.matchAll(/<(jwt|refresh):([a-z0-9]+)(?::\d+)?>/g)) {
    if (stage.bindings.text(name) !== undefined || user === undefined) continue;
    if (user === "other") stage.bindings.setText(name, `rt_${own(32).toString("hex")}`);
    else await stage.login(user, kind === "jwt" ? { jwt: name } : { refresh: name });
  }
}

const customTexts: Readonly<Record<string, () => string>> = {
  "<key:11>": () => "k".repeat(15),
  "<key:12>": () => randomKey().slice(0, 16),
  "<key:13>": () => `${randomKey()}${randomKey()}`.slice(0, 128),
  "<key:14>": () => `${randomKey()}${randomKey()}`.slice(0, 129),
  "<key:15>": () => `${randomKey().slice(0, 20)}.x`,
  "<key:16>": () => ` ${randomKey().slice(0, 20)}`,
  "<key:17>": () => `schlüssel-${randomKey().slice(0, 20)}`,
  "<key:18>": () => `under_score-${randomKey().slice(3, 20)}`,
  "<key:51>": () => `${randomKey()}${randomKey()}`.slice(0, 129),
  "<wrong password>": () => "not the password",
  "<password of 5 characters>": () => "12345",
  "<password:admin>": () => adminPassword,
};

function supply(bindings: Bindings, name: string): string {
  const custom = customTexts[name];
  if (custom) return custom();
  const user = /^<password:([a-z0-9]+)>$/.exec(name)?.[1];
  if (user) return seededPassword(user);
  if (name === "<key:part>") return (bindings.text("<key:4>") ?? "").slice(20, 40);
  return name.startsWith("<key") ? randomKey() : own(12).toString("hex");
}

function fillPath(path: string, fill: (text: string) => string): string {
  return path.replace(/<[^<>]*>/g, (name) => encodeURIComponent(fill(name)));
}

function filled(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === "string") return fill(value);
  if (Array.isArray(value)) return value.map((item) => filled(item, fill));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, filled(item, fill)]));
}

const pathKinds = [
  [/(\/(?:keys|api-keys)\/)(\d+)/, "key"],
  [/([?&]api_key_id=)(\d+)/, "key"],
  [/(\/admin\/users\/)(\d+)/, "user"],
  [/([?&]user_id=)(\d+)/, "user"],
  [/(\/admin\/groups\/)(\d+)/, "group"],
  [/([?&]group_id=)(\d+)/, "group"],
] as const;

function idsInPath(path: string, bindings: Bindings): string {
  return pathKinds.reduce(
    (done, [pattern, kind]) =>
      done.replace(pattern, (_, before: string, id: string) => {
        // Too long for a number: sent as it is.
        return `${before}${id.length > 15 ? id : bindings.id(kind, Number(id))}`;
      }),
    path,
  );
}

function idsInBody(body: unknown, bindings: Bindings): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      if (name === "group_id" && typeof value === "number") return [name, bindings.id("group", value)];
      if (name === "api_key_ids") return [name, (value as number[]).map((id) => bindings.id("key", id))];
      return [name, value];
    }),
  );
}

function judge(record: RecordedStep, reply: Reply, bindings: Bindings): string[] {
  const want = record.response as NonNullable<RecordedStep["response"]>;
  const found: string[] = [];
  if (want.status !== reply.status) found.push(`status: recorded ${want.status}, got ${reply.status}`);
  found.push(...headerDifferences(want.headers ?? {}, reply.headers));
  const path = record.request?.path ?? "";
  const stub = want.status === 200 && /^\/v1\/(messages|chat|responses)/.test(path);
  // Not to be compared: what the stub said, and which models a version knows.
  if (stub || (path === "/v1/models" && want.status === 200)) return found;
  if (path === "/v1beta/models" && want.status === 200) return found;
  const cut = record.measured?.items_cut_to === undefined ? reply.body : cutItems(reply.body);
  const loose = looseSteps[String(record.step)]?.fields;
  found.push(
    ...differences(renumbered(want.body, record), renumbered(cut, record), { bindings, ...(loose ? { loose } : {}) }),
  );
  found.push(...orderDifferences(record, reply, bindings));
  return found;
}

/** Lists were cut when they were recorded, but the order of their first ids was kept. */
function orderDifferences(record: RecordedStep, reply: Reply, bindings: Bindings): string[] {
  const recorded = record.measured?.first_ids as number[] | undefined;
  if (!recorded) return [];
  const items = (reply.body as { data: { items: { id: number }[] } }).data.items;
  const want = recorded.map((id) => bindings.id("key", id)).join();
  const got = items
    .slice(0, recorded.length)
    .map((item) => item.id)
    .join();
  const counted = record.measured?.items;
  return [
    ...(want === got ? [] : [`order: recorded ${want}, got ${got}`]),
    ...(counted === items.length ? [] : [`items: recorded ${counted}, got ${items.length}`]),
  ];
}

/** Usage of several keys is a map by id, which is compared by position. */
function renumbered(body: unknown, record: RecordedStep): unknown {
  if (record.step !== "usage-batch") return body;
  const stats = (body as { data: { stats: Record<string, unknown> } }).data.stats;
  return Object.entries(stats)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => item);
}

function headerDifferences(want: RecordedHeaders, got: Record<string, string>): string[] {
  const found: string[] = [];
  if (want["content-type"] !== got["content-type"]) {
    found.push(`content-type: recorded ${want["content-type"]}, got ${got["content-type"]}`);
  }
  if (want["x-idempotency-replayed"] !== got["x-idempotency-replayed"]) found.push("x-idempotency-replayed differs");
  const [wait, waited] = [want["retry-after"], got["retry-after"]];
  const far = wait !== undefined && waited !== undefined && Math.abs(Number(wait) - Number(waited)) > 4;
  if ((wait === undefined) !== (waited === undefined) || far) {
    found.push(`retry-after: recorded ${wait}, got ${waited}`);
  }
  return found;
}

type RecordedHeaders = NonNullable<RecordedStep["response"]>["headers"];

const eightFields = ["id", "name", "status", "group_id", "created_at", "expires_at", "last_used_at"];

function cutItems(body: unknown): unknown {
  const answer = body as { data: { items: Record<string, unknown>[] } };
  const items = answer.data.items
    .slice(0, 4)
    .map((item) => Object.fromEntries(eightFields.filter((name) => name in item).map((name) => [name, item[name]])));
  return { ...answer, data: { ...answer.data, items } };
}
