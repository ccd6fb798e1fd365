import { describe, expect, it } from "@jest/globals";
import { unknown, type ValueMap } from "../../../../provider/protocol/value.ts";
import { draftOf } from "../../../gateways/bench.ts";
import { chat, profiles } from "../../../gateways/new-api-world.ts";
import { onTok, refusalOf, type Tok } from "../tok.ts";

const expiresAt = Date.parse("2040-01-01T00:00:00Z");
const limits = { group: "vip", quota: { amount: 5 }, expiresAt, allowedIPs: ["127.0.0.1"] };
const made = (tok: Tok, name = "by-hand") => tok.other.create(draftOf(tok.other, name, { restrictions: limits }));
const route = (...models: string[]) => [{ provider: "openai", models }];
const restrictionsOf = async (tok: Tok, id: string) => (await tok.other.get(id))!.restrictions;

describe.each(profiles)("tok_model_routes on New API %s", (profile) => {
  const on = (test: (tok: Tok) => Promise<void>) => onTok("new-api", test, { profile });

  it(
    "limits a key to the models of its routes, and leaves all else as it is",
    on(async (tok) => {
      const { id, text } = await made(tok);
      const routes = tok.resource("tok_model_routes");
      const config = { key_id: id, routes: route("gpt-4o-mini") };
      expect(await routes.plan(config)).toMatchObject({ models: ["gpt-4o-mini"] });
      expect(await routes.apply(config)).toMatchObject({ models: ["gpt-4o-mini"], on_destroy: null });
      expect(await restrictionsOf(tok, id)).toEqual({ ...limits, models: ["gpt-4o-mini"] });
      expect(await chat(tok.emulator, text.reveal(), "gpt-4o-mini")).toBe(200);
      expect(await chat(tok.emulator, text.reveal(), "gpt-5-mini")).not.toBe(200);
      expect(await tok.other.get(id)).toMatchObject({ name: "by-hand", enabled: true });
    }),
  );

  it(
    "sees models that somebody changed, and puts them back",
    on(async (tok) => {
      const { id } = await made(tok);
      const config = { key_id: id, routes: route("gpt-4o-mini", "gpt-5-mini") };
      await tok.resource("tok_model_routes").apply(config);
      await tok.other.update(id, "by-hand", { ...limits, quota: { amount: 9 } });
      const later = (await tok.again()).resource("tok_model_routes");
      await later.import(id);
      expect(await later.refresh()).toMatchObject({ models: null });
      expect(await later.apply(config)).toMatchObject({ models: ["gpt-4o-mini", "gpt-5-mini"] });
      expect(await restrictionsOf(tok, id)).toEqual({
        ...limits,
        quota: { amount: 9 },
        models: ["gpt-4o-mini", "gpt-5-mini"],
      });
    }),
  );
});

describe("tok_model_routes", () => {
  const on = (test: (tok: Tok) => Promise<void>) => onTok("new-api", test);

  it(
    "takes a provider for all its models in the group of the key",
    on(async (tok) => {
      const { id } = await made(tok);
      const routes = [{ provider: "anthropic" }];
      expect(await tok.resource("tok_model_routes").apply({ key_id: id, routes })).toMatchObject({
        models: ["claude-3-5-sonnet-20241022"],
      });
    }),
  );

  it(
    "with nothing to do plans nothing, and a key whose name is too long for us can be limited all the same",
    on(async (tok) => {
      const name = "a-name-of-the-console-that-is-longer-than-ours";
      const { id } = await made(tok);
      await renamed(tok, id, name);
      const config = { key_id: id, routes: route("gpt-5-mini", "gpt-4o-mini") };
      const state = await tok.resource("tok_model_routes").apply(config);
      const later = (await tok.again()).resource("tok_model_routes");
      await later.import(id);
      await later.apply(config);
      expect(await later.plan(config)).toEqual(state);
      expect(await tok.other.get(id)).toMatchObject({ name });
    }),
  );

  it(
    "writes nothing when the models stay, and plans to write what it could not see to be so",
    on(async (tok) => {
      const { id } = await made(tok);
      const config = { key_id: id, routes: route("gpt-4o-mini") };
      const routes = tok.resource("tok_model_routes");
      const state = await routes.apply(config);
      const later = (await tok.again()).resource("tok_model_routes");
      later.adopt(state!);
      const writes = () => tok.emulator.ledger.management()["PUT /api/token/"]?.requests;
      const before = writes();
      expect(await later.apply({ ...config, on_destroy: "open" })).toMatchObject({ on_destroy: "open" });
      expect(writes()).toBe(before);
      await tok.other.update(id, "by-hand", limits);
      const away = await tok.again();
      const drifted = away.resource("tok_model_routes");
      drifted.adopt(state!);
      tok.emulator.faults.add({
        kind: "status",
        path: "/models|/groups|pricing|self",
        status: 503,
        body: "{}",
        times: 0,
      });
      expect(await drifted.plan(config)).toMatchObject({ models: unknown });
    }),
  );

  it(
    "moves to another key, and leaves the one before limited",
    on(async (tok) => {
      const [one, two] = [await made(tok, "one"), await made(tok, "two")];
      const routes = tok.resource("tok_model_routes");
      await routes.apply({ key_id: one.id, routes: route("gpt-4o-mini") });
      await routes.apply({ key_id: two.id, routes: route("gpt-5-mini") });
      expect(await restrictionsOf(tok, one.id)).toMatchObject({ models: ["gpt-4o-mini"] });
      expect(await restrictionsOf(tok, two.id)).toMatchObject({ models: ["gpt-5-mini"] });
    }),
  );

  it(
    "destroyed, leaves the key as limited as it is and says so; or opens it where that was wished",
    on(async (tok) => {
      const { id } = await made(tok);
      const config = { key_id: id, routes: route("gpt-4o-mini") };
      const kept = tok.resource("tok_model_routes");
      await kept.apply(config);
      expect(await kept.apply(null)).toBeNull();
      expect(tok.told()).toMatchObject([{ severity: "warning", summary: "The key stays limited to its models" }]);
      expect(await restrictionsOf(tok, id)).toMatchObject({ models: ["gpt-4o-mini"] });
      const open = tok.resource("tok_model_routes");
      await open.apply({ ...config, on_destroy: "open" });
      expect(await open.apply(null)).toBeNull();
      expect(tok.told()).toEqual([]);
      expect(await restrictionsOf(tok, id)).toEqual(limits);
    }),
  );

  it(
    "is gone when its key is, and destroying it then is no failure",
    on(async (tok) => {
      const { id } = await made(tok);
      const config = { key_id: id, routes: route("gpt-4o-mini"), on_destroy: "open" };
      const routes = tok.resource("tok_model_routes");
      await routes.apply(config);
      await tok.other.revoke(id);
      const later = (await tok.again()).resource("tok_model_routes");
      expect(await refusalOf(later.import(id))).toMatchObject([{ summary: "There is no such key", path: ["key_id"] }]);
      expect(await refusalOf(later.plan(config))).toMatchObject([{ path: ["key_id"] }]);
      expect(await routes.apply(null)).toBeNull();
    }),
  );

  it.each<[ValueMap, (string | number)[]]>([
    [{ routes: [{ provider: "openai", models: ["gpt-4o-minni"] }] }, ["routes", 0, "models", 0]],
    [{ routes: [{ provider: "nobody" }] }, ["routes", 0, "provider"]],
    [{ routes: [{ provider: "openai", rate_limit: { requests_per_minute: 5 } }] }, ["routes", 0, "rate_limit"]],
    [{ routes: [{ provider: "openai", enabled: false }] }, ["routes"]],
    [{ routes: [{ provider: "Open AI" }] }, ["routes", 0, "provider"]],
    [{ routes: [{ provider: "openai" }], on_destroy: "delete" }, ["on_destroy"]],
  ])("is refused at plan, at its attribute: %j", (config, path) =>
    on(async (tok) => {
      const { id } = await made(tok);
      const refused = await refusalOf(tok.resource("tok_model_routes").plan({ key_id: id, ...config }));
      expect(refused.map((each) => each.path)).toContainEqual(path);
      expect(await restrictionsOf(tok, id)).toEqual(limits);
    })(),
  );

  it(
    "plans without a key, without routes and without a gateway as far as that goes",
    on(async (tok) => {
      const { id } = await made(tok);
      const routes = tok.resource("tok_model_routes");
      expect(await routes.plan({ key_id: unknown, routes: route("gpt-4o-mini") })).toMatchObject({ models: unknown });
      expect(await routes.plan({ key_id: id, routes: unknown })).toMatchObject({ models: unknown });
      const early = await tok.again({ owner: unknown });
      const config = { key_id: id, routes: route("gpt-4o-mini") };
      expect(await early.resource("tok_model_routes").plan(config)).toMatchObject({ models: unknown });
      tok.emulator.faults.add({ kind: "status", status: 503, body: "{}", times: 0 });
      expect(await routes.plan(config)).toMatchObject({ models: unknown });
      expect(tok.told()).toMatchObject([{ severity: "warning", summary: "Groups and models were not checked" }]);
    }),
  );
});

describe("tok_model_routes on Sub2API", () => {
  it.each<[ValueMap[], (string | number)[]]>([
    [[{ provider: "openai", models: ["gpt-5"] }], ["routes", 0, "models"]],
    [[{ provider: "anthropic" }], ["routes", 0, "provider"]],
    [[{ provider: "openai" }], ["routes"]],
  ])("is refused at plan: %j", (routes, path) =>
    onTok("sub2api", async (tok) => {
      const { id } = await tok.other.create(
        draftOf(tok.other, "by-hand", { restrictions: { group: "codex", allowedIPs: [] } }),
      );
      const refused = await refusalOf(tok.resource("tok_model_routes").plan({ key_id: id, routes }));
      expect(refused.map((each) => each.path)).toContainEqual(path);
    })(),
  );
});

/** As the console does it. */
async function renamed(tok: Tok, id: string, name: string): Promise<void> {
  const { panelURL, credentials } = tok.emulator;
  const headers = {
    authorization: `Bearer ${credentials.accessToken}`,
    "new-api-user": credentials.userId!,
    "content-type": "application/json",
  };
  const found = (await (await fetch(`${panelURL}/api/token/${id}`, { headers })).json()) as { data: object };
  const body = JSON.stringify({ ...found.data, name });
  await fetch(`${panelURL}/api/token/`, { method: "PUT", headers, body });
}
