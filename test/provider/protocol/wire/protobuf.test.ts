import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { MalformedError } from "../../../../provider/protocol/wire/bytes.ts";
import { AttributePath, RawState } from "../../../../provider/protocol/wire/common.ts";
import { InvokeActionEvent, OpenEphemeralResourceResponse } from "../../../../provider/protocol/wire/messages.ts";
import {
  bool,
  bytes,
  entries,
  integer,
  type Message,
  message,
  nested,
  optionalBytes,
  optionalInteger,
  optionalString,
  repeated,
  string,
} from "../../../../provider/protocol/wire/protobuf.ts";
import { PlanResourceChangeRequest } from "../../../../provider/protocol/wire/resource-messages.ts";
import { GetProviderSchemaResponse } from "../../../../provider/protocol/wire/schema-messages.ts";

interface Tree {
  readonly name: string;
  readonly children: readonly Tree[];
}
const Tree: Message<Tree> = message({ name: string(1), children: repeated(2, () => Tree) });

const Everything = message({
  text: string(1),
  data: bytes(2),
  flag: bool(3),
  count: integer(4),
  maybeCount: optionalInteger(5),
  maybeData: optionalBytes(6),
  maybeText: optionalString(7),
  tree: nested(8, () => Tree),
  trees: repeated(16, () => Tree),
  named: entries(2000, () => Tree),
});

const tree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    name: fc.string({ unit: "grapheme" }),
    children: fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie("tree"), { maxLength: 3 })),
  }),
})).tree;
const anyBytes = fc.uint8Array({ maxLength: 200 }).map((data) => Buffer.from(data));
const everything = fc.record({
  text: fc.string({ unit: "grapheme" }),
  data: anyBytes,
  flag: fc.boolean(),
  count: fc.maxSafeInteger(),
  maybeCount: fc.option(fc.maxSafeInteger(), { nil: undefined }),
  maybeData: fc.option(anyBytes, { nil: undefined }),
  maybeText: fc.option(fc.string(), { nil: undefined }),
  tree: fc.option(tree, { nil: undefined }),
  trees: fc.array(tree, { maxLength: 3 }),
  named: fc.array(fc.record({ key: fc.string(), value: fc.option(tree, { nil: undefined }) }), { maxLength: 3 }),
});

/** For comparing: what is absent and what is undefined is the same. */
const plain = (value: unknown) => JSON.stringify(value);

describe("a message", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(everything, (sent) => {
        expect(plain(Everything.decode(Everything.encode(sent)))).toBe(plain(sent));
      }),
    );
  });

  it.each([
    ["nothing", {}, ""],
    ["defaults, which are nothing", { text: "", data: Buffer.alloc(0), flag: false, count: 0, trees: [] }, ""],
    [
      "optional fields that are there and empty",
      { maybeCount: 0, maybeData: Buffer.alloc(0), maybeText: "" },
      "2800 3200 3a00",
    ],
    ["an empty message, which is not an absent one", { tree: {} }, "4200"],
    ["a negative number as 64 bits", { count: -1 }, "20 ffffffffffffffffff01"],
    ["a large field number", { named: [{ key: "a" }] }, "827d 03 0a0161"],
    ["a length of two bytes", { tree: { name: "x".repeat(130) } }, `42 8501 0a 8201 ${"78".repeat(130)}`],
  ])("is %s on the wire", (_what, draft, hex) => {
    expect(Everything.encode(draft).toString("hex")).toBe(hex.replaceAll(" ", ""));
  });

  it("skips fields that it does not know, of every wire type", () => {
    const unknown = "f805 ff01 f905 0102030405060708 fa05 03616263 fd05 01020304".replaceAll(" ", "");
    expect(Everything.decode(Buffer.from(`${unknown}0a0178${unknown}`, "hex")).text).toBe("x");
    // A known number of another wire type is as good as unknown.
    expect(Everything.decode(Buffer.from("0805", "hex")).text).toBe("");
  });

  it.each([
    ["ends early", "0a05 78"],
    ["has a length beyond 2^63", "0a ffffffffffffffffff01"],
    ["has a number of eleven bytes", "20 ffffffffffffffffffff01"],
    ["has a number beyond 2^53", "20 ffffffffffffff7f"],
    ["has a group", "0b"],
    ["has a text that is no UTF-8", "0a01ff"],
  ])("that %s is malformed", (_what, hex) => {
    expect(() => Everything.decode(Buffer.from(hex.replaceAll(" ", ""), "hex"))).toThrow(MalformedError);
  });

  it("that nests without end is malformed, not a crash", () => {
    let bytes = Buffer.alloc(0);
    for (let depth = 0; depth < 5000; depth += 1) {
      const head: number[] = [];
      for (let rest = bytes.length; ; rest = Math.floor(rest / 128)) {
        head.push(rest > 127 ? (rest % 128) | 128 : rest);
        if (rest < 128) break;
      }
      bytes = Buffer.concat([Buffer.of(0x12, ...head), bytes]);
    }
    expect(() => Tree.decode(bytes)).toThrow(MalformedError);
  });
});

describe("random bytes", () => {
  const messages: readonly Message<unknown>[] = [
    PlanResourceChangeRequest,
    GetProviderSchemaResponse,
    OpenEphemeralResourceResponse,
    InvokeActionEvent,
    AttributePath,
    RawState,
  ];

  it("end in a message or are malformed", () => {
    fc.assert(
      fc.property(fc.constantFrom(...messages), fc.uint8Array({ maxLength: 300 }), (type, garbage) => {
        decodes(type, garbage);
      }),
      { numRuns: 3000 },
    );
  });

  it("changed in a good message end in a message or are malformed", () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(everything, changes, (sent, changed) => {
        const good = Buffer.concat([Everything.encode(sent), Buffer.of(0x18, 1)]);
        for (const [at, byte] of changed) good[at % good.length] = byte;
        decodes(Everything, good);
      }),
      { numRuns: 1000 },
    );
  });
});

function decodes(type: Message<unknown>, garbage: Uint8Array): void {
  try {
    type.decode(garbage);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
  }
}
