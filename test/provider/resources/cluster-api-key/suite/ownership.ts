import { expect, it } from "@jest/globals";
import { TOK_API_KEYS } from "../../../../../operator/resources/addresses.ts";
import { declaring, errorsOf, name, type Suite } from "./suite.ts";

/** Who owns what: other managers, imports, drift. */
export const ownership: Suite = (server) => {
  it(
    "ownership: what somebody changed of a declared field shows at the attribute, and is theirs until it is forced",
    declaring(server, async ({ world, key, declared }) => {
      const written = (force?: boolean) =>
        declared(
          { quota: { amount: 5 }, rotation: { every: "30d" } },
          { labels: { team: "a" }, ...(force ? { force } : {}) },
        );
      await key.apply(written());
      await world.edit(name, { metadata: { labels: { team: "b" } }, spec: { quota: { amount: 9 }, rotation: null } });
      await world.ready(name);
      await key.refresh();
      expect(key.state).toMatchObject({ labels: { team: "b" }, spec: { quota: { amount: 9 }, rotation: null } });
      expect((await key.plan(written())).changes).toBe(true);

      const errors = await errorsOf(key.apply(written()));
      expect(errors.map(({ path }) => path)).toEqual(
        expect.arrayContaining([
          ["spec", "quota", "amount"],
          ["labels", "team"],
        ]),
      );
      for (const error of errors)
        expect(error).toMatchObject({
          summary: "Another manager owns this field",
          detail: expect.stringMatching(/owned by kubectl.*force = true takes it over/),
        });
      await key.apply(written(true));
      expect((await world.get(name, TOK_API_KEYS)).spec).toMatchObject({
        quota: { amount: 5 },
        rotation: { every: "30d" },
      });
    }),
  );

  it(
    "ownership: what others set beside it is neither shown nor touched",
    declaring(
      server,
      async ({ world, key, declared }) => {
        const written = declared(
          { route_refs: [{ name: "ours" }], secret: { template: { labels: { team: "a" } } } },
          { annotations: { "example.com/ours": "1" }, wait_for_ready: false },
        );
        await key.apply(written);
        const theirs = {
          metadata: { annotations: { "example.com/theirs": "2" } },
          spec: { description: "theirs", secret: { template: { labels: { zone: "b" } } } },
        };
        await world.edit(name, theirs);
        await world.client.patch(
          TOK_API_KEYS,
          { namespace: world.namespace, name },
          { metadata: { name }, spec: { gatewayRef: { name: "tokmodel" }, routeRefs: [{ name: "theirs" }] } },
          { type: "apply", fieldManager: "somebody" },
        );
        await key.refresh();
        expect((await key.plan(written)).changes).toBe(false);
        await key.apply({ ...written, labels: { team: "a" } });
        expect(await world.get(name, TOK_API_KEYS)).toMatchObject({
          ...theirs,
          spec: { routeRefs: expect.arrayContaining([{ name: "ours" }, { name: "theirs" }]) },
        });
      },
      { started: false },
    ),
  );

  it(
    "ownership: an object that is there already is not taken over, but can be imported by its name or its identity",
    declaring(
      server,
      async ({ world, key, declared }) => {
        const live = { gatewayRef: { name: "tokmodel" }, group: world.tokModel.group, rotation: { every: "30d" } };
        await world.make(TOK_API_KEYS, name, { spec: live });
        const [error] = await errorsOf(key.apply(declared({ rotation: { every: "30d" } })));
        expect(error).toMatchObject({ summary: "The TokApiKey exists already", path: ["name"] });
        expect(error?.detail).toContain(`id = "${world.namespace}/${name}"`);
        expect(key.stored).toBeUndefined();

        for (const by of [{ id: `${world.namespace}/${name}` }, { identity: { namespace: world.namespace, name } }]) {
          await key.import(by);
          expect(key.state).toMatchObject({ spec: { rotation: { every: "30d" } }, labels: null });
          expect(key.stored?.identity).toEqual({ namespace: world.namespace, name });
          const plan = await key.plan(declared({ rotation: { every: "30d" } }));
          expect(plan.planned).toMatchObject({ spec: key.state.spec, generation: 1, uid: key.state.uid });
        }
        // The one who made it has set this field too, so it stays, and the user is told.
        await key.apply(declared({ description: "mine" }, { wait_for_ready: false }));
        expect(key.warnings).toMatchObject([{ summary: "A field stays as it is", path: ["spec", "rotation"] }]);
      },
      { started: false },
    ),
  );

  it.each([
    ["no-slash", '"no-slash" names no object'],
    ["a/b/c", '"a/b/c" names no object'],
    ["default/nobody-here", "There is no TokApiKey default/nobody-here"],
  ])("ownership: an import by %s is refused", async (id, message) => {
    await declaring(
      server,
      async ({ key }) => {
        expect((await errorsOf(key.import({ id })))[0]?.detail).toContain(message);
      },
      { started: false },
    )();
  });

  it(
    "ownership: an object that was made anew since the refresh is not changed, and not deleted",
    declaring(
      server,
      async ({ world, key, declared }) => {
        await key.apply(declared({}, { wait_for_ready: false }));
        await world.remove(name);
        await world.gone(name);
        const spec = { gatewayRef: { name: "tokmodel" }, group: world.tokModel.group };
        await world.make(TOK_API_KEYS, name, { spec });
        const errors = await errorsOf(key.apply(declared({ quota: { amount: 1 } }, { wait_for_ready: false })));
        expect(errors).toMatchObject([{ summary: "The TokApiKey is another one now" }]);
        await key.apply(null);
        expect(key.stored).toBeUndefined();
        expect(key.warnings).toMatchObject([{ summary: "The TokApiKey was another one" }]);
        expect((await world.get(name, TOK_API_KEYS)).spec).toEqual(spec);
      },
      { started: false },
    ),
  );

  it(
    "ownership: a change of what is gone since the refresh makes nothing",
    declaring(
      server,
      async ({ world, key, declared }) => {
        await key.apply(declared({}, { wait_for_ready: false }));
        await world.remove(name);
        await world.gone(name);
        await errorsOf(key.apply(declared({ quota: { amount: 1 } }, { wait_for_ready: false })));
        expect((await world.client.list(TOK_API_KEYS, { namespace: world.namespace })).items).toEqual([]);
      },
      { started: false },
    ),
  );
};
