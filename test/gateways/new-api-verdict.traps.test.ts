import { describe, expect, it } from "@jest/globals";
import { type Bench, draftOf, failureOf, onBench } from "./bench.ts";
import { between } from "./between.ts";
import { chat, inConsole, newApi, profiles } from "./new-api-world.ts";

const base = { group: "default", allowedIPs: [] };

describe.each(profiles)("New API %s: traps of what is read", (profile) => {
  const on = (test: (bench: Bench) => Promise<void>) => onBench(newApi(profile), test);
  const masked = profile.startsWith("v1.");

  it(
    "states that lists do not show: a key that is over says it is on",
    on(async ({ gateway, emulator }) => {
      const expiresAt = emulator.clock.now() + 60_000;
      const late = await gateway.create(draftOf(gateway, "late.abcdefgh.r1", { restrictions: { ...base, expiresAt } }));
      const spent = await gateway.create(draftOf(gateway, "spent.abcdefgh.r1", { restrictions: base }));
      const empty = { id: Number(spent.id), name: "spent.abcdefgh.r1", expired_time: -1, group: "default" };
      await inConsole(emulator, "PUT", "/api/token/", { ...empty, unlimited_quota: false, remain_quota: 0 });
      emulator.clock.advance(120);
      const shown = new Map((await gateway.list()).map((key) => [key.id, [key.enabled, key.usable]]));
      expect(shown.get(late.id)).toEqual([true, "expired"]);
      expect(shown.get(spent.id)).toEqual([true, "exhausted"]);
    }),
  );

  it(
    "a list of models that is not switched on limits nothing: it is seen, and put back",
    on(async ({ gateway, emulator }) => {
      const want = { ...base, models: ["gpt-4o-mini"] };
      const { id, text } = await gateway.create(draftOf(gateway, "open.abcdefgh.r1", { restrictions: want }));
      const loose = { id: Number(id), name: "open.abcdefgh.r1", expired_time: -1, unlimited_quota: true };
      await inConsole(emulator, "PUT", "/api/token/", { ...loose, group: "default", model_limits: "gpt-4o-mini" });
      expect(await chat(emulator, text.reveal(), "gpt-5-mini")).toBe(200);
      expect((await gateway.get(id))?.restrictions.models).toBeUndefined();
      await gateway.update(id, "open.abcdefgh.r1", want);
      expect(await chat(emulator, text.reveal(), "gpt-5-mini")).toBe(403);
    }),
  );

  it(
    "a quota that is spent from while it is written: nothing is granted twice",
    on(async ({ gateway, emulator, reopen }) => {
      const want = { ...base, quota: { amount: 2 } };
      const { id, text } = await gateway.create(draftOf(gateway, "race.abcdefgh.r1", { restrictions: want }));
      let calls = 0;
      await using proxy = await between(emulator.panelURL, async ({ method }) => {
        if (method !== "PUT" || ++calls > 1) return undefined;
        for (let call = 0; call < 40; call++) expect(await chat(emulator, text.reveal(), "gpt-5-mini")).toBe(200);
        emulator.state({ settle: true });
        return undefined;
      });
      const racing = await reopen({ panelURL: proxy.url });
      const more = { ...base, quota: { amount: 3 } };
      await racing.update(id, "race.abcdefgh.r1", more).catch(() => undefined);
      await racing.update(id, "race.abcdefgh.r1", more);
      const key = (await gateway.get(id))!;
      expect(key.spent).toBeGreaterThan(0);
      expect(key.restrictions.quota?.amount).toBeCloseTo(3, 6);
    }),
  );

  it(
    "a site that logs nothing: a key is not called never used",
    on(async ({ gateway, emulator, reopen }) => {
      const { id, text } = await gateway.create(draftOf(gateway, "mute.abcdefgh.r1", { restrictions: base }));
      expect(await chat(emulator, text.reveal(), "free-model")).toBe(200);
      const nothing = '{"success":true,"message":"","data":{"page":1,"page_size":1,"total":0,"items":[]}}';
      await using proxy = await between(emulator.panelURL, ({ url }) =>
        url.startsWith("/api/log/self") ? nothing : undefined,
      );
      const blind = await reopen({ panelURL: proxy.url });
      expect(await blind.lastUse(id, "mute.abcdefgh.r1")).toEqual({ kind: "unknown" });
    }),
  );

  it(
    "a key that was renamed in the console: its uses under the old name count",
    on(async ({ gateway, emulator }) => {
      const { id, text } = await gateway.create(draftOf(gateway, "old.abcdefgh.r1", { restrictions: base }));
      // Free, so that the key itself shows nothing of it.
      expect(await chat(emulator, text.reveal(), "free-model")).toBe(200);
      emulator.state({ settle: true });
      const renamed = { id: Number(id), name: "renamed", expired_time: -1, unlimited_quota: true, group: "default" };
      await inConsole(emulator, "PUT", "/api/token/", renamed);
      expect(await gateway.lastUse(id, "old.abcdefgh.r1")).toMatchObject({ kind: "used" });
    }),
  );

  it(
    "a list that is not masked, a batch that is not there: every text is found all the same",
    on(async ({ gateway, emulator }) => {
      if (masked) {
        const body = '{"error":{"message":"Invalid URL","type":"invalid_request_error","param":"","code":""}}';
        const path = "^/api/token/batch/keys";
        emulator.faults.add({ kind: "status", status: 404, body, method: "POST", path, times: 0 });
      }
      const names = ["a.abcdefgh.r1", "b.abcdefgh.r1", "c.abcdefgh.r1"];
      const made = await Promise.all(
        names.map((name) => gateway.create(draftOf(gateway, name, { restrictions: base }))),
      );
      for (const { id, text } of made) expect(emulator.ledger.byId(id)?.text).toBe(text.reveal());
      const batches = emulator.ledger.management()["POST /api/token/batch/keys"]?.requests ?? 0;
      // A route that does not exist burns a bucket of its own, so it is tried once.
      expect(batches).toBeLessThanOrEqual(1);
    }),
  );

  it(
    "a key that is deleted before its text can be read: it may have been made, and no other text is taken for its",
    on(async ({ gateway, emulator, reopen }) => {
      await gateway.create(draftOf(gateway, "other.abcdefgh.r1", { restrictions: base }));
      await using proxy = await between(emulator.panelURL, async ({ method, url }) => {
        const lookup = masked ? method === "POST" && url.includes("batch") : method === "GET" && url.includes("?p=");
        const victim = emulator.ledger.byName("gone.abcdefgh.r1")[0];
        if (lookup && victim) await inConsole(emulator, "DELETE", `/api/token/${victim.id}`);
        return undefined;
      });
      const racing = await reopen({ panelURL: proxy.url });
      const draft = draftOf(racing, "gone.abcdefgh.r1", { restrictions: base });
      expect(await failureOf(racing.create(draft))).toMatchObject({ code: "unknown" });
      expect(emulator.ledger.live().map((key) => key.name)).toEqual(["other.abcdefgh.r1"]);
    }),
  );
});
