/** One deliberate fault in the rules: the text `find` of a file of core, which must occur there once, becomes `replace`. */
export interface Mutant {
  /** What the program would do wrong. */
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export const mutants: readonly Mutant[] = [
  {
    name: "forgets the finalizer",
    file: "decide.ts",
    find: "if (!have.finalizer) return",
    replace: "if (!have.finalizer && have.ledger.keys.length > 99) return",
  },
  {
    name: "acts while suspended",
    file: "decide.ts",
    find: "if (want.suspended) return nothing;",
    replace: "",
  },
  {
    name: "ignores the overlap",
    file: "retire.ts",
    find: "const ends = since + overlap;",
    replace: "const ends = since + 0 * overlap;",
  },
  {
    name: "ignores the last use",
    file: "retire.ts",
    find: "if (lastUse.at >= quietAt) return true;",
    replace: "return true;",
  },
  {
    name: "retires without looking at the Secret",
    file: "retire.ts",
    find: "current?.verifiedAt !== undefined && secretIsRight(turn, current)",
    replace: "current?.verifiedAt !== undefined",
  },
  {
    name: "does not wait for the rollouts",
    file: "retire.ts",
    find: "if (want.restarts && current.revision > 1 && !current.rolledOut) return atLast;",
    replace: "",
  },
  {
    name: "skips the soak",
    file: "retire.ts",
    find: "const soak = hurried ? 0 : turn.want.rotation.disableBeforeDelete;",
    replace: "const soak = 0;",
  },
  {
    name: "hurries as if every key were compromised",
    file: "retire.ts",
    find: 'other.reason === "Compromised" && other.deliveredAt !== undefined',
    replace: "other.deliveredAt !== undefined",
  },
  {
    name: "revokes the compromised key before its successor is delivered",
    file: "retire.ts",
    find: "const current = successor(turn);\n  if (!current || !turn.want.enabled",
    replace: "const current = currentOf(turn.ledger) ?? record;\n  if (!current || !turn.want.enabled",
  },
  {
    name: "takes one listing without an old key for its disuse",
    file: "retire.ts",
    find: "return isGone(factsOf(turn, record)) ? true : nothing;",
    replace: "return true;",
  },
  {
    name: "forgets the doubles that a lost answer leaves",
    file: "retire.ts",
    find: "    revokeDoubles(turn),\n",
    replace: "",
  },
  {
    name: "goes on showing a previous key that is about to die",
    file: "retire.ts",
    find: "secret.previous === record.revision",
    replace: "secret.previous === -1",
  },
  {
    name: "does not read what a key has spent before it goes",
    file: "retire.ts",
    find: 'record.state !== "Disabled" && !turn.want.restrictions?.quota',
    replace: 'record.state !== "Disabled"',
  },
  {
    name: "does not wait for what was put back into the Secret",
    file: "retire.ts",
    find: "return Math.max(current.deliveredAt ?? now, written ?? 0);",
    replace: "return (written ?? 0) * 0 + (current.deliveredAt ?? now);",
  },
  {
    name: "delivers before the data plane has accepted",
    file: "advance.ts",
    find: 'return facts.probe?.verdict === "accepted" ? { state: "Verified", verifiedAt: facts.probe.at } : {};',
    replace: 'return facts.text === "held" ? { state: "Verified", verifiedAt: now } : {};',
  },
  {
    name: "takes silence of the data plane for a yes",
    file: "advance.ts",
    find: 'facts.probe?.verdict === "accepted" ?',
    replace: 'facts.probe !== undefined && facts.probe.verdict !== "rejected" ?',
  },
  {
    name: "takes listings without a key for its end",
    file: "advance.ts",
    find: 'if (facts.remote.kind !== "absent" || !isGone(facts)) return false;\n  return',
    replace: 'if (facts.remote.kind !== "absent") return false;\n  return facts.remote.looks > 1 ||',
  },
  {
    name: "takes what was not observed for absent",
    file: "advance.ts",
    find: 'if (facts.remote.kind !== "absent" || !isGone(facts)) return false;',
    replace: 'if (facts.remote.kind !== "absent") return facts.probe?.verdict === "rejected";',
  },
  {
    name: "throws a good key away while the gateway refuses everything",
    file: "advance.ts",
    find: 'return beside.probe?.verdict === "accepted" && beside.probe.at >= probe.since;',
    replace: "return true;",
  },
  {
    name: "throws an adopted key away when its text cannot be had",
    file: "advance.ts",
    find: 'if (record.reason !== "Adopted" && (',
    replace: "if ((",
  },
  {
    name: "does not learn from the Secret what status has lost",
    file: "advance.ts",
    find: "let ledger = recoverFromSecret(have.ledger, want, have);",
    replace: "let ledger = have.ledger;",
  },
  {
    name: "forgets a revoked key before its death is proven",
    file: "advance.ts",
    find: 'if (record.state !== "Revoked") return false;',
    replace:
      'if (record.state !== "Revoked" && record.state !== "Disabled") return false;\n    if (now > 0) return record.revision !== ledger.lastRevision;',
  },
  {
    name: "refills the quota with every rotation",
    file: "budget.ts",
    find: "quota.amount - spentByOthers(turn, record.revision, quota.reset)",
    replace: "quota.amount",
  },
  {
    name: "forgets what the keys that are gone have spent",
    file: "budget.ts",
    find: "return living + carried.spent;",
    replace: "return living;",
  },
  {
    name: "plans a second key while one is on its way",
    file: "due.ts",
    find: "if (unfinishedOf(ledger) || want.refusal",
    replace: "if (want.refusal",
  },
  {
    name: "never rotates on schedule",
    file: "due.ts",
    find: "if (times.length === 0) return undefined;",
    replace: "if (times.length < 9) return undefined;",
  },
  {
    name: "goes on with a declaration that is refused",
    file: "due.ts",
    find: "|| want.refusal ||",
    replace: "||",
  },
  {
    name: "makes no new key when the old one is gone",
    file: "due.ts",
    find: 'const reason = delivered ? "KeyLost"',
    replace: 'if (delivered) return undefined;\n  const reason = delivered ? "KeyLost"',
  },
  {
    name: "switches on again what somebody switched off in the console",
    file: "upkeep.ts",
    find: "if (want.enabled && record.switchedOff) return",
    replace: 'if (want.enabled && (record.switchedOff || (remote.kind === "present" && !remote.key.enabled))) return',
  },
  {
    name: "leaves a changed or deleted Secret as it is",
    file: "upkeep.ts",
    find: "return write(turn, current);",
    replace: "return nothing;",
  },
  {
    name: "does not put restrictions back that somebody edited",
    file: "upkeep.ts",
    find: "if (differences(target, have).length === 0) return nothing;",
    replace: "if (differences(target, have).length < 9) return nothing;",
  },
  {
    name: "forgets the strays when the resource goes",
    file: "removal.ts",
    find: "return sweep(turn, deletion);",
    replace: 'return act({ do: "removeFinalizer", leaves: [] });',
  },
  {
    name: "lets go of a deleted resource while a create may still land",
    file: "removal.ts",
    find: "if (id === undefined || issuedAt === undefined) return since + lateCreate;",
    replace: "if (id === undefined || issuedAt === undefined) return since;",
  },
  {
    name: "calls the gateway at once after a failure",
    file: "turn.ts",
    find: "turn.now < turn.have.notBefore ? undefined : gateway",
    replace: "turn.now < 0 ? undefined : gateway",
  },
  {
    name: "asks for the next waking too late",
    file: "turn.ts",
    find: "wakeAt: Math.min(...times)",
    replace: "wakeAt: Math.max(...times)",
  },
];
