import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { dataOf, openStage, verdict } from "./sub2api-stage.ts";

type Opened = Awaited<ReturnType<typeof openStage>>;
type KeyBody = Record<string, unknown> & { id: number; key: string };

let stage: Opened;
afterEach(() => stage.close());

const read = async (id: number) => dataOf<KeyBody>(await stage.as("u1", "GET", `/api/v1/keys/${id}`));
const put = (id: number, body: unknown) => stage.as("u1", "PUT", `/api/v1/keys/${id}`, body);

async function walk(size: number): Promise<Set<number>> {
  const ids = new Set<number>();
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const path = `/api/v1/keys?sort_by=id&sort_order=asc&page_size=${size}&page=${page}`;
    const data = dataOf<{ items: { id: number }[]; pages: number }>(await stage.as("u1", "GET", path));
    pages = data.pages;
    for (const { id } of data.items) ids.add(id);
  }
  return ids;
}

describe("keys on Sub2API 0.1.106", () => {
  beforeEach(async () => {
    stage = await openStage("0.1.106");
  });

  it("skips rows silently when a page is larger than 100", async () => {
    for (let made = 0; made < 305; made += 1) await stage.makeKey("u1", { name: `k${made}` });
    const first = dataOf(await stage.as("u1", "GET", "/api/v1/keys?page_size=200"));
    expect(first).toMatchObject({ total: 305, page_size: 200, pages: 2 });
    expect(first.items).toHaveLength(100);
    expect((await walk(200)).size).toBe(200);
    expect((await walk(100)).size).toBe(305);
  });

  it("ignores sort_by and answers the newest first", async () => {
    const made = [await stage.makeKey("u1", { name: "a" }), await stage.makeKey("u1", { name: "b" })];
    const { items } = dataOf<{ items: { id: number }[] }>(
      await stage.as("u1", "GET", "/api/v1/keys?sort_by=id&sort_order=asc"),
    );
    expect(items.map(({ id }) => id)).toEqual([made[1]?.id, made[0]?.id]);
  });

  it("clears each IP list that a PUT leaves out, even with {}", async () => {
    const lists = { ip_whitelist: ["127.0.0.1"], ip_blacklist: ["192.0.2.1"] };
    const { id } = await stage.makeKey("u1", { name: "lists", ...lists });
    await put(id, { ip_whitelist: ["127.0.0.1"] });
    expect(await read(id)).toMatchObject({ ip_whitelist: ["127.0.0.1"], ip_blacklist: null });
    await put(id, {});
    expect(await read(id)).toMatchObject({ ip_whitelist: null, ip_blacklist: null });
  });

  it("loses a field of two simultaneous updates, for it writes whole rows", async () => {
    const { id } = await stage.makeKey("u1", { name: "before", quota: 1 });
    stage.state({ holdUpdates: true });
    const both = Promise.all([put(id, { name: "after" }), put(id, { quota: 2 })]);
    await stage.held("heldUpdates", 2);
    stage.state({ holdUpdates: false });
    await both;
    const { name, quota } = await read(id);
    expect([name === "after", quota === 2].filter(Boolean)).toHaveLength(1);
  });

  it("stores names as they are sent", async () => {
    const { id } = await stage.makeKey("u1", { name: `a<b>&"'` });
    expect((await read(id)).name).toBe(`a<b>&"'`);
  });

  it("stores negative amounts and takes days of 0 and below for never", async () => {
    const { id } = await stage.makeKey("u1", { name: "odd", quota: -1, expires_in_days: -1 });
    expect(await read(id)).toMatchObject({ quota: -1, expires_at: null });
  });

  it("refuses a look at somebody else's key with 403", async () => {
    const { id } = await stage.makeKey("u1", { name: "mine" });
    expect(verdict(await stage.as("u2", "GET", `/api/v1/keys/${id}`))).toBe("403");
  });

  it("leaves out the fields that came later", async () => {
    const { id } = await stage.makeKey("u1", { name: "plain" });
    expect(Object.keys(await read(id))).not.toEqual(expect.arrayContaining(["last_used_ip"]));
    expect(Object.keys(await read(id))).not.toEqual(expect.arrayContaining(["current_concurrency"]));
  });

  it("takes a key out of its group when the group is deleted", async () => {
    const made = await stage.as("admin", "POST", "/api/v1/admin/groups", { name: "gone", platform: "anthropic" });
    const group = dataOf<{ id: number }>(made).id;
    const { id, key } = await stage.makeKey("u1", { name: "orphan", group_id: group });
    await stage.as("admin", "DELETE", `/api/v1/admin/groups/${group}`);
    expect((await read(id)).group_id).toBeNull();
    expect(verdict(await stage.use(key))).toBe("403 permission_error");
  });

  it("knows no composite groups, billing probe, compliance text or channels", async () => {
    const composite = await stage.as("admin", "POST", "/api/v1/admin/groups", { name: "m", platform: "composite" });
    const { key } = await stage.makeKey("u1", { name: "k", group_id: 2 });
    expect(composite.status).toBe(400);
    expect((await stage.use(key, "GET", "/v1/sub2api/billing")).status).toBe(404);
    expect((await stage.as("admin", "GET", "/api/v1/admin/compliance")).status).toBe(404);
    expect((await stage.as("u1", "GET", "/api/v1/channels/available")).status).toBe(404);
  });

  it("lets keys of a switched-off group and of a group that was taken away work on", async () => {
    const sleeping = await stage.makeKey("u1", { name: "sleeping", group_id: 6 });
    const vip = await stage.makeKey("u1", { name: "vip", group_id: 4 });
    await stage.as("admin", "PUT", "/api/v1/admin/users/2", { allowed_groups: [] });
    expect((await stage.use(sleeping.key)).status).toBe(200);
    expect((await stage.use(vip.key)).status).toBe(200);
  });

  it("judges IP lists by the socket and does not tell the address", async () => {
    const { key } = await stage.makeKey("u1", { name: "ip", group_id: 2, ip_whitelist: ["203.0.113.7"] });
    const headers = { Authorization: `Bearer ${key}`, "X-Forwarded-For": "203.0.113.7" };
    const reply = await stage.client.send("GET", "/v1/usage", headers);
    expect(verdict(reply)).toBe("403 ACCESS_DENIED");
    expect(JSON.stringify(reply.body)).not.toContain("127.0.0.1");
  });

  it("answers an exhausted key on /v1/responses like everywhere else", async () => {
    const { key } = await stage.makeKey("u1", { name: "q", group_id: 2, quota: 0.001 });
    await stage.use(key, "POST", "/v1/messages", { model: "claude-x", messages: "usage=5000,1000" });
    const reply = await stage.use(key, "POST", "/v1/responses", { model: "gpt-4o-mini", input: "ping" });
    expect(verdict(reply)).toBe("429 API_KEY_QUOTA_EXHAUSTED");
  });
});

describe("keys on Sub2API 0.1.120", () => {
  beforeEach(async () => {
    stage = await openStage("0.1.120");
  });

  it("sorts and pages as asked", async () => {
    for (let made = 0; made < 205; made += 1) await stage.makeKey("u1", { name: `k${made}` });
    expect((await walk(200)).size).toBe(205);
    const { items } = dataOf<{ items: { name: string }[] }>(
      await stage.as("u1", "GET", "/api/v1/keys?sort_by=id&sort_order=asc&page_size=1"),
    );
    expect(items[0]?.name).toBe("k0");
  });

  it("still clears IP lists, has no billing probe and stores raw names", async () => {
    const { id, key } = await stage.makeKey("u1", { name: "a&b", group_id: 2, ip_whitelist: ["127.0.0.1"] });
    await put(id, { quota: 1 });
    expect(await read(id)).toMatchObject({ name: "a&b", ip_whitelist: null, quota: 1 });
    expect((await stage.use(key, "GET", "/v1/sub2api/billing")).status).toBe(404);
  });
});
