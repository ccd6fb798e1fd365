import { describe, expect, it } from "@jest/globals";
import type { KeySpec } from "../../core/key.ts";
import { differences, type Restrictions } from "../../core/restrictions.ts";
import type { Emulator } from "../../emulator/emulator.ts";
import { type BenchOptions, draftOf, eventually, failureOf, onBench, resolved } from "./bench.ts";

/** What the suite must know about a gateway to ask it the same questions as every other one. */
export interface ConformanceOptions extends BenchOptions {
  /** A group that the account may use, and another one. */
  readonly group: string;
  readonly otherGroup: string;
  /** A model that keys of `group` may call. */
  readonly model: string;
  /** The vendor of `group`'s models, or one of them. */
  readonly provider: string;
  /** Specs that must be refused, each with the reason and path of the problem. */
  readonly refused: readonly {
    readonly name: string;
    readonly spec: KeySpec;
    readonly reason: string;
    readonly path: string;
  }[];
  /** Restrictions to change one by one; each must be seen as a difference and be put back. */
  readonly drifts: readonly { readonly name: string; readonly from: Restrictions; readonly to: Restrictions }[];
  /** Method and path (a regular expression) of the call that makes a key. */
  readonly createRoute: { readonly method: string; readonly path: string };
  /** A real call with a key, on the data plane; the status. */
  chat(emulator: Emulator, text: string): Promise<number>;
}

/** The promises of the Gateway interface, checked on one gateway. */
export function conformance(name: string, options: ConformanceOptions): void {
  const on = (test: Parameters<typeof onBench>[1]) => onBench(options, test);
  const base: Restrictions = { group: options.group, allowedIPs: [] };

  describe(`${name}: a key's life`, () => {
    it(
      "a new key works at once, is listed, and shows its restrictions",
      on(async ({ gateway, emulator }) => {
        const restrictions = await resolved(gateway, {
          group: options.group,
          quota: { amount: 5 },
          expiresAt: "2040-01-01T00:00:00Z",
        });
        const issued = await gateway.create(draftOf(gateway, "prod-api.abcdefgh.r1", { restrictions }));
        expect(issued.text.reveal()).toBe(emulator.ledger.byId(issued.id)?.text);
        expect(await gateway.probe(issued.text)).toMatchObject({ kind: "accepted" });
        const key = await gateway.get(issued.id);
        expect(key).toMatchObject({
          id: issued.id,
          name: "prod-api.abcdefgh.r1",
          enabled: true,
          usable: "yes",
          spent: 0,
        });
        expect(differences(restrictions, key!.restrictions)).toEqual([]);
        expect(await gateway.list()).toContainEqual(key);
        expect(JSON.stringify([key, issued])).not.toContain(issued.text.reveal().slice(3));
      }),
    );

    it(
      "its text can be had again where the gateway says so",
      on(async ({ gateway }) => {
        const issued = await gateway.create(draftOf(gateway, "again.abcdefgh.r1", { restrictions: base }));
        const again = await gateway.reveal(issued.id);
        if (gateway.capabilities.keyText === "once") expect(again).toBeUndefined();
        else expect(again?.equals(issued.text)).toBe(true);
        expect(await gateway.reveal("999999")).toBeUndefined();
      }),
    );

    it(
      "disabled it is rejected, enabled again it is accepted, and repeating either changes nothing",
      on(async ({ gateway }) => {
        const { id, text } = await gateway.create(draftOf(gateway, "switch.abcdefgh.r1", { restrictions: base }));
        for (const turn of [1, 2]) {
          await gateway.setEnabled(id, false);
          expect([turn, await gateway.probe(text)]).toMatchObject([turn, { kind: "rejected" }]);
          expect(await gateway.get(id)).toMatchObject({ enabled: false, usable: "disabled" });
        }
        for (const turn of [1, 2]) {
          await gateway.setEnabled(id, true);
          expect([turn, await gateway.probe(text)]).toMatchObject([turn, { kind: "accepted" }]);
        }
        expect(await gateway.get(id)).toMatchObject({ enabled: true, usable: "yes" });
      }),
    );

    it(
      "can be made disabled",
      on(async ({ gateway, emulator }) => {
        const { id, text } = await gateway.create(
          draftOf(gateway, "off.abcdefgh.r1", { restrictions: base, enabled: false }),
        );
        expect(await gateway.get(id)).toMatchObject({ enabled: false, usable: "disabled" });
        expect(await gateway.probe(text)).toMatchObject({ kind: "rejected" });
        expect(emulator.ledger.live()).toHaveLength(0);
      }),
    );

    it(
      "revoked it is rejected and gone, and revoking it again is a success",
      on(async ({ gateway, emulator }) => {
        const { id, text } = await gateway.create(draftOf(gateway, "gone.abcdefgh.r1", { restrictions: base }));
        await gateway.revoke(id, text);
        await gateway.revoke(id, text);
        await gateway.revoke("999999");
        expect(await gateway.probe(text)).toMatchObject({ kind: "rejected" });
        expect(await gateway.get(id)).toBeUndefined();
        expect(await gateway.list()).toEqual([]);
        expect(emulator.ledger.existing()).toEqual([]);
        expect(await failureOf(gateway.setEnabled(id, true))).toMatchObject({ code: "gone" });
        expect(await failureOf(gateway.update(id, "gone.abcdefgh.r1", base))).toMatchObject({ code: "gone" });
      }),
    );

    it(
      "never used, then used: the last use is told, and probes do not count",
      on(async ({ gateway, emulator }) => {
        const other = await gateway.create(draftOf(gateway, "other.abcdefgh.r1", { restrictions: base }));
        expect(await options.chat(emulator, other.text.reveal())).toBe(200);
        await eventually(
          () => gateway.lastUse(other.id, "other.abcdefgh.r1"),
          (use) => use.kind !== "unknown" && use.kind !== "never",
        );
        const { id, text } = await gateway.create(draftOf(gateway, "use.abcdefgh.r1", { restrictions: base }));
        emulator.clock.advance(60);
        await gateway.probe(text);
        if (!gateway.capabilities.lastUse)
          return expect(await gateway.lastUse(id, "use.abcdefgh.r1")).toEqual({ kind: "unknown" });
        expect(await gateway.lastUse(id, "use.abcdefgh.r1")).toEqual({ kind: "never" });
        expect(await options.chat(emulator, text.reveal())).toBe(200);
        const settled = await eventually(
          () => gateway.lastUse(id, "use.abcdefgh.r1"),
          (use) => use.kind === "used",
        );
        expect(settled).toMatchObject({ kind: "used" });
      }),
    );
  });

  describe(`${name}: restrictions`, () => {
    for (const drift of options.drifts) {
      it(
        `a changed ${drift.name} is seen and can be put back`,
        on(async ({ gateway }) => {
          const { id } = await gateway.create(draftOf(gateway, "drift.abcdefgh.r1", { restrictions: drift.from }));
          const changes = async () => differences(drift.from, (await gateway.get(id))!.restrictions);
          expect(await changes()).toEqual([]);
          await gateway.update(id, "drift.abcdefgh.r1", drift.to);
          expect(await changes()).toEqual([drift.name]);
          await gateway.update(id, "drift.abcdefgh.r1", drift.from);
          expect(await changes()).toEqual([]);
        }),
      );
    }

    it(
      "an update leaves a disabled key disabled",
      on(async ({ gateway, emulator }) => {
        const { id } = await gateway.create(
          draftOf(gateway, "still.abcdefgh.r1", { restrictions: base, enabled: false }),
        );
        await gateway.update(id, "still.abcdefgh.r1", { ...base, quota: { amount: 3 } });
        expect(await gateway.get(id)).toMatchObject({ enabled: false });
        expect(emulator.ledger.live()).toEqual([]);
      }),
    );

    it(
      "a key whose time is over is shown as expired, whatever the gateway calls it",
      on(async ({ gateway, emulator }) => {
        const restrictions = { ...base, expiresAt: emulator.clock.now() + 3_600_000 };
        const { id, text } = await gateway.create(draftOf(gateway, "late.abcdefgh.r1", { restrictions }));
        emulator.clock.advance(7_200);
        expect(await gateway.get(id)).toMatchObject({ usable: "expired" });
        expect((await gateway.probe(text)).kind).not.toBe("accepted");
      }),
    );

    for (const { name: what, spec, reason, path } of options.refused) {
      it(
        `refused before anything is made: ${what}`,
        on(async ({ gateway, emulator }) => {
          const { problems } = await gateway.resolve(spec);
          expect(problems).toContainEqual(expect.objectContaining({ reason, path }));
          expect(emulator.ledger.created()).toEqual([]);
        }),
      );
    }
  });

  describe(`${name}: what the account may use`, () => {
    it(
      "groups are known by their exact names, and models by group",
      on(async ({ gateway }) => {
        const names = (await gateway.groups()).map((group) => group.name);
        expect(names).toEqual(expect.arrayContaining([options.group, options.otherGroup]));
        const models = await gateway.models(options.group);
        if (models !== undefined) expect(models).toContain(options.model);
      }),
    );

    it(
      "a group that differs in one letter's case is refused",
      on(async ({ gateway }) => {
        const group = options.group.charAt(0).toUpperCase() + options.group.slice(1).toUpperCase();
        const { problems } = await gateway.resolve({ group });
        expect(problems).toContainEqual(expect.objectContaining({ path: "spec.group" }));
      }),
    );

    it(
      "its own access is checked and named",
      on(async ({ gateway }) => {
        const check = await gateway.check();
        expect(check.account).not.toBe("");
        expect(check.serverVersion).toBe(gateway.capabilities.serverVersion);
      }),
    );
  });

  describe(`${name}: many keys`, () => {
    it(
      "lists more than one page completely, each key once",
      on(async ({ gateway, emulator }) => {
        await Promise.all(
          Array.from({ length: 253 }, (_, index) =>
            gateway.create(draftOf(gateway, `many.abcdefgh.r${index + 1}`, { restrictions: base })),
          ),
        );
        const ids = (await gateway.list()).map((key) => key.id);
        expect(new Set(ids).size).toBe(253);
        expect([...ids].sort()).toEqual(
          emulator.ledger
            .existing()
            .map((key) => key.id)
            .sort(),
        );
      }),
      60_000,
    );

    it(
      "keys made at the same time each get their own text",
      on(async ({ gateway, emulator }) => {
        const names = Array.from({ length: 60 }, (_, index) => `same.abcdefgh.r${index + 1}`);
        const issued = await Promise.all(
          names.map((each) => gateway.create(draftOf(gateway, each, { restrictions: base }))),
        );
        for (const [index, { id, text }] of issued.entries())
          expect(emulator.ledger.byId(id)).toMatchObject({ name: names[index], text: text.reveal() });
        expect(emulator.ledger.created()).toHaveLength(60);
      }),
    );
  });

  describe(`${name}: a create whose answer is lost`, () => {
    for (const kind of ["reset-after", "half-body", "empty-200"] as const) {
      it(
        `by ${kind}: unknown at first, found by resuming, never made twice`,
        on(async ({ gateway, emulator }) => {
          emulator.faults.add({ kind, effect: true, ...options.createRoute });
          const draft = draftOf(gateway, "lost.abcdefgh.r1", { restrictions: base });
          expect(await failureOf(gateway.create(draft))).toMatchObject({ code: "unknown" });
          const issued = await gateway.create({ ...draft, resume: true });
          expect(emulator.ledger.created()).toHaveLength(1);
          expect(emulator.ledger.byId(issued.id)?.text).toBe(issued.text.reveal());
          expect(await gateway.create({ ...draft, resume: true })).toMatchObject({ id: issued.id });
          expect(emulator.ledger.created()).toHaveLength(1);
        }),
      );
    }

    it(
      "before it took effect: resuming makes the key",
      on(async ({ gateway, emulator }) => {
        emulator.faults.add({ kind: "reset-before", ...options.createRoute });
        const draft = draftOf(gateway, "early.abcdefgh.r1", { restrictions: base });
        expect(await failureOf(gateway.create(draft))).toMatchObject({ code: "unknown" });
        expect(emulator.ledger.created()).toHaveLength(0);
        await gateway.create({ ...draft, resume: true });
        expect(emulator.ledger.created()).toHaveLength(1);
      }),
    );

    it(
      "and whose spec was changed meanwhile: the found key gets the new restrictions before it is handed out",
      on(async ({ gateway, emulator }) => {
        emulator.faults.add({ kind: "reset-after", ...options.createRoute });
        const draft = draftOf(gateway, "edit.abcdefgh.r1", { restrictions: { ...base, quota: { amount: 9 } } });
        await failureOf(gateway.create(draft));
        const want = { ...base, quota: { amount: 2 } };
        const { id } = await gateway.create({ ...draft, restrictions: want, resume: true });
        expect(differences(want, (await gateway.get(id))!.restrictions)).toEqual([]);
      }),
    );
  });
}
