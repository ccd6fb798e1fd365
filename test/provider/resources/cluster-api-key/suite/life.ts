import { expect, it } from "@jest/globals";
import { TOK_API_KEYS } from "../../../../../operator/resources/addresses.ts";
import { unknown } from "../../../../../provider/protocol/value.ts";
import { declaring, errorsOf, name, type Suite } from "./suite.ts";

/** How an object comes, changes and goes. */
export const life: Suite = (server) => {
  it(
    "life: a key is declared, made by the operator, works, and is nowhere in the state",
    declaring(server, async ({ world, key, declared }) => {
      const plan = await key.plan(declared());
      expect(plan.planned).toMatchObject({ uid: unknown, ready: unknown, revision: unknown, secret_name: name });
      await key.apply(declared());
      expect(key.state).toMatchObject({ ready: true, generation: 1, revision: 1, secret_name: name });
      const text = (await world.secret(String(key.state.secret_name)))!;
      expect(await world.tokModel.use(text)).toBe(200);
      expect(JSON.stringify(key.stored)).not.toContain(text);
      expect(key.stored?.identity).toEqual({ namespace: world.namespace, name });
      expect(key.warnings).toEqual([]);
    }),
  );

  it(
    "life: nothing changes where nothing is changed, and a plan asks nobody",
    declaring(
      server,
      async ({ key, declared }) => {
        const written = declared(
          {
            routes: [{ provider: "openai", models: ["gpt-4o", "gpt-4o-mini"] }],
            quota: { amount: 5 },
            allowed_ips: ["10.0.0.0/8", "192.0.2.1"],
            secret: { template: { labels: { team: "a" }, data: { URL: `\${baseURL}/v1` } }, keys: { api_key: "KEY" } },
            rotation: { every: "30d", window: { schedule: "0 3 * * *", duration: "2h" } },
          },
          { labels: { team: "a" }, wait_for_ready: false },
        );
        await key.apply(written);
        await key.refresh();
        key.client = { ...key.client, cluster: { known: true, open: () => Promise.reject(new Error("called")) } };
        expect((await key.plan(written)).changes).toBe(false);
      },
      { started: false },
    ),
  );

  it(
    "life: a change is made in place, and what is not declared any more goes",
    declaring(server, async ({ world, key, declared }) => {
      await key.apply(declared({ quota: { amount: 5 }, rotation: { every: "30d" } }, { labels: { team: "a" } }));
      const { uid } = key.state;
      const written = declared({ quota: { amount: 7 } }, { annotations: { "example.com/note": "b" } });
      const plan = await key.plan(written);
      expect(plan.requiresReplace).toEqual([]);
      expect(plan.planned).toMatchObject({ uid, generation: unknown, ready: unknown });
      await key.apply(written);
      expect(key.state).toMatchObject({ uid, generation: 2, ready: true });
      const { metadata, spec } = await world.get(name, TOK_API_KEYS);
      expect(metadata.labels ?? {}).toEqual({});
      expect(metadata.annotations).toMatchObject({ "example.com/note": "b" });
      expect(spec).toMatchObject({ quota: { amount: 7 } });
      expect(spec).not.toHaveProperty("rotation");
      expect(key.warnings).toEqual([]);
    }),
  );

  it(
    "life: how to wait is no matter of the cluster",
    declaring(server, async ({ key, declared }) => {
      await key.apply(declared());
      const before = key.state;
      const plan = await key.plan(declared({}, { timeout: "1m", force: true }));
      expect(plan.planned).toEqual({ ...before, timeout: "1m", force: true });
      await key.apply(declared({}, { timeout: "1m", force: true }));
    }),
  );

  it(
    "life: another gateway or another name makes another key; adopting and another type of Secret are refused in a plan",
    declaring(
      server,
      async ({ key, declared }) => {
        await key.apply(declared({}, { wait_for_ready: false }));
        const replaced = async (written: object) => (await key.plan(written)).requiresReplace;
        expect(await replaced(declared({ gateway_ref: { name: "tokenforme" } }))).toEqual([
          ["spec", "gateway_ref", "name"],
        ]);
        expect(await replaced(declared({ gateway_ref: { name: "tokmodel", kind: "TokGateway" } }))).toEqual([]);
        expect(await replaced(declared({}, { name: "other-api-server" }))).toEqual([["name"]]);
        // A key is not revoked for what is not known yet.
        expect(await replaced(declared({ gateway_ref: { name: unknown } }, { name: unknown }))).toEqual([]);
        const refused = async (spec: object) => (await errorsOf(key.plan(declared(spec)))).map(({ path }) => path);
        expect(await refused({ adopt: { id: "7" } })).toEqual([["spec", "adopt"]]);
        expect(await refused({ secret: { template: { type: "example.com/llm" } } })).toEqual([
          ["spec", "secret", "template", "type"],
        ]);
        expect(
          (await key.plan(declared({ secret: { name: "x", template: { type: "example.com/llm" } } }))).changes,
        ).toBe(true);
      },
      { started: false },
    ),
  );

  it(
    "life: a destroy ends when every key is revoked and the Secret is gone",
    declaring(server, async ({ world, key, declared }) => {
      await key.apply(declared());
      await key.apply(null);
      expect(key.stored).toBeUndefined();
      expect(world.tokModel.emulator.ledger.existing()).toEqual([]);
    }),
  );

  it(
    "life: with Retain a plan of the destruction says that keys stay",
    declaring(server, async ({ world, key, declared }) => {
      await key.apply(declared({ deletion_policy: "Retain" }));
      await key.plan(null);
      expect(key.warnings).toMatchObject([{ severity: "warning", summary: "Keys will be left at the gateway" }]);
      await key.apply(null);
      expect(world.tokModel.emulator.ledger.live()).toHaveLength(1);
    }),
  );

  it(
    "life: what somebody else deleted is gone, and is made anew",
    declaring(server, async ({ world, key, declared }) => {
      await key.apply(declared());
      await world.remove(name);
      await world.gone(name);
      expect(await key.refresh()).toBeUndefined();
      // Another Secret: the old one may be waiting for the cluster's garbage collection.
      await key.apply(declared({ secret: { name: "second" } }));
      expect(key.state.ready).toBe(true);
    }),
  );
};
