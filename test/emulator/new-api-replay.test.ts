import { describe, expect, it } from "@jest/globals";
import type { Emulator } from "../../emulator/emulator.ts";
import { startNewApi } from "../../emulator/new-api/index.ts";
import { type KnownDifferences, rc24Differences, v0682Differences } from "./new-api-differences.ts";
import { concernsKeys, normalise } from "./new-api-normal.ts";
import { answerSummary, checkDatabase } from "./new-api-summaries.ts";
import { createReplay, type RecordedStep, type Replay, type Reply, readRecording } from "./replay.ts";

interface Result {
  readonly step: RecordedStep;
  readonly differences: readonly string[];
}

const placeholder = /<((?:key|pat|jwt|cookie|session id|password|upstream|redis)[^<>]*)>/g;

/** Texts that no answer teaches: passwords, keys that nobody has, pieces of keys. */
function derive(name: string, known: ReadonlyMap<string, string>): string | undefined {
  if (name.startsWith("password:")) return `Pw-${name.slice(9).replace(":", "-")}-12345`;
  if (name.startsWith("key:unknown")) return "Unknown0".repeat(6);
  if (name === "upstream base URL") return "http://127.0.0.1:9";
  const piece = /^(key:\d+) (?:(first|last) (\d+)|with the case)/.exec(name);
  const key = piece && known.get(piece[1] as string);
  if (!piece || !key) return undefined;
  const length = Number(piece[3]);
  if (piece[2] === "first") return key.slice(0, length);
  if (piece[2] === "last") return key.slice(-length);
  return [...key].map((char) => (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase())).join("");
}

/** Sends every step. Prices are booked before each, save where the recorder was quicker than the server's booking. */
async function follow(
  emulator: Emulator,
  replay: Replay,
  recording: readonly RecordedStep[],
  unsettled: RegExp,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const step of recording) {
    if (step.event) {
      await handleEvent(emulator, step);
      if (step.event.type === "database") {
        results.push({ step, differences: checkDatabase(emulator, replay, step) });
      }
      continue;
    }
    if (!unsettled.test(step.why)) emulator.state({ settle: true });
    const differences = (await answerSummary(emulator, replay, step)) ?? (await answerPlain(emulator, replay, step));
    results.push({ step, differences });
  }
  return results;
}

async function handleEvent(emulator: Emulator, { event }: RecordedStep): Promise<void> {
  if (event?.type === "wait") {
    emulator.state({ settle: true });
    emulator.clock.advance(Number(event.seconds));
  } else if (event?.type === "restart") {
    emulator.state({ restart: event.env });
    // The recorder's own start-up probe.
    await fetch(`${emulator.panelURL}/api/status`);
  }
}

async function answerPlain(emulator: Emulator, replay: Replay, step: RecordedStep): Promise<string[]> {
  if (!step.request || !step.response) return ["no request or no answer was recorded"];
  const request = soon(emulator, step);
  const before = emulator.ledger.created().length;
  for (let sent = 1; sent < (step.count ?? 1); sent += 1) {
    const early = await replay.send(request);
    if (early.status === 429) return [`refused already at number ${sent}`];
  }
  const reply = await replay.send(request);
  const differences: string[] = [];
  if (step.creates !== undefined) {
    const key = emulator.ledger.created().at(-1);
    if (emulator.ledger.created().length !== before + 1) differences.push("no key was made");
    if (key) replay.known.set(step.creates.slice(1, -1), key.text.slice("sk-".length));
    if (`<key:${key?.id}>` !== step.creates) differences.push(`key ${key?.id} was made instead of ${step.creates}`);
  }
  const recorded = normalise(step, step.response);
  const real = normalise(step, backdated(step, reply));
  if (recorded.status !== real.status) differences.push(`status ${recorded.status} was recorded, ${real.status} came`);
  differences.push(...replay.compare(recorded.headers, real.headers).map((text) => text.replace(/^body/, "headers")));
  if (real.headers["content-type"] !== "text/event-stream") {
    differences.push(...replay.compare(recorded.body, real.body));
  }
  return differences;
}

/** The key that expires two seconds after its creation has to do so on this clock. */
function soon(emulator: Emulator, step: RecordedStep): NonNullable<RecordedStep["request"]> {
  const request = step.request as NonNullable<RecordedStep["request"]>;
  const body = request.body as { name?: string } | null;
  if (body?.name !== "soon") return request;
  return { ...request, body: { ...body, expired_time: emulator.clock.seconds() + 2 } };
}

/** That key's end as it was recorded. */
function backdated(step: RecordedStep, reply: Reply): Reply {
  const recorded = (step.response?.body as { data?: { name?: string; expired_time?: number } } | undefined)?.data;
  const body = reply.body as { data?: Record<string, unknown> };
  if (recorded?.name !== "soon" || !body.data) return reply;
  return { ...reply, body: { ...body, data: { ...body.data, expired_time: recorded.expired_time } } };
}

const quick = /^accessed_time, used and remaining right after the chat|^good key: usage|own IP allowed.*: usage of/;

describe.each([
  ["v1.0.0-rc.24", rc24Differences, quick],
  ["v0.6.8.2", v0682Differences, /^$/],
] as const)("New API %s as recorded", (profile: string, known: KnownDifferences, unsettled: RegExp) => {
  it("answers every recorded step as the server did, but for the listed differences", async () => {
    const recording = readRecording(`new-api-${profile}.jsonl.gz`);
    const start = 1_795_345_200_000;
    await using stack = new AsyncDisposableStack();
    const emulator = await startNewApi({ profile, now: () => start });
    stack.defer(() => emulator.close());
    emulator.state({ longStreamMs: 300, settleMs: 3_600_000 });
    const replay = createReplay({ baseURL: emulator.panelURL, placeholder, derive });
    stack.defer(() => replay.close());

    const results = await follow(emulator, replay, recording, unsettled);

    const different = results.filter(({ differences }) => differences.length > 0);
    const keyed = results.filter(({ step }) => concernsKeys(step));
    const matched = keyed.filter(({ differences }) => differences.length === 0).length;
    process.stdout.write(
      `${profile}: ${matched} of ${keyed.length} key steps match (${((100 * matched) / keyed.length).toFixed(1)} %), ` +
        `${results.length - different.length} of all ${results.length}\n`,
    );
    const unexpected = different
      .filter(({ step }) => !(step.why in known))
      .map(({ step, differences }) => `${step.step} ${step.why}: ${differences.slice(0, 3).join("; ")}`);
    expect(unexpected).toEqual([]);
    const stale = Object.keys(known).filter((why) => !different.some(({ step }) => step.why === why));
    expect(stale).toEqual([]);
    expect(matched / keyed.length).toBeGreaterThanOrEqual(0.95);
  });
});
