import { describe, expect, it } from "@jest/globals";
import { differences } from "../../core/restrictions.ts";
import { type Bench, draftOf, failureOf, onBench } from "./bench.ts";
import { between } from "./between.ts";
import { chat, inConsole, inRootConsole, newApi, profiles } from "./new-api-world.ts";

const base = { group: "default", allowedIPs: [] };

async function makeMany({ emulator }: Bench, count: number): Promise<void> {
  for (let index = 0; index < count; index++)
    await inConsole(emulator, "POST", "/api/token/", { name: `k${index}`, unlimited_quota: true, expired_time: -1 });
}

describe.each(profiles)("New API %s: traps", (profile) => {
  const on = (test: (bench: Bench) => Promise<void>) => onBench(newApi(profile), test);

  it(
    "pages that silently skip rows: a key deleted between two pages hides no other",
    on(async (bench) => {
      await makeMany(bench, 205);
      const newest = bench.emulator.ledger.created().at(-1)!.id;
      let pages = 0;
      await using proxy = await between(bench.emulator.panelURL, async ({ method, url }) => {
        if (method === "GET" && url.startsWith("/api/token/?") && ++pages === 2)
          await inConsole(bench.emulator, "DELETE", `/api/token/${newest}`);
        return undefined;
      });
      const gateway = await bench.reopen({ panelURL: proxy.url });
      const listed = (await gateway.list()).map((key) => Number(key.id)).sort((a, b) => a - b);
      expect(listed).toEqual(bench.emulator.ledger.existing().map((key) => Number(key.id)));
    }),
  );

  it(
    "pages that repeat rows: a key made between two pages is neither doubled nor hides another",
    on(async (bench) => {
      await makeMany(bench, 205);
      let pages = 0;
      await using proxy = await between(bench.emulator.panelURL, async ({ method, url }) => {
        if (method === "GET" && url.startsWith("/api/token/?") && ++pages === 2) await makeMany(bench, 3);
        return undefined;
      });
      const gateway = await bench.reopen({ panelURL: proxy.url });
      const listed = (await gateway.list()).map((key) => key.id);
      expect(new Set(listed).size).toBe(listed.length);
      expect(listed).toEqual(
        expect.arrayContaining(
          bench.emulator.ledger
            .created()
            .slice(0, 205)
            .map((key) => key.id),
        ),
      );
    }),
  );

  it(
    "creates that answer nothing: many at once cost one request each and a handful of shared ones",
    on(async ({ gateway, emulator }) => {
      await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          gateway.create(draftOf(gateway, `n${index}.abcdefgh.r1`, { restrictions: base })),
        ),
      );
      const routes = emulator.ledger.management();
      expect(routes["POST /api/token/"]?.requests).toBe(200);
      const others = Object.entries(routes).filter(([route]) => route !== "POST /api/token/");
      expect(others.reduce((sum, [, count]) => sum + count.requests, 0)).toBeLessThan(60);
    }),
  );

  it(
    "creates that answer nothing: two keys of one name, the elder is taken over",
    on(async ({ gateway, emulator }) => {
      const twice = { name: "twin.abcdefgh.r1", unlimited_quota: true, expired_time: -1, group: "default" };
      await inConsole(emulator, "POST", "/api/token/", twice);
      await inConsole(emulator, "POST", "/api/token/", twice);
      const { id } = await gateway.create(draftOf(gateway, twice.name, { restrictions: base, resume: true }));
      expect(id).toBe(emulator.ledger.created()[0]?.id);
      expect(emulator.ledger.created()).toHaveLength(2);
    }),
  );

  it(
    "a status word that kills a key: switching sends the id and the status, nothing else",
    on(async ({ gateway, emulator, reopen }) => {
      const { id } = await gateway.create(draftOf(gateway, "word.abcdefgh.r1", { restrictions: base }));
      await using proxy = await between(emulator.panelURL, () => undefined);
      const watched = await reopen({ panelURL: proxy.url });
      await watched.setEnabled(id, false);
      await watched.setEnabled(id, true);
      await watched.update(id, "word.abcdefgh.r1", { ...base, quota: { amount: 1 } });
      const bodies = proxy.seen
        .filter(({ method }) => method === "PUT")
        .map(({ url, body }) => [url, JSON.parse(body)]);
      expect(bodies.slice(0, 2)).toEqual([
        ["/api/token/?status_only=true", { id: Number(id), status: 2 }],
        ["/api/token/?status_only=true", { id: Number(id), status: 1 }],
      ]);
      expect(bodies[2]?.[1]).not.toHaveProperty("status");
      expect(emulator.ledger.live()).toHaveLength(1);
    }),
  );

  it(
    "a key that the server has put aside is alive again after its expiry was moved",
    on(async ({ gateway, emulator }) => {
      const soon = { ...base, expiresAt: emulator.clock.now() + 60_000 };
      const { id, text } = await gateway.create(draftOf(gateway, "aside.abcdefgh.r1", { restrictions: soon }));
      emulator.clock.advance(120);
      expect(await chat(emulator, text.reveal())).toBe(401);
      expect(await failureOf(gateway.setEnabled(id, true)).catch(() => undefined)).not.toMatchObject({ code: "retry" });
      await gateway.update(id, "aside.abcdefgh.r1", { ...base, expiresAt: emulator.clock.now() + 3_600_000 });
      expect(await gateway.probe(text)).toMatchObject({ kind: "accepted" });
      expect(await gateway.get(id)).toMatchObject({ enabled: true, usable: "yes" });
    }),
  );

  it(
    "IP lists that leave a key open: nothing is sent that the server would drop",
    on(async ({ gateway, emulator }) => {
      const bad = profile === "v0.6.8.2" ? ["10.0.0.0/8", "not-an-ip"] : ["not-an-ip", "10.0.0.1,10.0.0.2"];
      for (const entry of bad) {
        const restrictions = { ...base, allowedIPs: [entry] };
        expect(await failureOf(gateway.create(draftOf(gateway, "ip.abcdefgh.r1", { restrictions })))).toMatchObject({
          code: "fix-spec",
        });
      }
      expect(emulator.ledger.created()).toEqual([]);
    }),
  );

  it(
    "quotas that round to unlimited, or to nothing, are refused",
    on(async ({ gateway, emulator }) => {
      for (const amount of [0, 0.000_001, 5_000, Number.NaN]) {
        const restrictions = { ...base, quota: { amount } };
        expect(await failureOf(gateway.create(draftOf(gateway, "q.abcdefgh.r1", { restrictions })))).toMatchObject({
          code: "fix-spec",
        });
      }
      expect(emulator.ledger.created()).toEqual([]);
    }),
  );

  it(
    "an update never fills a quota again: what was used stays used",
    on(async ({ gateway, emulator }) => {
      const want = { ...base, quota: { amount: 2 } };
      const { id, text } = await gateway.create(draftOf(gateway, "used.abcdefgh.r1", { restrictions: want }));
      for (let call = 0; call < 3; call++) expect(await chat(emulator, text.reveal())).toBe(200);
      await inConsole(emulator, "PUT", "/api/token/", {
        id: Number(id),
        name: "used.abcdefgh.r1",
        expired_time: -1,
        unlimited_quota: true,
        group: "default",
      });
      await gateway.update(id, "used.abcdefgh.r1", want);
      const key = (await gateway.get(id))!;
      expect(differences(want, key.restrictions)).toEqual([]);
      expect(key.restrictions.quota!.amount - key.spent).toBeLessThanOrEqual(2);
    }),
  );

  it(
    "a name too long for old servers is refused before it is sent",
    on(async ({ gateway, emulator }) => {
      const error = await failureOf(gateway.create(draftOf(gateway, "é".repeat(16), { restrictions: base })));
      expect(error).toMatchObject({ code: "fix-spec", reason: "NameRefused" });
      expect(emulator.ledger.created()).toEqual([]);
    }),
  );

  it(
    "a list that is empty because the server is in trouble is no list",
    on(async ({ emulator, reopen }) => {
      const lies = [
        '{"success":true,"message":"","data":{"page":1,"page_size":100,"total":3,"items":[]}}',
        '{"success":true,"message":"","data":null}',
        '{"success":true}',
        "[]",
      ];
      for (const lie of lies) {
        await using proxy = await between(emulator.panelURL, ({ url }) =>
          url.startsWith("/api/token/") ? lie : undefined,
        );
        const gateway = await reopen({ panelURL: proxy.url });
        expect([lie, (await failureOf(gateway.list())).code]).toEqual([lie, "retry"]);
      }
    }),
  );

  it(
    "a server that repeats its first page for ever is not taken for a complete list",
    on(async (bench) => {
      await makeMany(bench, 150);
      const page = JSON.stringify(await inConsole(bench.emulator, "GET", "/api/token/?p=0&size=100"));
      await using proxy = await between(bench.emulator.panelURL, ({ url }) =>
        url.startsWith("/api/token/?") ? page : undefined,
      );
      const gateway = await bench.reopen({ panelURL: proxy.url });
      expect(await failureOf(gateway.list())).toMatchObject({ code: "retry", reason: "ListIncomplete" });
    }),
  );

  it(
    "key texts never stand in a URL, and no new access token is ever issued",
    on(async ({ gateway, emulator, reopen }) => {
      await using proxy = await between(emulator.panelURL, () => undefined);
      const watched = await reopen({ panelURL: proxy.url, dataURL: proxy.url });
      await watched.check();
      const { id, text } = await watched.create(
        draftOf(gateway, "url.abcdefgh.r1", { restrictions: base, resume: true }),
      );
      await watched.probe(text);
      await watched.reveal(id);
      await watched.lastUse(id, "url.abcdefgh.r1");
      const urls = proxy.seen.map(({ url }) => url);
      expect(urls.join("\n")).not.toContain(text.reveal().slice(3));
      expect(urls.filter((url) => /search|user\/token|login/.test(url))).toEqual([]);
    }),
  );

  it(
    "the account is full: told as such, and nothing is made twice",
    on(async ({ gateway, emulator }) => {
      if (profile === "v0.6.8.2") return expect(gateway.capabilities.serverVersion).toBe("v0.6.8.2"); // has no maximum
      const key = "token_setting.max_user_tokens";
      await inRootConsole(emulator, "PUT", "/api/option/", { key, value: "1" });
      await gateway.create(draftOf(gateway, "one.abcdefgh.r1", { restrictions: base }));
      const error = await failureOf(gateway.create(draftOf(gateway, "two.abcdefgh.r1", { restrictions: base })));
      expect(error).toMatchObject({ code: "retry", reason: "KeyLimitReached" });
      expect(error.message).toContain("(1)");
    }),
  );
});

describe("New API: a database that is away", () => {
  it.each(profiles)("%s: 401s during an outage are none, and nothing is concluded about keys", (profile) =>
    onBench(newApi(profile), async ({ gateway, emulator }) => {
      const { text } = await gateway.create(draftOf(gateway, "db.abcdefgh.r1", { restrictions: base }));
      emulator.state({ database: "down" });
      expect(await gateway.probe(text)).toMatchObject({ kind: "unknown" });
      await failureOf(gateway.list());
      emulator.state({ database: "up" });
      expect(await gateway.list()).toHaveLength(1);
      expect(await gateway.probe(text)).toMatchObject({ kind: "accepted" });
    })(),
  );
});
