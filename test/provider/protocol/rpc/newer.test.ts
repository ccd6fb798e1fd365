import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { isUnknown, type ValueMap } from "../../../../provider/protocol/index.ts";
import { encode } from "../../../../provider/protocol/values/encode.ts";
import type { Fields } from "../client.ts";
import { thingSchema } from "../exercise.ts";
import { type Attached, attach, identity, shownValue, value, wholeThing } from "./attached.ts";

// What Terraform 1.12 to 1.14 added, by the field numbers of its own description of the protocol.

const idSchema = { attributes: { id: { type: "string", importedBy: "required" } } } as const;
const listSchema = { attributes: { containing: { type: "string", optional: true } } } as const;
const actionSchema = { attributes: { words: { type: ["list", "string"], required: true } } } as const;
const idOf = (fields: Fields | undefined) => shownValue(fields?.inside(1), { attributes: idSchema.attributes });

let attached: Attached;
beforeEach(async () => {
  attached = await attach();
});
afterEach(async () => attached[Symbol.asyncDispose]());

describe("identity", () => {
  it("has its schema, which says what an import needs", async () => {
    const [schemas] = (await attached.client.call("GetResourceIdentitySchemas")).messages;
    const entry = schemas?.inside(1);
    expect(entry?.text(1)).toBe("exercise_thing");
    const attribute = entry?.inside(2, 2);
    expect([attribute?.text(1), attribute?.text(2), attribute?.number(3), attribute?.text(5)]).toEqual([
      "id",
      '"string"',
      1,
      "Its number.",
    ]);
  });

  it("comes back from apply and read, and is echoed where the provider is silent", async () => {
    const planned = wholeThing({ id: "thing-1", text: "a", fallback: "f" });
    const applied = await attached.client.call("ApplyResourceChange", {
      1: "exercise_thing",
      2: value(null, thingSchema),
      3: value(planned, thingSchema),
      4: value(planned, thingSchema),
    });
    expect(idOf(applied.messages[0]?.inside(5))).toEqual({ id: "thing-1" });
    attached.world.instead.set("read", ({ state }: { state: ValueMap }) => ({ state }));
    const read = await attached.client.call("ReadResource", {
      1: "exercise_thing",
      2: value(planned, thingSchema),
      3: Buffer.from("notes"),
      6: identity({ id: "thing-1" }, idSchema),
    });
    expect(idOf(read.messages[0]?.inside(5))).toEqual({ id: "thing-1" });
    expect(read.messages[0]?.text(3)).toBe("notes");
  });

  it("may not become another one", async () => {
    const { messages } = await attached.client.call("ReadResource", {
      1: "exercise_thing",
      2: value(wholeThing({ id: "thing-2" }), thingSchema),
      6: identity({ id: "thing-1" }, idSchema),
    });
    expect(messages[0]?.inside(2)?.text(2)).toBe("The provider changed the identity of an object");
    expect(idOf(messages[0]?.inside(5))).toEqual({ id: "thing-1" });
  });

  it("finds an object to import", async () => {
    attached.world.objects.set("thing-7", wholeThing({ id: "thing-7", text: "seven" }));
    const { messages } = await attached.client.call("ImportResourceState", {
      1: "exercise_thing",
      4: identity({ id: "thing-7" }, idSchema),
    });
    const imported = messages[0]?.inside(1);
    expect(imported?.text(1)).toBe("exercise_thing");
    expect(shownValue(imported?.inside(2), thingSchema)).toMatchObject({ text: "seven" });
    expect(idOf(imported?.inside(4))).toEqual({ id: "thing-7" });
  });

  it("of an older version keeps what has the same name", async () => {
    const { messages } = await attached.client.call("UpgradeResourceIdentity", {
      1: "exercise_thing",
      2: 0,
      3: { 1: '{"id":"thing-1","region":"somewhere"}' },
    });
    expect(idOf(messages[0]?.inside(1))).toEqual({ id: "thing-1" });
  });
});

describe("lists", () => {
  const request = (fields: object) => ({
    1: "exercise_thing",
    2: value({ containing: null }, listSchema),
    ...fields,
  });
  const all = async (messages: AsyncIterable<Fields>) => {
    const events: Fields[] = [];
    for await (const event of messages) events.push(event);
    return events;
  };
  const fill = (count: number, text = "") => {
    for (let index = 0; index < count; index += 1) {
      attached.world.objects.set(`thing-${index}`, wholeThing({ id: `thing-${index}`, text }));
    }
  };

  it("stream identities and names, warnings as an event of their own", async () => {
    fill(2);
    const events = await all(attached.client.stream("ListResource", request({ 4: 100 })).messages);
    expect(events.map((event) => [event.text(2), idOf(event.inside(1)), event.inside(3)])).toEqual([
      ["Thing thing-0", { id: "thing-0" }, undefined],
      ["Thing thing-1", { id: "thing-1" }, undefined],
      [undefined, null, undefined],
    ]);
    expect(events[2]?.inside(4)?.text(2)).toBe("That was all");
  });

  it("bring whole objects where the client asks for them", async () => {
    fill(1, "whole");
    const [event] = await all(attached.client.stream("ListResource", request({ 3: true, 4: 1 })).messages);
    expect(shownValue(event?.inside(3), thingSchema)).toMatchObject({ text: "whole" });
  });

  it("end when the limit is reached, and the provider's iteration is left", async () => {
    fill(10);
    const events = await all(attached.client.stream("ListResource", request({ 4: 3 })).messages);
    expect(events).toHaveLength(3);
    expect(attached.world.journal.at(-1)?.operation).toBe("list left");
  });

  it("wait for a client that reads slowly, and stop when it leaves", async () => {
    fill(5000, "x".repeat(20_000));
    const call = attached.client.stream("ListResource", request({ 3: true, 4: 5000 }));
    let seen = 0;
    const left = new Promise<void>((resolve) => {
      const push = attached.world.journal.push.bind(attached.world.journal);
      attached.world.journal.push = (...entries) => {
        if (entries.some(({ operation }) => operation === "list left")) resolve();
        return push(...entries);
      };
    });
    await expect(
      (async () => {
        for await (const _ of call.messages) {
          seen += 1;
          if (seen === 10) call.cancel();
        }
      })(),
    ).resolves.toBeUndefined();
    await left;
    expect(attached.world.journal.at(-1)).toEqual({ operation: "list left", request: { aborted: true } });
  });

  it("end in a diagnostic when something is wrong", async () => {
    fill(1);
    attached.world.objects.set("thing-0", { id: 5 });
    const [event] = await all(attached.client.stream("ListResource", request({ 3: true, 4: 5 })).messages);
    expect(event?.inside(4)?.number(1)).toBe(1);
  });
});

describe("actions", () => {
  const config = (...words: readonly string[]) => ({ 1: "exercise_shout", 2: value({ words }, actionSchema) });
  const events = async (...words: readonly string[]) => {
    const seen: (string | readonly (string | undefined)[])[] = [];
    for await (const event of attached.client.stream("InvokeAction", config(...words)).messages) {
      expect(event.numbers).toHaveLength(1);
      const progress = event.inside(1);
      seen.push(progress ? (progress.text(1) ?? "") : (event.inside(2)?.all(1) ?? []).map((one) => one.text(2)));
    }
    return seen;
  };

  it("report progress and complete exactly once", async () => {
    expect(await events("a", "b")).toEqual(["A", "B", []]);
  });

  it("complete with errors when they fail", async () => {
    expect(await events("a", "fail", "b")).toEqual(["A", ["Hoarse"]]);
  });

  it("are planned with what is not known yet", async () => {
    const words = { 1: Buffer.from([0x81, 0xa5, ...Buffer.from("words"), 0xd4, 0, 0]) };
    const { status, messages } = await attached.client.call("PlanAction", { 1: "exercise_shout", 2: words });
    expect([status, messages[0]?.numbers]).toEqual([0, []]);
    const seen = attached.world.journal.at(-1)?.request as ValueMap | undefined;
    expect(isUnknown(seen?.words)).toBe(true);
  });

  it("are in the schema, inside a message of their own", async () => {
    const [schema] = (await attached.client.call("GetProviderSchema")).messages;
    const entry = schema?.inside(11);
    expect([entry?.text(1), entry?.inside(2, 1, 2, 2)?.text(1)]).toEqual(["exercise_shout", "words"]);
    expect(schema?.inside(9)?.text(1)).toBe("exercise_thing");
    expect([1, 2, 3, 4].map((field) => schema?.inside(6)?.number(field))).toEqual([1, 1, 0, 1]);
  });
});

describe("a generated configuration", () => {
  it("holds what a user can set, and nothing that only the provider can say", async () => {
    const state = wholeThing({
      id: "thing-1",
      text: "a",
      fallback: "kept",
      many: [{ name: "n", made: "made" }],
      single: { name: "s", made: "made" },
    });
    const { messages } = await attached.client.call("GenerateResourceConfig", {
      1: "exercise_thing",
      2: value(state, thingSchema),
    });
    expect(shownValue(messages[0]?.inside(1), thingSchema)).toMatchObject({
      id: null,
      text: "a",
      fallback: "kept",
      many: [{ name: "n", made: null }],
      single: { name: "s", made: null },
    });
  });
});

describe("a generated configuration of a resource that says how it is declared", () => {
  it("holds that, and still nothing that only the provider can say", async () => {
    attached.world.instead.set("declare", (state: ValueMap) => ({ ...state, id: "thing-2", text: "declared" }));
    const { messages } = await attached.client.call("GenerateResourceConfig", {
      1: "exercise_thing",
      2: value(wholeThing({ id: "thing-1", text: null, fallback: "kept" }), thingSchema),
    });
    const config = shownValue(messages[0]?.inside(1), thingSchema);
    expect(config).toMatchObject({ id: null, text: "declared", fallback: "kept" });
  });
});

describe("an older client", () => {
  it("that would store what is write-only is refused when it is set", async () => {
    const config = wholeThing({ password: "hush", one: { name: null, made: null, hidden: "hush" } });
    const request = { 1: "exercise_thing", 2: value(config, thingSchema) };
    const refused = (await attached.client.call("ValidateResourceConfig", request)).messages[0]?.all(1) ?? [];
    const steps = refused.map((one) => one.inside(4)?.all(1));
    expect(steps.map((path) => path?.map((step) => step.text(1)))).toEqual([["password"], ["one"]]);
    expect(refused[1]?.text(3)).toMatch(/^one\.hidden would be stored in plain text/);
    const newer = await attached.client.call("ValidateResourceConfig", { ...request, 3: { 2: true } });
    expect(newer.messages[0]?.numbers).toEqual([]);
  });

  it("may send JSON, and nothing for null", async () => {
    const { messages } = await attached.client.call("CallFunction", {
      1: "join",
      2: [{ 2: '"-"' }, { 2: '"a"' }, {}],
    });
    expect(messages[0]?.inside(1)?.bytes(1)).toEqual(encode("a-null", "string", "known"));
  });
});

it("tells what it has by name, for whoever mixes providers", async () => {
  const [metadata] = (await attached.client.call("GetMetadata")).messages;
  const names = [3, 4, 5, 6, 7, 9].map((field) => metadata?.all(field).map((one) => one.text(1)));
  expect(names).toEqual([
    ["exercise_echo"],
    ["exercise_thing"],
    ["echo", "join"],
    ["exercise_lease"],
    ["exercise_thing"],
    ["exercise_shout"],
  ]);
});
