import { describe, expect, it } from "@jest/globals";
import type { Emulator } from "../../emulator/emulator.ts";
import { startSub2api } from "../../emulator/sub2api/index.ts";
import { createWireClient, type Reply } from "./sub2api-client.ts";
import { dataOf, openStage, verdict } from "./sub2api-stage.ts";

async function withServer<T>(
  options: Parameters<typeof startSub2api>[0],
  test: (emulator: Emulator, send: ReturnType<typeof createWireClient>["send"]) => Promise<T>,
): Promise<T> {
  const emulator = await startSub2api(options);
  const client = createWireClient(emulator.panelURL);
  try {
    return await test(emulator, client.send);
  } finally {
    client.close();
    await emulator.close();
  }
}

const tokenOf = (reply: Reply) => dataOf<{ access_token: string }>(reply).access_token;

describe("a Sub2API emulator", () => {
  it("starts as a new server: an admin, one group, and a compliance text to accept", async () => {
    await withServer({ profile: "0.1.179" }, async ({ credentials }, send) => {
      const { adminEmail: email, adminPassword: password } = credentials;
      const token = tokenOf(await send("POST", "/api/v1/auth/login", {}, { email, password }));
      const headers = { Authorization: `Bearer ${token}` };
      expect(verdict(await send("GET", "/api/v1/admin/groups", headers))).toBe("423 ADMIN_COMPLIANCE_ACK_REQUIRED");
      const text = dataOf(await send("GET", "/api/v1/admin/compliance", headers)).ack_phrase_en;
      await send("POST", "/api/v1/admin/compliance/accept", headers, { phrase: text, language: "en" });
      expect(dataOf(await send("GET", "/api/v1/admin/groups", headers)).total).toBe(1);
      expect(credentials.adminKey).toBeUndefined();
    });
  });

  it("can be seeded with data", async () => {
    const seed = {
      groups: [
        { name: "open", platform: "openai" },
        { name: "closed", platform: "anthropic", exclusive: true, rate: 2 },
      ],
      users: [{ email: "a@b.test", password: "secret-1", balance: 3, allowedGroups: ["closed"] }],
    };
    await withServer({ profile: "0.1.120", seed }, async ({ credentials }, send) => {
      const { email, password } = credentials;
      const token = tokenOf(await send("POST", "/api/v1/auth/login", {}, { email, password }));
      const headers = { Authorization: `Bearer ${token}` };
      const groups = dataOf<{ name: string }[]>(await send("GET", "/api/v1/groups/available", headers));
      expect(groups.map(({ name }) => name)).toEqual(["open", "closed", "default"]);
      const admin = await send("GET", "/api/v1/admin/users", { "x-api-key": credentials.adminKey as string });
      expect(dataOf(admin).total).toBe(2);
    });
  });

  it("says which part of a seed is wrong", async () => {
    const seed = { groups: [{ name: "x" }] };
    await expect(startSub2api({ profile: "0.1.179", seed })).rejects.toThrow("groups[0].platform");
    const lost = { users: [{ email: "a@b.test", password: "secret-1", allowedGroups: ["none"] }] };
    await expect(startSub2api({ profile: "0.1.179", seed: lost })).rejects.toThrow('"none"');
  });

  it("names the profiles it knows when asked for another", async () => {
    await expect(startSub2api({ profile: "9.9" })).rejects.toThrow("0.1.106, 0.1.120, 0.1.179");
  });

  it("refuses state that does not exist, naming it", async () => {
    await withServer({ profile: "0.1.179" }, async (_, send) => {
      const reply = await send("POST", "/__emulator/state", {}, { weather: "bad" });
      expect([reply.status, JSON.stringify(reply.body)]).toEqual([400, expect.stringContaining("weather")]);
    });
  });

  it("redirects a path with a trailing slash, also for POST", async () => {
    await withServer({ profile: "0.1.179" }, async (_, send) => {
      const reply = await send("POST", "/api/v1/keys/", {}, { name: "x" });
      expect([reply.status, reply.headers.location]).toEqual([301, "/api/v1/keys"]);
    });
  });

  it("gives every answer a request id", async () => {
    await withServer({ profile: "0.1.179" }, async (_, send) => {
      const replies = [await send("GET", "/health"), await send("GET", "/nothing"), await send("GET", "/v1/usage")];
      expect(new Set(replies.map(({ headers }) => headers["x-request-id"])).size).toBe(3);
    });
  });

  it("lists thousands of keys completely, page by page", async () => {
    const stage = await openStage("0.1.179");
    try {
      for (let made = 0; made < 3_000; made += 500) {
        const batch = Array.from({ length: 500 }, (_, at) =>
          stage.makeKey("u1", { name: `k${made + at}`, group_id: 2 }),
        );
        await Promise.all(batch);
      }
      const ids = new Set<number>();
      for (let page = 1; page <= 3; page += 1) {
        const path = `/api/v1/keys?page_size=1000&page=${page}&sort_by=id&sort_order=asc`;
        for (const { id } of dataOf<{ items: { id: number }[] }>(await stage.as("u1", "GET", path)).items) ids.add(id);
      }
      expect(ids.size).toBe(3_000);
    } finally {
      await stage.close();
    }
  });
});
