import { describe, expect, it } from "@jest/globals";
import type { IssuedKey, Verdict } from "../../gateways/gateway.ts";
import { type Bench, draftOf, onBench } from "./bench.ts";
import { chat, inConsole, inRootConsole, newApi, profiles } from "./new-api-world.ts";

const base = { group: "default", allowedIPs: [] };

/** A full update as the console sends it. */
const edit = ({ emulator }: Bench, { id }: IssuedKey, change: object) =>
  inConsole(emulator, "PUT", "/api/token/", {
    id: Number(id),
    name: "probe.abcdefgh.r1",
    expired_time: -1,
    unlimited_quota: true,
    group: "default",
    ...change,
  });

/** What becomes of a good key, and what a probe then says about it; v0.6 looks at neither group nor addresses. */
const cases: Readonly<
  Record<
    string,
    { change(bench: Bench, key: IssuedKey): unknown; kind: Verdict["kind"]; note?: string; oldest?: Verdict["kind"] }
  >
> = {
  "nothing happened": { change: () => undefined, kind: "accepted" },
  "the key was deleted": {
    change: ({ emulator }, { id }) => inConsole(emulator, "DELETE", `/api/token/${id}`),
    kind: "rejected",
  },
  "the key was switched off": {
    change: ({ emulator }, { id }) =>
      inConsole(emulator, "PUT", "/api/token/?status_only=true", { id: Number(id), status: 2 }),
    kind: "rejected",
  },
  "a status that nobody knows was stored": {
    change: ({ emulator }, { id }) => inConsole(emulator, "PUT", "/api/token/?status_only=true", { id: Number(id) }),
    kind: "rejected",
  },
  "its time is over": {
    change: ({ emulator, ...bench }, key) =>
      edit({ emulator, ...bench }, key, { expired_time: Math.floor(emulator.clock.now() / 1000) - 5 }),
    kind: "rejected",
  },
  "its quota is used up": {
    change: (bench, key) => edit(bench, key, { unlimited_quota: false, remain_quota: 0 }),
    kind: "rejected",
  },
  "its IP list keeps us out": {
    change: (bench, key) => edit(bench, key, { allow_ips: "192.0.2.7" }),
    kind: "accepted",
    note: "address",
  },
  "its group is gone": {
    change: (bench, key) => edit(bench, key, { group: "no-such-group" }),
    kind: "unknown",
    oldest: "accepted",
  },
  "the account was switched off": {
    change: ({ emulator }) =>
      inRootConsole(emulator, "POST", "/api/user/manage", {
        id: Number(emulator.credentials.userId),
        action: "disable",
      }),
    kind: "unknown",
  },
  "the wallet is empty": {
    change: async ({ emulator }) => {
      const { data } = (await inConsole(emulator, "GET", "/api/user/self")) as { data: Record<string, unknown> };
      const { id, username, display_name, group } = data;
      await inRootConsole(emulator, "PUT", "/api/user/", { id, username, display_name, group, quota: 0 });
    },
    kind: "accepted",
  },
  "the machine is busy": { change: ({ emulator }) => emulator.state({ cpu: 99 }), kind: "accepted" },
  "the database is down": { change: ({ emulator }) => emulator.state({ database: "down" }), kind: "unknown" },
};

describe.each(profiles)("a probe on New API %s", (profile) => {
  it.each(Object.entries(cases))("when %s", async (_what, { change, kind, note, oldest }) => {
    await onBench(newApi(profile), async (bench) => {
      const key = await bench.gateway.create(draftOf(bench.gateway, "probe.abcdefgh.r1", { restrictions: base }));
      await change(bench, key);
      const verdict = await bench.gateway.probe(key.text);
      const old = profile === "v0.6.8.2";
      expect(verdict.kind).toBe(old ? (oldest ?? kind) : kind);
      if (verdict.kind !== "accepted") return;
      // What the oldest servers do not look at must not be taken for seen.
      if (old) expect(verdict.note).toContain("neither at the key's group nor at its addresses");
      else if (note) expect(verdict.note).toContain(note);
    })();
  });

  it(
    "says nothing of an upstream that refuses: it asks none",
    onBench(newApi(profile), async ({ gateway, emulator }) => {
      const { text } = await gateway.create(draftOf(gateway, "up.abcdefgh.r1", { restrictions: base }));
      emulator.faults.add({ kind: "status", status: 401, path: "^/v1/chat/", times: 0 });
      expect(await chat(emulator, text.reveal())).toBe(401);
      expect(await gateway.probe(text)).toMatchObject({ kind: "accepted" });
    }),
  );

  it(
    "takes a dead key that still works for a moment for alive, and dead after its first 401",
    onBench(newApi(profile), async ({ gateway, emulator }) => {
      emulator.state({ redis: "up", revokeLagMs: 60_000 });
      const { id, text } = await gateway.create(draftOf(gateway, "lag.abcdefgh.r1", { restrictions: base }));
      expect((await gateway.probe(text)).kind).toBe("accepted");
      await gateway.revoke(id, text);
      expect((await gateway.probe(text)).kind).toBe("accepted");
      emulator.clock.advance(61);
      for (let turn = 0; turn < 3; turn++) expect((await gateway.probe(text)).kind).toBe("rejected");
    }),
  );
});
