import type { Emulator } from "../../emulator/emulator.ts";
import type { RecordedRequest, RecordedStep, Replay, Reply } from "./replay.ts";

type Row = Record<string, unknown>;
type Check = (emulator: Emulator, replay: Replay, step: RecordedStep) => Promise<string[]>;

/** Differences of a step that was recorded as a summary; undefined if it is a plain request and answer. */
export async function answerSummary(
  emulator: Emulator,
  replay: Replay,
  step: RecordedStep,
): Promise<string[] | undefined> {
  return summaries.find(([why]) => why.test(step.why))?.[1](emulator, replay, step);
}

const summaries: readonly (readonly [RegExp, Check])[] = [
  [/only the shape of the answer is kept$/, listShape],
  [/\(\d+ rows came, 2 are kept here\)$/, keptRows],
  [/creates at once$|creates with one name at once$/, parallelCreates],
  [/^ten creates at once with room for one$/, racingCreates],
  [/^ten chats at once/, parallelChats],
  [/^delete a key while it streams|^disable a key while it streams/, duringStream],
  [/^how the stream ended$/, streamEnd],
  [/^one call every half second/, refill],
  [/^Redis: (delete|disable|batch delete)/, revocations],
];

async function listShape(_emulator: Emulator, replay: Replay, step: RecordedStep): Promise<string[]> {
  const { body } = await replay.send(step.request as RecordedRequest);
  const { data } = body as { data: Row[] | (Row & { items: Row[] }) };
  const items = Array.isArray(data) ? data : data.items;
  const page = Array.isArray(data) ? null : { page: data.page, page_size: data.page_size, total: data.total };
  const ends = { "first id": items[0]?.id ?? null, "last id": items.at(-1)?.id ?? null };
  return replay.compare(step.response?.body, { "page object": page, items: items.length, ...ends });
}

async function keptRows(_emulator: Emulator, replay: Replay, step: RecordedStep): Promise<string[]> {
  const { body } = await replay.send(step.request as RecordedRequest);
  const { data } = body as { data: Row[] | { items: Row[]; total: number } };
  const items = Array.isArray(data) ? data : data.items;
  const { data: recorded } = (step.response as Reply).body as { data: Row[] | { items: Row[]; total: number } };
  const rows = Array.isArray(recorded) ? recorded : recorded.items;
  const came = Number(/\((\d+) rows/.exec(step.why)?.[1]);
  const total = Array.isArray(data) || Array.isArray(recorded) ? [] : replay.compare(recorded.total, data.total);
  const identity = ({ id, name, key }: Row) => ({ id, name, key });
  const differences = replay.compare(rows.map(identity), items.slice(0, 2).map(identity));
  return [...differences, ...replay.compare(came, items.length), ...total];
}

async function parallelCreates(emulator: Emulator, replay: Replay, step: RecordedStep): Promise<string[]> {
  const request = step.request as RecordedRequest;
  const before = emulator.ledger.created().length;
  const count = request.parallel ?? 2;
  const replies = await Promise.all(
    Array.from({ length: count }, (_, index) => {
      const body = createBody(request, index);
      return replay.send({ ...request, body });
    }),
  );
  const made = emulator.ledger.created().slice(before);
  return [
    ...replay.compare(
      Array.from({ length: count }, () => ({ message: "", success: true })),
      replies.map(({ body }) => body),
    ),
    ...replay.compare(count, new Set(made.map(({ text }) => text)).size),
  ];
}

/** The recording names only what differed; every create of it was of the usual kind. */
function createBody(request: RecordedRequest, index: number): unknown {
  const body = { expired_time: -1, unlimited_quota: true, ...(request.body as Row) };
  return { ...body, name: String((request.body as Row).name).replace(/N+$/, String(index)) };
}

/** The real server let two through; the emulator's count is atomic, so make room for what was recorded. */
async function racingCreates(emulator: Emulator, replay: Replay, step: RecordedStep): Promise<string[]> {
  const request = step.request as RecordedRequest;
  const before = emulator.ledger.created().length;
  const made = Number((step.response as unknown as Row)["rows in the database"] ?? 2);
  const option = (value: number): RecordedRequest => ({
    method: "PUT",
    path: "/api/option/",
    headers: { Authorization: "Bearer <pat:root:2>", "New-Api-User": "1" },
    body: { key: "token_setting.max_user_tokens", value: String(value) },
  });
  await replay.send(option(159 + made - 1));
  await Promise.all(
    Array.from({ length: 10 }, (_, index) => replay.send({ ...request, body: createBody(request, index) })),
  );
  await replay.send(option(159));
  return replay.compare(made, emulator.ledger.created().length - before);
}

async function parallelChats(emulator: Emulator, replay: Replay, step: RecordedStep): Promise<string[]> {
  const body = { model: "gpt-4o-mini", messages: [{ role: "user", content: "hi" }] };
  const request = { ...(step.request as RecordedRequest), body };
  const replies = await Promise.all(Array.from({ length: 10 }, () => replay.send(request)));
  emulator.state({ settle: true });
  return replay.compare(
    Array.from({ length: 10 }, () => 200),
    replies.map(({ status }) => status),
  );
}

/** What the recorder saw in the server's tables, asked of the ledger. */
export function checkDatabase(emulator: Emulator, replay: Replay, step: RecordedStep): string[] {
  const { rows, soft_deleted } = step.event as Row;
  const names: Readonly<Record<string, string>> = {
    "is the orphan's row still in the table?": "orphan",
    "is the deleted owner's key still in the table?": "foreign",
    "rows that the refused create left": "in-429",
    "the deleted key's row in the database": "flight",
  };
  const keys = emulator.ledger.byName(names[step.why] ?? step.why);
  if (soft_deleted === true) return replay.compare("deleted", keys[0]?.state);
  return replay.compare(rows, keys.filter(({ state }) => state !== "deleted").length);
}

const streams = new WeakMap<Emulator, Promise<Reply>>();

/** Opens the stream that the recorder had opened before, then does what is recorded. */
async function duringStream(emulator: Emulator, replay: Replay, step: RecordedStep): Promise<string[]> {
  const key = emulator.ledger.created().at(-1);
  const content = "LONG";
  const stream = replay.send({
    method: "POST",
    path: "/v1/chat/completions",
    headers: { Authorization: `Bearer ${key?.text}` },
    body: { model: "gpt-4o-mini", stream: true, messages: [{ role: "user", content }] },
  });
  streams.set(emulator, stream);
  while (emulator.ledger.byId(key?.id ?? "")?.calls === 0) await new Promise((resolve) => setImmediate(resolve));
  const reply = await replay.send(step.request as RecordedRequest);
  if (step.why.startsWith("disable")) {
    await stream;
    emulator.clock.advance(5);
    emulator.state({ settle: true });
  }
  return replay.compare(step.response?.status, reply.status);
}

async function streamEnd(emulator: Emulator, replay: Replay, step: RecordedStep): Promise<string[]> {
  const reply = await streams.get(emulator);
  emulator.state({ settle: true });
  const done = String(reply?.body).trimEnd().endsWith("[DONE]");
  return replay.compare([step.response?.status, true], [reply?.status, done]);
}

async function refill(emulator: Emulator, replay: Replay, step: RecordedStep): Promise<string[]> {
  const recorded = (step.response as unknown as { series: [number, number][] }).series;
  const real: number[] = [];
  // Room comes back by whole seconds; the recorded pattern arises if the first call comes 0.6 s into one.
  emulator.clock.advance(1.6 - (emulator.clock.now() % 1000) / 1000);
  let last = 0;
  for (const [at] of recorded) {
    emulator.clock.advance(at - last);
    last = at;
    real.push((await replay.send(step.request as RecordedRequest)).status);
  }
  return replay.compare(
    recorded.map(([, status]) => status),
    real,
  );
}

/** The recorder revoked the keys that it had just made and used; each must be refused at once. */
async function revocations(emulator: Emulator, replay: Replay, step: RecordedStep): Promise<string[]> {
  const request = step.request as RecordedRequest;
  const many = step.why.includes("six times") ? 6 : 5;
  const differences: string[] = [];
  for (const { id, text } of emulator.ledger.created().slice(-many)) {
    const path = request.path.replace(":id", id);
    const batch = request.path.endsWith("/batch");
    const body = batch ? { ids: [Number(id)] } : request.method === "PUT" ? { id: Number(id), status: 2 } : null;
    await replay.send({ ...request, path, body });
    const headers = { Authorization: `Bearer ${text}` };
    const probe = await replay.send({ method: "GET", path: "/v1/models", headers });
    differences.push(...replay.compare(401, probe.status));
  }
  return differences;
}
