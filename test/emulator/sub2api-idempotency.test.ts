import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Reply } from "./sub2api-client.ts";
import { dataOf, openStage, randomKey, verdict } from "./sub2api-stage.ts";

type Opened = Awaited<ReturnType<typeof openStage>>;

let stage: Opened;
let token: string;
beforeEach(async () => {
  stage = await openStage("0.1.179");
  token = await stage.login("u1");
});
afterEach(() => stage.close());

function create(idem: string | undefined, body: Record<string, unknown>): Promise<Reply> {
  const headers = { Authorization: `Bearer ${token}`, ...(idem ? { "Idempotency-Key": idem } : {}) };
  return stage.client.send("POST", "/api/v1/keys", headers, { name: "x", group_id: 2, ...body });
}

const found = async (text: string) =>
  dataOf<{ total: number }>(await stage.as("u1", "GET", `/api/v1/keys?search=${text}`)).total;

describe("creating with an Idempotency-Key", () => {
  it("executes one of twenty simultaneous calls", async () => {
    const text = randomKey();
    const replies = await Promise.all(Array.from({ length: 20 }, () => create("burst", { custom_key: text })));
    expect(await found(text)).toBe(1);
    for (const reply of replies) expect(["200", "409 IDEMPOTENCY_IN_PROGRESS"]).toContain(verdict(reply));
  });

  it("replays an answer above 64 KiB as 503 for ever", async () => {
    const list = Array.from({ length: 6000 }, (_, at) => `10.0.${at >> 8}.${at & 255}`);
    expect((await create("large", { ip_whitelist: list })).status).toBe(200);
    expect(verdict(await create("large", { ip_whitelist: list }))).toBe("503 IDEMPOTENCY_STORE_UNAVAILABLE");
  });

  it("leaves a stuck record and a living key when the server dies between insert and closing", async () => {
    const text = randomKey();
    stage.state({ holdCreates: "after-insert" });
    const lost = create("stuck", { custom_key: text });
    const outcome = lost.catch((error: NodeJS.ErrnoException) => error.code);
    await stage.held("heldCreates", 1);
    stage.state({ dropHeld: true });
    stage.state({ holdCreates: null });
    expect(await outcome).toBe("ECONNRESET");
    expect(await found(text)).toBe(1);
    const retry = await create("stuck", { custom_key: text });
    expect([verdict(retry), Number(retry.headers["retry-after"]) > 20]).toEqual(["409 IDEMPOTENCY_IN_PROGRESS", true]);
    stage.advance(3600);
    const late = await create("stuck", { custom_key: text });
    expect([verdict(late), late.headers["retry-after"]]).toEqual(["409 IDEMPOTENCY_IN_PROGRESS", "1"]);
    expect(verdict(await create("another", { custom_key: text }))).toBe("409 API_KEY_EXISTS");
  });

  it("forgets a record after 24 hours and the clean-up", async () => {
    expect((await create("day", { name: "one" })).status).toBe(200);
    stage.advance(86_400 + 61);
    token = await stage.login("u1");
    expect((await create("day", { name: "two" })).status).toBe(200);
  });
});

describe("creating without one", () => {
  it("gives one of twenty simultaneous creates of a text the key, the others 409", async () => {
    const text = randomKey();
    const replies = await Promise.all(Array.from({ length: 20 }, () => create(undefined, { custom_key: text })));
    expect(replies.map(verdict).sort()).toEqual(["200", ...Array.from({ length: 19 }, () => "409 API_KEY_EXISTS")]);
  });

  it("keeps the key of an answer that was lost", async () => {
    stage.emulator.faults.add({ kind: "reset-after", method: "POST", path: "^/api/v1/keys$" });
    const text = randomKey();
    await expect(create(undefined, { custom_key: text })).rejects.toThrow();
    expect(await found(text)).toBe(1);
    expect(stage.emulator.ledger.live().map((key) => key.text)).toEqual([text]);
  });

  it("takes field names in any case", async () => {
    const reply = await create(undefined, { Quota: 3 });
    expect(dataOf(reply).quota).toBe(3);
  });
});
