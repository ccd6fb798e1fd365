import { describe, expect, it } from "@jest/globals";
import { advance } from "../../core/advance.ts";
import type { KeyRecord, KeyState } from "../../core/ledger.ts";
import { hour, minute, second } from "../../core/time.ts";
import type { KeyFacts } from "../../core/world.ts";
import { have, held, ledger, lost, missing, now, present, probed, record, secretWith, used, want } from "./builders.ts";

/** What becomes of one record by what was observed of it. */
function becomes(key: KeyRecord, facts: Partial<KeyFacts>): KeyRecord {
  return advance(want(), have(ledger(key), { kind: "absent" }, { [key.revision]: facts }), now).keys[0]!;
}
const gone = { ...held, ...missing(10 * second, 2), ...probed("rejected") };
const every: readonly KeyState[] = ["Planned", "Issued", "Verified", "Current", "Retiring", "Disabled", "Revoked"];

describe("a key that nothing was observed of", () => {
  it.each(every)("stays as it is: %s", (state) => {
    const key = record(1, state);
    expect(becomes(key, {})).toEqual(key);
  });
});

describe("a planned key", () => {
  it("is issued once its id is known, and keeps the time of an earlier answer", () => {
    const adopted = record(1, "Planned", { id: "77" });
    expect(becomes(adopted, {})).toMatchObject({ state: "Issued", issuedAt: now });
    expect(becomes({ ...adopted, issuedAt: now - 5 }, {}).issuedAt).toBe(now - 5);
  });

  it("comes to nothing, with a setback, where the gateway will never make it", () => {
    const failed = becomes(record(1, "Planned", { setbacks: 2 }), { unissuable: true });
    expect(failed).toMatchObject({ state: "Revoked", revokedAt: now, setbacks: 3 });
  });

  it("without an id is not lost by a listing that lacks it", () => {
    expect(becomes(record(1, "Planned"), gone).state).toBe("Planned");
  });
});

describe("an issued key", () => {
  it("is verified at the moment when the data plane accepted it", () => {
    const verified = becomes(record(1, "Issued"), { ...held, ...probed("accepted", { at: now - second }) });
    expect(verified).toMatchObject({ state: "Verified", verifiedAt: now - second });
  });

  it("whose text is lost comes to nothing, even if it was accepted before", () => {
    const failed = becomes(record(1, "Issued"), { ...lost, ...probed("accepted") });
    expect(failed).toMatchObject({ state: "Retiring", retiringSince: now, setbacks: 1 });
    expect(failed.deliveredAt).toBeUndefined();
  });

  it("that was adopted is verified like any other", () => {
    const adopted = record(1, "Issued", { reason: "Adopted" });
    expect(becomes(adopted, { ...held, ...probed("accepted") }).state).toBe("Verified");
  });

  it("is not given up for silence, however long", () => {
    const silent = { ...held, ...probed("unknown", { looks: 99, since: now - hour }) };
    expect(becomes(record(1, "Issued"), silent).state).toBe("Issued");
  });
});

describe("a verified key", () => {
  it("waits for its delivery through a late refusal", () => {
    const refused = { ...held, ...probed("rejected", { looks: 9, since: now - minute }) };
    expect(becomes(record(1, "Verified"), refused).state).toBe("Verified");
  });

  it("whose text is lost before its delivery comes to nothing", () => {
    expect(becomes(record(1, "Verified"), lost)).toMatchObject({ state: "Retiring", setbacks: 1 });
  });
});

describe("the current key", () => {
  it("stays current though its text is lost: the Secret has it", () => {
    expect(becomes(record(1, "Current"), { ...lost, ...present(1) }).state).toBe("Current");
  });

  it("stays current though it is switched off in the console", () => {
    expect(becomes(record(1, "Current"), { ...held, ...present(1, { enabled: false }) }).state).toBe("Current");
  });

  it("stays current though the data plane alone refuses it", () => {
    const refused = { ...held, ...present(1), ...probed("rejected", { looks: 99, since: now - hour }) };
    expect(becomes(record(1, "Current"), refused).state).toBe("Current");
  });
});

describe("an old key", () => {
  it("that somebody switched off in the console is disabled since it was seen so", () => {
    const { remote } = present(1, { enabled: false });
    const seen = { ...remote, at: now - minute } as KeyFacts["remote"];
    expect(becomes(record(1, "Retiring"), { remote: seen })).toMatchObject({
      ...{ state: "Disabled", disabledAt: now - minute },
    });
  });

  it("that somebody switched on again begins its overlap anew", () => {
    expect(becomes(record(1, "Disabled"), present(1))).toMatchObject({ state: "Retiring", retiringSince: now });
  });

  it.each(["Retiring", "Disabled"] as const)("that is as it was left stays %s, with its times", (state) => {
    const key = record(1, state);
    expect(becomes(key, present(1, { enabled: state === "Retiring" }))).toEqual({ ...key, spent: 0 });
  });
});

describe("the end of a key that somebody deleted", () => {
  it.each(every.slice(1, 6))("is believed by both planes together: %s", (state) => {
    expect(becomes(record(1, state), gone)).toMatchObject({ state: "Revoked", revokedAt: now });
  });

  it.each<[string, Partial<KeyFacts>]>([
    ["one look", { ...gone, ...missing(minute, 1) }],
    ["two looks in one moment", { ...gone, ...missing(10 * second - 1, 2) }],
    ["listings alone", { ...gone, ...missing(hour, 99, false) }],
    ["a data plane that was not asked", { ...held, ...missing(hour, 99) }],
    ["a data plane that says nothing", { ...gone, ...probed("unknown") }],
    ["a data plane that accepts it", { ...gone, ...probed("accepted") }],
    ["a refusal from before it was missing", { ...gone, ...probed("rejected", { at: now - minute }) }],
    ["a refusal of a key that is listed", { ...gone, ...present(1) }],
  ])("is not believed by %s", (_what, facts) => {
    expect(becomes(record(1, "Current"), facts).state).toBe("Current");
  });

  it("is believed by the gateway alone where the text is lost and nobody can ask", () => {
    expect(becomes(record(1, "Current"), { ...lost, ...missing(10 * second, 2) }).state).toBe("Revoked");
  });

  it("is a setback for a key younger than an hour, and for one that was never delivered", () => {
    expect(becomes(record(1, "Current", { plannedAt: now - hour + 1 }), gone).setbacks).toBe(1);
    expect(becomes(record(1, "Current", { plannedAt: now - hour }), gone).setbacks).toBeUndefined();
    expect(becomes(record(1, "Verified", { plannedAt: now - 9 * hour }), gone).setbacks).toBe(1);
  });

  it("is recorded once: a revoked key keeps the time of its end", () => {
    const revoked = record(1, "Revoked");
    expect(becomes(revoked, gone).revokedAt).toBe(revoked.revokedAt);
  });
});

describe("what the gateway shows of use and spending", () => {
  it("is written down in every state", () => {
    for (const state of every.slice(1)) {
      const key = becomes(record(1, state), { ...present(1, { spent: 7 }), ...used(minute) });
      expect(key).toMatchObject({ spent: 7, lastUsedAt: now - minute });
    }
  });

  it("never moves the last use back", () => {
    const key = record(1, "Retiring", { lastUsedAt: now - second });
    expect(becomes(key, { ...present(1), ...used(minute) }).lastUsedAt).toBe(now - second);
  });

  it("follows the spending down, too: a period of the quota has begun anew", () => {
    expect(becomes(record(1, "Current", { spent: 50 }), present(1, { spent: 2 })).spent).toBe(2);
  });

  it("is kept as last seen when the key is missing", () => {
    expect(becomes(record(1, "Current", { spent: 50 }), gone).spent).toBe(50);
  });
});

describe("the request that a key answers", () => {
  const answered = ledger(record(1, "Retiring", { request: "a" }), record(2, "Current", { request: "b" }));
  const keysAfter = (wanted: ReturnType<typeof want>) => advance(wanted, have(answered, secretWith(2)), now).keys;

  it("is remembered while any request stands on the resource", () => {
    const asked = want({ rotate: { reason: "Requested", id: "b" } });
    expect(keysAfter(asked).map(({ request }) => request)).toEqual(["a", "b"]);
  });

  it("is let go of once the annotation is gone", () => {
    for (const key of keysAfter(want())) expect(key).not.toHaveProperty("request");
  });
});
