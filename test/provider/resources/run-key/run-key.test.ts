import { describe, expect, it } from "@jest/globals";
import { Sensitive } from "../../../../core/sensitive.ts";
import type { ValueMap } from "../../../../provider/protocol/value.ts";
import { eventually } from "../../../gateways/bench.ts";
import { onTok, refusalOf, type Tok } from "../tok.ts";

const hour = 3_600_000;

describe.each([
  ["new-api", "v1.0.0-rc.24"],
  ["new-api", "v0.6.8.2"],
  ["sub2api", "0.1.179"],
  ["sub2api", "0.1.106"],
] as const)('ephemeral "tok_api_key" on %s %s', (driver, profile) => {
  const group = driver === "new-api" ? "default" : "codex";
  const config = { name: "deploy-smoke-run", group };
  const on = (test: (tok: Tok) => Promise<void>) => onTok(driver, test, { profile });
  const createRoute = driver === "new-api" ? "^/api/token/$" : "^/api/v1/keys$";

  it(
    "opens a key that works and ends by itself, and closing revokes it",
    on(async (tok) => {
      const { result, renewAt, private: notes } = await tok.open({ ...config, quota: { amount: 1 } });
      const text = new Sensitive(String(result.key));
      expect(result).toMatchObject({ ...config, base_url: tok.emulator.dataURL, lifetime: null });
      expect(await tok.other.probe(text)).toMatchObject({ kind: "accepted" });
      const key = (await tok.other.get(String(result.id)))!;
      expect(key).toMatchObject({ name: result.remote_name, restrictions: { group, quota: { amount: 1 } } });
      const end = key.restrictions.expiresAt!;
      expect(Math.abs(end - Date.parse(String(result.expires_at)))).toBeLessThan(1_000);
      expect(Math.abs(end - tok.emulator.clock.now() - hour)).toBeLessThan(10_000);
      expect(renewAt).toBe(Date.parse(String(result.expires_at)) - hour / 6);
      await tok.close(notes);
      expect(tok.emulator.ledger.existing()).toEqual([]);
      expect(await tok.other.probe(text)).toMatchObject({ kind: "rejected" });
      await tok.close(notes);
      expect(tok.told().filter(({ severity }) => severity === "error")).toEqual([]);
    }),
  );

  it(
    "renewed, lives on, and keeps every other limit that it has by then",
    on(async (tok) => {
      const { result, private: notes } = await tok.open({ ...config, lifetime: "20m" });
      const id = String(result.id);
      const { name, restrictions } = (await tok.other.get(id))!;
      await tok.other.update(id, name, { ...restrictions, quota: { amount: 2 } });
      tok.emulator.clock.advance(11 * 60);
      const { renewAt, private: later } = await tok.renew(notes);
      expect(Math.abs(renewAt! - tok.emulator.clock.now() - 10 * 60_000)).toBeLessThan(10_000);
      tok.emulator.clock.advance(15 * 60);
      expect(await tok.other.get(id)).toMatchObject({ usable: "yes", restrictions: { quota: { amount: 2 } } });
      expect(await tok.other.probe(new Sensitive(String(result.key)))).toMatchObject({ kind: "accepted" });
      await tok.close(later);
      expect(tok.emulator.ledger.existing()).toEqual([]);
    }),
  );

  it(
    "runs at the same time do not meet; what a killed one has left is revoked by the next, once it has ended",
    on(async (tok) => {
      const [one, two] = await Promise.all([tok.open(config), tok.open(config)]);
      expect(one.result.remote_name).not.toBe(two.result.remote_name);
      const resource = await tok.resource("tok_api_key").apply({
        ...config,
        encrypt_to: ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"],
      });
      const soon = await (await tok.again()).open(config);
      expect(tok.emulator.ledger.existing()).toHaveLength(4);
      await tok.close(soon.private);
      tok.emulator.clock.advance(3_700);
      const late = await (await tok.again()).open(config);
      expect(tok.emulator.ledger.existing().map(({ id }) => id)).toEqual([resource!.id, late.result.id]);
    }),
  );

  it(
    "an answer that is lost makes neither a second key nor an ownerless one",
    on(async (tok) => {
      tok.emulator.faults.add({ kind: "reset-after", method: "POST", path: createRoute });
      const { result } = await tok.open(config);
      expect(tok.emulator.ledger.created().map(({ id }) => id)).toEqual([result.id]);
    }),
  );

  it(
    "a key that the data plane refuses is not handed out, and is gone",
    on(async (tok) => {
      tok.emulator.faults.add({ kind: "status", path: "^/v1/", status: 401, body: '{"error":{}}', times: 0 });
      const refused = await refusalOf(tok.open(config));
      expect(refused).toMatchObject([{ summary: "The new key does not work" }]);
      expect(tok.emulator.ledger.created()).toHaveLength(1);
      expect(tok.emulator.ledger.existing()).toEqual([]);
    }),
  );
});

describe('ephemeral "tok_api_key"', () => {
  it(
    "a create that can never be seen to the end is looked for once more, and taken back",
    onTok("new-api", async (tok) => {
      // The key is made, but its text is shown to nobody.
      tok.emulator.faults.add({ kind: "status", path: "/key", status: 500, body: "{}", times: 0 });
      const refused = await refusalOf(tok.open({ name: "deploy-smoke-run" }));
      expect(refused).toMatchObject([{ summary: expect.stringContaining("Making the key deploy-smoke-run failed") }]);
      expect(tok.emulator.ledger.created()).toHaveLength(1);
      expect(tok.emulator.ledger.existing()).toEqual([]);
    }),
  );

  it(
    "where even that cannot be seen, the user is told the name and when it ends",
    onTok("new-api", async (tok) => {
      tok.emulator.faults.add({ kind: "reset-after", method: "POST", path: "^/api/token/$" });
      tok.emulator.faults.add({ kind: "status", method: "GET", path: "^/api/token", nth: 2, status: 500, times: 0 });
      await refusalOf(tok.open({ name: "deploy-smoke-run" }));
      const [left] = tok.emulator.ledger.existing();
      expect(tok.told()).toMatchObject([
        {
          severity: "warning",
          summary: "A key may have been left at the gateway",
          detail: expect.stringContaining(left!.name),
        },
      ]);
    }),
  );

  it(
    "^C while it is being made leaves nothing",
    onTok("new-api", async (tok) => {
      const stop = new AbortController();
      tok.emulator.faults.add({ kind: "delay", method: "POST", path: "^/api/token/$", delayMs: 200 });
      const opening = tok.open({ name: "deploy-smoke-run" }, stop.signal).then(
        ({ private: notes }) => tok.close(notes),
        () => undefined,
      );
      await eventually(
        async () => tok.emulator.ledger.created().length,
        (count) => count > 0,
      );
      stop.abort();
      await opening;
      expect(tok.emulator.ledger.existing()).toEqual([]);
    }),
  );

  it(
    "a key that somebody revokes meanwhile cannot be renewed, and says so; closing it is no failure",
    onTok("new-api", async (tok) => {
      const { result, private: notes } = await tok.open({ name: "deploy-smoke-run" });
      await tok.other.revoke(String(result.id));
      expect(await refusalOf(tok.renew(notes))).toMatchObject([{ summary: "The key of this run is gone" }]);
      await tok.close(notes);
      expect(tok.told()).toEqual([]);
    }),
  );

  it(
    "a close that the gateway refuses is a warning, for the key ends by itself",
    onTok("new-api", async (tok) => {
      const { private: notes } = await tok.open({ name: "deploy-smoke-run" });
      tok.emulator.faults.add({ kind: "status", method: "DELETE", status: 500, body: "{}", times: 0 });
      await tok.close(notes);
      expect(tok.told()).toMatchObject([{ severity: "warning", summary: expect.stringContaining("Revoking the key") }]);
    }),
  );

  it.each<[ValueMap, (string | number)[]]>([
    [{ name: "key1" }, ["name"]],
    [{ name: "deploy-smoke-run", lifetime: "30s" }, ["lifetime"]],
    [{ name: "deploy-smoke-run", lifetime: "25h" }, ["lifetime"]],
    [{ name: "deploy-smoke-run", lifetime: "soon" }, ["lifetime"]],
    [{ name: "deploy-smoke-run", quota: { amount: 0 } }, ["quota", "amount"]],
  ])("is refused before anything is asked: %j", (config, path) =>
    onTok("new-api", async (tok) => {
      const refused = await refusalOf(tok.validate("ephemeralResources", "tok_api_key", config));
      expect(refused.map((each) => each.path)).toContainEqual(path);
    })(),
  );

  it(
    "what the gateway would not enforce is refused, and nothing is made",
    onTok("new-api", async (tok) => {
      const refused = await refusalOf(tok.open({ name: "deploy-smoke-run", group: "vipp" }));
      expect(refused).toMatchObject([{ path: ["group"] }]);
      expect(tok.emulator.ledger.created()).toEqual([]);
    }),
  );
});
