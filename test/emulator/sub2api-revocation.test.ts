import { afterEach, describe, expect, it } from "@jest/globals";
import { type MadeKey, openStage, randomKey } from "./sub2api-stage.ts";

type Opened = Awaited<ReturnType<typeof openStage>>;

let stage: Opened;
afterEach(() => stage.close());

const status = async (text: string) => (await stage.use(text)).status;
const remove = ({ id }: MadeKey) => stage.as("u1", "DELETE", `/api/v1/keys/${id}`);
const disable = ({ id }: MadeKey) => stage.as("u1", "PUT", `/api/v1/keys/${id}`, { status: "inactive" });

/** A key of u1 that has just been used, so that caches know it. */
async function warmKey(): Promise<MadeKey> {
  const made = await stage.makeKey("u1", { name: "warm", group_id: 2, custom_key: randomKey() });
  expect(await status(made.key)).toBe(200);
  return made;
}

describe("a revoked key", () => {
  it.each(["0.1.106", "0.1.120", "0.1.179"])("is dead with the next call on a healthy %s", async (profile) => {
    stage = await openStage(profile);
    const made = await warmKey();
    await remove(made);
    expect(await status(made.key)).toBe(401);
  });

  it("comes back after 15 s and dies after 300 s if the cache was out of reach on 0.1.106", async () => {
    stage = await openStage("0.1.106");
    const [deleted, disabled] = [await warmKey(), await warmKey()];
    stage.state({ redis: "down" });
    expect((await remove(deleted)).status).toBe(200);
    expect((await disable(disabled)).status).toBe(200);
    expect([await status(deleted.key), await status(disabled.key)]).toEqual([401, 401]);
    stage.state({ redis: "up" });
    expect(await status(deleted.key)).toBe(401);
    stage.advance(16);
    expect([await status(deleted.key), await status(disabled.key)]).toEqual([200, 200]);
    stage.advance(285);
    expect([await status(deleted.key), await status(disabled.key)]).toEqual([401, 401]);
  });

  it("stays dead through the same outage on 0.1.179", async () => {
    stage = await openStage("0.1.179");
    const made = await warmKey();
    stage.state({ redis: "down" });
    await remove(made);
    stage.state({ redis: "up" });
    stage.advance(16);
    expect(await status(made.key)).toBe(401);
  });

  it("is put down for good by a second disabling, or by making and deleting its text again", async () => {
    stage = await openStage("0.1.106");
    const [deleted, disabled] = [await warmKey(), await warmKey()];
    stage.state({ redis: "down" });
    await remove(deleted);
    await disable(disabled);
    stage.state({ redis: "up" });
    stage.advance(16);
    expect((await remove(deleted)).status).toBe(404);
    expect(await status(deleted.key)).toBe(200);
    await disable(disabled);
    await remove(await stage.makeKey("u1", { name: "again", group_id: 2, custom_key: deleted.key }));
    expect([await status(deleted.key), await status(disabled.key)]).toEqual([401, 401]);
  });

  it("works on for five minutes if a reader got in between, but not if it was disabled first", async () => {
    stage = await openStage("0.1.120");
    stage.state({ deleteRace: true });
    const plain = await warmKey();
    await remove(plain);
    expect(await status(plain.key)).toBe(200);
    stage.state({ deleteRace: false });
    const careful = await warmKey();
    await disable(careful);
    stage.state({ deleteRace: true });
    await remove(careful);
    expect(await status(careful.key)).toBe(401);
    stage.advance(301);
    expect(await status(plain.key)).toBe(401);
  });

  it("can be brought back by script, on old versions only", async () => {
    stage = await openStage("0.1.106");
    const made = await warmKey();
    await remove(made);
    const path = "/__emulator/state";
    const revive = { text: made.key, afterSeconds: 10, seconds: 60 };
    expect((await stage.client.send("POST", path, {}, { revive })).status).toBe(200);
    expect(await status(made.key)).toBe(401);
    stage.advance(11);
    expect(await status(made.key)).toBe(200);
    stage.advance(60);
    expect(await status(made.key)).toBe(401);
    await stage.close();
    stage = await openStage("0.1.179");
    expect((await stage.client.send("POST", path, {}, { revive })).status).toBe(400);
  });

  it("does not cut a stream that runs, and the stream is billed to it", async () => {
    stage = await openStage("0.1.179");
    const made = await warmKey();
    const body = { model: "claude-x", stream: true, messages: [{ role: "user", content: "slow=150 usage=1000,0" }] };
    const stream = stage.use(made.key, "POST", "/v1/messages", body);
    const running = async () => {
      const reply = await stage.as("u1", "GET", `/api/v1/keys/${made.id}`);
      return (reply.body as { data: { current_concurrency: number } }).data.current_concurrency;
    };
    while ((await running()) === 0) await new Promise((resolve) => setImmediate(resolve));
    await remove(made);
    expect(await status(made.key)).toBe(401);
    expect(String((await stream).body)).toContain("message_stop");
  });
});
