import { describe, expect, it } from "@jest/globals";
import type { Sensitive } from "../../core/sensitive.ts";
import type { FaultRule } from "../../emulator/faults.ts";
import { GatewayError } from "../../gateways/error.ts";
import type { Gateway } from "../../gateways/gateway.ts";
import { draftOf, sub2apiWorld } from "./sub2api-world.ts";

/** What a caller is told: an error's code, or "done" if the call got through all the same. */
type Told = GatewayError["code"] | "done";

interface Key {
  readonly id: string;
  readonly name: string;
  readonly text: Sensitive;
}

const calls: Readonly<
  Record<string, { method: string; path: string; make(gateway: Gateway, key: Key): Promise<unknown> }>
> = {
  check: { method: "GET", path: "/auth/me$", make: (gateway) => gateway.check() },
  list: { method: "GET", path: "/keys\\?", make: (gateway) => gateway.list() },
  get: { method: "GET", path: "/keys/\\d+$", make: (gateway, { id }) => gateway.get(id) },
  reveal: { method: "GET", path: "/keys/\\d+$", make: (gateway, { id }) => gateway.reveal(id) },
  groups: { method: "GET", path: "/groups/available$", make: (gateway) => gateway.groups() },
  resolve: { method: "GET", path: "/groups/available$", make: (gateway) => gateway.resolve({ group: "codex" }) },
  lastUse: { method: "GET", path: "/usage\\?", make: (gateway, { id }) => gateway.lastUse(id, "") },
  update: {
    method: "PUT",
    path: "/keys/\\d+$",
    make: (gateway, { id, name }) => gateway.update(id, name, { group: "codex", allowedIPs: [], quota: { amount: 7 } }),
  },
  setEnabled: { method: "PUT", path: "/keys/\\d+$", make: (gateway, { id }) => gateway.setEnabled(id, true) },
  revoke: { method: "DELETE", path: "/keys/\\d+$", make: (gateway, { id, text }) => gateway.revoke(id, text) },
};

/** What the faults that strike every gateway leave out; and what callers are told who read, who change, who create. */
const faults: Readonly<Record<string, { rule: Omit<FaultRule, "method" | "path">; reads: Told; changes: Told }>> = {
  "a refusing web page": {
    rule: { kind: "status", status: 403, body: "<html>blocked</html>" },
    reads: "fix-credentials",
    changes: "unknown",
  },
  "503 with a word": {
    rule: { kind: "status", status: 503, body: '{"code":503,"message":"x","reason":"IDEMPOTENCY_STORE_UNAVAILABLE"}' },
    reads: "retry",
    changes: "unknown",
  },
  "200 with a failure": {
    rule: { kind: "status", status: 200, body: '{"code":1,"message":"no"}' },
    reads: "retry",
    changes: "unknown",
  },
  "200 with another shape": {
    rule: { kind: "status", status: 200, body: '{"code":0,"data":{"rows":[]}}' },
    reads: "retry",
    changes: "unknown",
  },
  "a question for a human": {
    rule: { kind: "status", status: 423, body: '{"code":"ADMIN_COMPLIANCE_ACK_REQUIRED","message":"x"}' },
    reads: "fix-credentials",
    changes: "fix-credentials",
  },
  "a 403 without a word": {
    rule: { kind: "status", status: 403, body: '{"code":403,"message":"Backend mode is active."}' },
    reads: "fix-credentials",
    changes: "fix-credentials",
  },
};

/** A deletion has no shape; and where the usage log cannot be had, the key itself is asked for its last use. */
const harmless = new Set([
  "200 with another shape in revoke",
  "a refusing web page in lastUse",
  "a 403 without a word in lastUse",
]);

/** Short waits pass at once; long ones (for a rate limit) never do. */
const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  ms < 5_000
    ? Promise.resolve()
    : new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))));

async function worldWithKey() {
  const world = await sub2apiWorld("0.1.179");
  const gateway = await world.open(undefined, { sleep });
  const draft = draftOf();
  const { id, text } = await gateway.create(draft);
  await gateway.check();
  // The groups that the create asked for are too old from here on.
  world.emulator.clock.advance(120);
  return { world, gateway, key: { id, text, name: draft.name } };
}

async function told(call: Promise<unknown>): Promise<{ told: Told; message: string }> {
  try {
    await call;
    return { told: "done", message: "" };
  } catch (error) {
    if (error instanceof GatewayError) return { told: error.code, message: error.message };
    throw error;
  }
}

describe.each(Object.entries(faults))("%s", (fault, { rule, reads, changes }) => {
  it.each(Object.entries(calls))("in %s is told as it is, and passes", async (name, call) => {
    const { world, gateway, key } = await worldWithKey();
    await using _world = world;
    const { method, path } = call;
    const id = world.emulator.faults.add({ ...rule, method, path, times: 0 });
    const outcome = await told(call.make(gateway, key));
    expect(outcome.told).toBe(harmless.has(`${fault} in ${name}`) ? "done" : method === "GET" ? reads : changes);
    expect(outcome.message).not.toContain(key.text.reveal());
    world.emulator.faults.clear(id);
    expect((await told(call.make(await world.open(), key))).told).toBe("done");
  });

  it("in create is told as it is, and the next attempt makes one key in all", async () => {
    const { world, gateway } = await worldWithKey();
    await using _world = world;
    const draft = draftOf();
    const id = world.emulator.faults.add({ ...rule, method: "POST", path: "/keys$", times: 0 });
    const outcome = await told(gateway.create(draft));
    expect(outcome.told).toBe(changes);
    expect(outcome.message).not.toContain(draft.text.reveal());
    world.emulator.faults.clear(id);
    await (await world.open()).create({ ...draft, resume: true });
    expect(world.emulator.ledger.byName(draft.name)).toHaveLength(1);
  });

  it.each([
    ["that answers with an earlier answer", {}],
    ["that says the text is taken", { attemptId: "another" }],
  ])("in looking for the key after a create %s leaves it unknown", async (_what, change) => {
    const { world, gateway } = await worldWithKey();
    await using _world = world;
    const draft = draftOf();
    await gateway.create(draft);
    world.emulator.faults.add({ ...rule, method: "GET", path: "/keys[/?]", times: 0 });
    expect((await told(gateway.create({ ...draft, ...change }))).told).toBe("unknown");
    world.emulator.faults.clear();
    expect((await told(gateway.create({ ...draft, ...change, resume: true }))).told).toBe("done");
    expect(world.emulator.ledger.byName(draft.name)).toHaveLength(1);
  });

  it("in a probe says nothing about the key", async () => {
    const { world, gateway, key } = await worldWithKey();
    await using _world = world;
    world.emulator.faults.add({ ...rule, method: "GET", path: "^/v1/", times: 0 });
    const verdict = await gateway.probe(key.text);
    expect(verdict.kind).toBe("unknown");
    expect(JSON.stringify(verdict)).not.toContain(key.text.reveal());
  });
});
