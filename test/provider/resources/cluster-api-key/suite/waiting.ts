import { expect, it } from "@jest/globals";
import { declaring, errorsOf, name, type Suite } from "./suite.ts";

/** What an apply and a destroy wait for, and what they say where it does not come. */
export const waiting: Suite = (server) => {
  it(
    "waiting: a key that the gateway refuses ends the apply with its conditions, stays in the state, and is mended in place",
    declaring(server, async ({ world, key, declared }) => {
      const [error] = await errorsOf(key.apply(declared({ group: "not-a-group" })));
      expect(error?.summary).toContain("is not ready");
      expect(error?.detail).toMatch(/Ready is False \(GroupUnknown\).*\n.*Stalled is True/);
      expect(error?.detail).toContain(`kubectl -n ${world.namespace} describe tokapikey ${name}`);
      expect(error?.detail).toContain("terraform untaint");
      expect(key.state).toMatchObject({ ready: false, uid: expect.any(String) });
      expect(key.tainted).toBe(true);
      const { uid } = key.state;
      key.tainted = false;
      await key.apply(declared());
      expect(key.state).toMatchObject({ uid, ready: true, revision: 1 });
    }),
  );

  it(
    "waiting: after a wait that failed, the next apply waits again though nothing has changed",
    declaring(server, async ({ world, key, declared }) => {
      const fault = world.tokModel.emulator.faults.add({ kind: "reset-before", times: 0 });
      const [error] = await errorsOf(key.apply(declared({}, { timeout: "2s" })));
      expect(error?.detail).toMatch(/It was not Ready within 2 s \(timeout\)\. Its conditions:\n {2}Ready is False/);
      key.tainted = false;
      world.tokModel.emulator.faults.clear(fault);
      await key.refresh();
      expect((await key.plan(declared())).changes).toBe(true);
      await key.apply(declared());
      expect(key.state.ready).toBe(true);
      await key.refresh();
      expect((await key.plan(declared())).changes).toBe(false);
    }),
  );

  it(
    "waiting: where no operator comes, it says so",
    declaring(
      server,
      async ({ key, declared }) => {
        const [error] = await errorsOf(key.apply(declared({}, { timeout: "300ms" })));
        expect(error?.detail).toContain("No operator has looked at it");
        expect(key.state.ready).toBe(false);
      },
      { started: false },
    ),
  );

  it(
    "waiting: ^C ends it, and keeps what is there",
    declaring(
      server,
      async ({ key, declared }) => {
        const stop = new AbortController();
        setTimeout(() => stop.abort(), 300);
        const started = performance.now();
        const [error] = await errorsOf(key.apply(declared(), stop.signal));
        expect(error?.detail).toContain("The wait was interrupted");
        expect(performance.now() - started).toBeLessThan(5_000);
        expect(key.state.uid).toEqual(expect.any(String));
      },
      { started: false },
    ),
  );

  it(
    "waiting: a key that is declared off, or suspended, rests and is not waited for",
    declaring(server, async ({ key, declared }) => {
      await key.apply(declared({ enabled: false }));
      expect(key.state.ready).toBe(false);
      expect(key.warnings).toMatchObject([{ summary: "The key rests as it is declared" }]);
      expect(key.warnings[0]?.detail).toContain("Disabled: spec.enabled is false");
      await key.refresh();
      expect((await key.plan(declared({ enabled: false }))).changes).toBe(false);
      await key.apply(declared({ enabled: false, suspend: true }));
      await key.apply(declared());
      expect(key.state.ready).toBe(true);
    }),
  );

  it(
    "waiting: a destroy that hangs says what holds the object, keeps it in the state, and goes on later",
    declaring(server, async ({ world, key, declared }) => {
      await key.apply(declared({}, { deletion_wait: "2s" }));
      const fault = world.tokModel.emulator.faults.add({ kind: "reset-before", times: 0, method: "DELETE" });
      const [error] = await errorsOf(key.apply(null));
      expect(error?.summary).toContain("is still there");
      expect(error?.detail).toContain("It was not gone within 2 s");
      expect(error?.detail).toContain("held by the finalizers tokapi.dev/revoke-keys");
      expect(error?.detail).toContain("tokapi.dev/abandon=true");
      expect(key.state.uid).toEqual(expect.any(String));
      await key.refresh();
      expect(key.warnings.at(-1)?.summary).toBe("The TokApiKey is being deleted");
      world.tokModel.emulator.faults.clear(fault);
      key.stored = { ...key.stored!, state: { ...key.state, deletion_wait: "60s" } };
      await key.apply(null);
      expect(key.stored).toBeUndefined();
      expect(world.tokModel.emulator.ledger.existing()).toEqual([]);
    }),
  );
};
