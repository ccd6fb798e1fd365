import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Call } from "../../../../provider/protocol/index.ts";
import { encoded, frame } from "../client.ts";
import { thingSchema } from "../exercise.ts";
import { type Attached, attach, configure, value, wholeThing } from "../rpc/attached.ts";

let attached: Attached;
beforeEach(async () => {
  attached = await attach();
});
afterEach(async () => attached[Symbol.asyncDispose]());

const metadata = "/tfplugin6.Provider/GetMetadata";
const validation = () => ({ 1: "exercise_thing", 2: value(wholeThing({ text: "a" }), thingSchema) });

/** A call of `read` that waits until somebody lets it go, and what it was given. */
function waitingRead(): { readonly begun: Promise<Call>; release(): void } {
  let begin: (call: Call) => void = () => {};
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const begun = new Promise<Call>((resolve) => {
    begin = resolve;
  });
  attached.world.instead.set("read", async ({ state, call }: { state: never; call: Call }) => {
    begin(call);
    await held;
    return { state };
  });
  return { begun, release };
}
const readRequest = () => ({ 1: "exercise_thing", 2: value(wholeThing({ id: "thing-1" }), thingSchema) });

describe("a call", () => {
  it("may come in pieces of any size", async () => {
    const bytes = frame(encoded(validation()));
    const pieces = Array.from(bytes, (byte) => Buffer.of(byte));
    const reply = await attached.client.send("/tfplugin6.Provider/ValidateResourceConfig", pieces);
    expect([reply.status, reply.messages.length]).toEqual([0, 1]);
  });

  it.each([
    ["an unknown method", "/tfplugin6.Provider/LockState", [frame(Buffer.alloc(0))], {}, 12],
    ["an unknown service", "/grpc.reflection.v1.ServerReflection/X", [frame(Buffer.alloc(0))], {}, 12],
    ["no message", metadata, [], {}, 3],
    ["half a message", metadata, [Buffer.of(0, 0, 0, 0, 9, 1, 2)], {}, 3],
    ["two messages", metadata, [frame(Buffer.alloc(0)), frame(Buffer.alloc(0))], {}, 3],
    ["a compressed message", metadata, [Buffer.of(1, 0, 0, 0, 0)], {}, 12],
    ["a message that is none", "/tfplugin6.Provider/ReadResource", [frame(Buffer.of(0x0a, 0x7f))], {}, 3],
  ])("with %s gets a status", async (_what, path, pieces, headers, status) => {
    const reply = await attached.client.send(path, pieces, headers);
    expect([reply.headers[":status"], reply.status]).toEqual([200, status]);
    expect(reply.message).not.toBe("");
  });

  it("that is no gRPC is refused as HTTP", async () => {
    const reply = await attached.client.send(metadata, [], { "content-type": "application/json" });
    expect(reply.headers[":status"]).toBe(415);
  });

  it("does not wait for one that takes long", async () => {
    const slow = waitingRead();
    const read = attached.client.call("ReadResource", readRequest());
    await slow.begun;
    const others = Array.from({ length: 10 }, () => attached.client.call("ValidateResourceConfig", validation()));
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual(others.map(() => 0));
    slow.release();
    expect((await read).status).toBe(0);
  });

  it("that the client cancels is told so", async () => {
    const slow = waitingRead();
    const call = attached.client.stream("ReadResource", readRequest());
    const { signal } = await slow.begun;
    expect(signal.aborted).toBe(false);
    call.cancel();
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    slow.release();
  });

  it("is aborted by StopProvider of its own connection only, and later calls are not", async () => {
    const other = await attached.connect();
    await configure(other);
    const mine = waitingRead();
    const read = attached.client.call("ReadResource", readRequest());
    const call = await mine.begun;
    const second = waitingRead();
    const foreign = other.call("ReadResource", readRequest());
    const foreignCall = await second.begun;
    expect((await attached.client.call("StopProvider")).status).toBe(0);
    expect([call.signal.aborted, foreignCall.signal.aborted]).toEqual([true, false]);
    mine.release();
    second.release();
    expect((await Promise.all([read, foreign])).map(({ status }) => status)).toEqual([0, 0]);
    const later = waitingRead();
    const again = attached.client.call("ReadResource", readRequest());
    expect((await later.begun).signal.aborted).toBe(false);
    later.release();
    await again;
  });

  it("is aborted when its connection breaks", async () => {
    const slow = waitingRead();
    attached.client.call("ReadResource", readRequest()).catch(() => {});
    const { signal } = await slow.begun;
    attached.client.close();
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
    slow.release();
  });

  it("of a connection that was never configured says so", async () => {
    const other = await attached.connect();
    const { messages } = await other.call("ReadResource", readRequest());
    expect(messages[0]?.inside(2)?.text(2)).toBe("The provider is not configured");
  });

  it("of a type that is not there says what is", async () => {
    const { messages } = await attached.client.call("ValidateResourceConfig", { 1: "exercise_nothing" });
    expect(messages[0]?.inside(1)?.text(3)).toContain("exercise_thing");
  });
});

describe("streams that every client opens", () => {
  it("stay open in silence, the broker's until the client is done", async () => {
    const stdio = attached.client.stream("/plugin.GRPCStdio/StreamStdio");
    const broker = attached.client.stream("/plugin.GRPCBroker/StartStream");
    for await (const _ of broker.messages) throw new Error("somebody spoke");
    const first = stdio.messages[Symbol.asyncIterator]().next();
    const silent = await Promise.race([first.then(() => "spoke"), sleep(50, "silent")]);
    expect(silent).toBe("silent");
    stdio.cancel();
  });
});

describe("random bytes", () => {
  const paths = [
    "ReadResource",
    "PlanResourceChange",
    "ApplyResourceChange",
    "CallFunction",
    "ListResource",
    "InvokeAction",
  ];

  it("in any call end in a status, and the next call is answered", async () => {
    const call = fc.tuple(fc.constantFrom(...paths), fc.uint8Array({ maxLength: 200 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(call, async ([method, bytes, whole]) => {
        const reply = await attached.client.send(`/tfplugin6.Provider/${method}`, [whole ? frame(bytes) : bytes]);
        expect(reply.status).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
    expect((await attached.client.call("GetMetadata")).status).toBe(0);
  });

  it("changed in a good call end in an answer or a status", async () => {
    const good = frame(
      encoded({
        1: "exercise_thing",
        ...Object.fromEntries(
          [2, 3, 4].map((field) => [field, value(wholeThing({ id: "thing-1", text: "abc" }), thingSchema)]),
        ),
      }),
    );
    const change = fc.array(fc.tuple(fc.integer({ min: 5, max: good.length - 1 }), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("PlanResourceChange", "ApplyResourceChange"),
        change,
        async (method, changes) => {
          const bytes = Buffer.from(good);
          for (const [at, byte] of changes) bytes[at] = byte;
          const reply = await attached.client.send(`/tfplugin6.Provider/${method}`, [bytes]);
          expect([0, 3]).toContain(reply.status);
        },
      ),
      { numRuns: 300 },
    );
  });
});
