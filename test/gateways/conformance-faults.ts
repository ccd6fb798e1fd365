import { describe, expect, it } from "@jest/globals";
import { differences } from "../../core/restrictions.ts";
import type { FaultRule } from "../../emulator/faults.ts";
import type { Gateway, IssuedKey, KeyDraft } from "../../gateways/gateway.ts";
import { type Bench, type BenchOptions, draftOf, failureOf, onBench } from "./bench.ts";

/** One call of the driver, and the request in it that faults strike. */
export interface FaultedCall {
  readonly name: string;
  readonly method: string;
  /** A regular expression on path and query. */
  readonly path: string;
  /**
   * What the struck request does: `changes` something, so that a lost answer leaves a riddle; `logs in`, which may be
   * done again whatever came of it; or `refreshes` a session, for which a login stands in.
   */
  readonly effect: "reads" | "changes" | "logs in" | "refreshes";
  /** Made on a gateway that was just opened, which has no session and remembers nothing. */
  readonly anew?: true;
  /** How long before the call the key was made, in seconds. Default: 120, longer than what a create asked for is remembered. */
  readonly later?: number;
  call(gateway: Gateway, key: IssuedKey, open: () => Promise<Gateway>): Promise<unknown>;
}

/** A request that follows when a key has been made, and the draft that needs it. */
export interface FollowUp {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly draft?: Partial<KeyDraft>;
}

/** What the suite must know. */
export interface FaultOptions extends BenchOptions {
  readonly group: string;
  readonly calls: readonly FaultedCall[];
  /** Another config by which the gateway is reached with wrong credentials. */
  readonly wrongCredentials: Parameters<Bench["reopen"]>[0];
  /** Whatever strikes these, the key may exist: the create is `unknown`, and resuming finishes it. */
  readonly followUps: readonly FollowUp[];
}

interface Fault {
  readonly name: string;
  readonly rule: Omit<FaultRule, "method" | "path">;
  /** Verdict for a call that changes nothing, and for one that does. */
  readonly reads: string;
  readonly changes: string;
}

/** A login that failed in any way may be tried again; only a limit says when. */
function verdictOn(fault: Fault, effect: FaultedCall["effect"]): string {
  if (effect === "logs in") return fault.reads === "wait-until" ? "wait-until" : "retry";
  if (effect === "refreshes") return fault.changes === "unknown" ? "done" : fault.changes;
  return fault[effect];
}

const faults: readonly Fault[] = [
  { name: "reset before the effect", rule: { kind: "reset-before" }, reads: "retry", changes: "unknown" },
  { name: "reset after the effect", rule: { kind: "reset-after" }, reads: "retry", changes: "unknown" },
  { name: "no answer", rule: { kind: "timeout" }, reads: "retry", changes: "unknown" },
  { name: "500 without a body", rule: { kind: "status", status: 500 }, reads: "retry", changes: "unknown" },
  {
    name: "502 with a page",
    rule: { kind: "status", status: 502, body: "<html>bad" },
    reads: "retry",
    changes: "unknown",
  },
  { name: "half a body", rule: { kind: "half-body" }, reads: "retry", changes: "unknown" },
  { name: "a body that never ends", rule: { kind: "endless-body" }, reads: "retry", changes: "unknown" },
  { name: "200 without a body", rule: { kind: "empty-200" }, reads: "retry", changes: "unknown" },
  { name: "a web page", rule: { kind: "html" }, reads: "fix-credentials", changes: "unknown" },
  {
    name: "a redirect to another host",
    rule: { kind: "redirect", location: "https://elsewhere.example/login?next=1" },
    reads: "fix-credentials",
    changes: "unknown",
  },
  {
    name: "429 without Retry-After",
    rule: { kind: "status", status: 429 },
    reads: "wait-until",
    changes: "wait-until",
  },
  {
    name: "429 with Retry-After",
    rule: { kind: "status", status: 429, headers: { "Retry-After": "90" } },
    reads: "wait-until",
    changes: "wait-until",
  },
];

/** What every call says to every kind of trouble: one table for all gateways. */
export function faultConformance(name: string, options: FaultOptions): void {
  const base = { group: options.group, allowedIPs: [] };

  describe.each(options.calls)(`${name}: $name`, ({ method, path, effect, anew, later = 120, call }) => {
    for (const fault of faults) {
      const verdict = verdictOn(fault, effect);
      it(
        `${fault.name}: ${verdict}`,
        onBench(options, async ({ gateway, emulator, reopen }) => {
          const key = await gateway.create(draftOf(gateway, "fault.abcdefgh.r1", { restrictions: base }));
          const open = () => reopen(fault.rule.kind === "timeout" ? { timeout: "1s" } : {});
          const struck = anew || fault.rule.kind === "timeout" ? await open() : gateway;
          // It has a session, as one that has worked for a while.
          if (!anew && struck !== gateway) await struck.list();
          emulator.clock.advance(later);
          const id = emulator.faults.add({ ...fault.rule, method, path, times: 0 });
          const calling = call(struck, key, open);
          if (verdict === "done") {
            await calling;
            expect(emulator.faults.hits(id)).toBe(1);
            return;
          }
          const error = await failureOf(calling);
          expect(`${error.code} (${error.reason})`).toMatch(new RegExp(`^${verdict} `));
          expect(emulator.faults.hits(id)).toBeGreaterThan(0);
          if (effect === "changes") expect(emulator.faults.hits(id)).toBe(1);
          if (verdict === "wait-until") expect(error.until).toBeGreaterThan(emulator.clock.now() + 30_000);
          // Nothing is destroyed by an answer that was not understood.
          if (effect !== "changes") expect(emulator.ledger.live()).toHaveLength(1);
        }),
      );
    }
  });

  describe.each(options.followUps)(`${name}: a key that was made, struck at $name`, ({ method, path, draft = {} }) => {
    for (const fault of faults)
      it(
        `${fault.name}: unknown, and resuming finishes the key`,
        onBench(options, async ({ gateway, emulator, reopen }) => {
          const struck = fault.rule.kind === "timeout" ? await reopen({ timeout: "1s" }) : gateway;
          const { restrictions = base, ...rest } = draft;
          const whole = draftOf(struck, "mute.abcdefgh.r1", { ...rest, restrictions: { ...base, ...restrictions } });
          const id = emulator.faults.add({ ...fault.rule, method, path, times: 0 });
          expect(await failureOf(struck.create(whole))).toMatchObject({ code: "unknown" });
          expect(emulator.faults.hits(id)).toBeGreaterThan(0);
          emulator.faults.clear(id);
          // Another process: the first one keeps to the limit that it met.
          const other = await reopen();
          const issued = await other.create({ ...whole, resume: true });
          expect(emulator.ledger.byId(issued.id)?.text).toBe(issued.text.reveal());
          expect(emulator.ledger.created()).toHaveLength(1);
          const found = (await other.list())[0]!;
          expect([found.enabled, differences(whole.restrictions, found.restrictions)]).toEqual([whole.enabled, []]);
        }),
      );
  });

  describe(`${name}: trouble at large`, () => {
    it(
      "wrong credentials are told from everything else",
      onBench(options, async ({ gateway, emulator, reopen }) => {
        const key = await gateway.create(draftOf(gateway, "fine.abcdefgh.r1", { restrictions: base }));
        const stranger = await reopen(options.wrongCredentials);
        for (const call of [
          () => stranger.check(),
          () => stranger.list(),
          () => stranger.create(draftOf(stranger, "no.abcdefgh.r1", { restrictions: base })),
          () => stranger.setEnabled(key.id, false),
          () => stranger.revoke(key.id),
        ])
          expect(await failureOf(call())).toMatchObject({ code: "fix-credentials" });
        expect(emulator.ledger.live()).toHaveLength(1);
      }),
    );

    it(
      "a gateway that is away: nothing was sent, and probes prove nothing",
      onBench(options, async ({ gateway, goAway }) => {
        const key = await gateway.create(draftOf(gateway, "away.abcdefgh.r1", { restrictions: base }));
        await goAway();
        expect(await failureOf(gateway.list())).toMatchObject({ code: "retry" });
        const create = await failureOf(gateway.create(draftOf(gateway, "new.abcdefgh.r1", { restrictions: base })));
        expect(create).toMatchObject({ code: "retry", reason: "Unreachable" });
        expect(await gateway.probe(key.text)).toMatchObject({ kind: "unknown" });
      }),
    );

    for (const rule of [
      { kind: "status", status: 500 },
      { kind: "status", status: 503, body: '{"error":{"type":"new_api_error","code":"system_cpu_overloaded"}}' },
      { kind: "status", status: 429 },
      { kind: "status", status: 401, body: "<html>login" },
      { kind: "html" },
      { kind: "reset-before" },
      { kind: "timeout" },
      { kind: "empty-200" },
      { kind: "half-body" },
      { kind: "redirect", location: "https://elsewhere.example/" },
    ] as const) {
      it(
        `a probe that meets ${JSON.stringify(rule)} proves nothing about the key`,
        onBench(options, async ({ gateway, emulator, reopen }) => {
          const { text } = await gateway.create(draftOf(gateway, "probe.abcdefgh.r1", { restrictions: base }));
          emulator.faults.add({ ...rule, path: "^/v1/", times: 0 });
          const impatient = rule.kind === "timeout" ? await reopen({ timeout: "1s" }) : gateway;
          expect((await impatient.probe(text)).kind).toBe("unknown");
        }),
      );
    }
  });
}

/** Nothing is sent to a stranger, whatever the call: over TLS only. */
export function certificateConformance(name: string, options: FaultOptions): void {
  it.each(options.calls)(
    `${name}: $name, where the certificate has changed, is not sent`,
    ({ anew, later = 120, call }) =>
      onBench(options, async ({ gateway, emulator, reopen, changeCertificate }) => {
        const restrictions = { group: options.group, allowedIPs: [] };
        const key = await gateway.create(draftOf(gateway, "fault.abcdefgh.r1", { restrictions }));
        const struck = anew ? await reopen() : gateway;
        emulator.clock.advance(later);
        const anything = emulator.faults.add({ kind: "status", status: 500, path: "", times: 0 });
        await changeCertificate();
        const refusal = { code: "fix-credentials", reason: "CertificateUntrusted" };
        expect(await failureOf(call(struck, key, reopen))).toMatchObject(refusal);
        expect(emulator.faults.hits(anything)).toBe(0);
        expect(emulator.ledger.live()).toHaveLength(1);
      })(),
  );
}
