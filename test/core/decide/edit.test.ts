import { describe, expect, it } from "@jest/globals";
import { does, have, held, ledger, present, record, secretWith, want } from "../builders.ts";

const keys = ledger(record(1, "Retiring"), record(2, "Current"));
const changed = want({ unconfirmed: true });
const unseen = { 1: held, 2: held };

describe("a declaration that has changed", () => {
  it("is not taken for granted: every delivered key that nobody has seen since is looked at", () => {
    const looks = new Set(does(changed, have(keys, secretWith(2), unseen)));
    expect([...looks].sort()).toEqual(["inspect r1", "inspect r2"]);
  });

  it("asks for no look where a listing has shown the key", () => {
    const seen = { 1: { ...held, ...present(1) }, 2: { ...held, ...present(2) } };
    expect(does(changed, have(keys, secretWith(2), seen))).not.toContain("inspect r2");
  });

  it("leaves a key alone that is on its way: it is made as declared now", () => {
    const fresh = ledger(record(1, "Verified"));
    expect(does(changed, have(fresh, { kind: "absent" }, { 1: held }))).toEqual(["deliver r1"]);
  });

  it("is no reason to look when nothing has changed", () => {
    expect(does(want(), have(keys, secretWith(2), unseen))).not.toContain("inspect r2");
  });
});
