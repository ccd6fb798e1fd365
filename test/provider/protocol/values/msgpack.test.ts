import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Dynamic, ExactNumber, type Type, Unknown, unknown, type Value } from "../../../../provider/protocol/index.ts";
import { decode } from "../../../../provider/protocol/values/decode.ts";
import { encode } from "../../../../provider/protocol/values/encode.ts";
import { MismatchError } from "../../../../provider/protocol/values/mismatch.ts";
import { MalformedError } from "../../../../provider/protocol/wire/bytes.ts";
import { anyType, anyValueOf } from "./arbitrary.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const fromHex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const typed = anyType.chain((type) => anyValueOf(type).map((value) => [type, value] as const));

/** Runs it, and says with which kind of refusal it ended. */
function outcome(bytes: Uint8Array, type: Type): "value" | "refused" {
  try {
    decode(bytes, type);
    return "value";
  } catch (error) {
    if (error instanceof MalformedError || error instanceof MismatchError) return "refused";
    throw error;
  }
}

describe("a value on the wire", () => {
  it("comes back as it was, of whatever type", () => {
    fc.assert(
      fc.property(typed, ([type, value]) => {
        expect(decode(encode(value, type, "maybe unknown"), type)).toEqual(value);
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[string, Type, Value, string]>([
    ["null", "string", null, "c0"],
    ["a short text", "string", "pre-", "a4 70 72 65 2d"],
    ["a byte", "number", 127, "7f"],
    ["a small negative", "number", -32, "e0"],
    ["a 32-bit number", "number", 70_000, "ce 00 01 11 70"],
    ["the smallest int64", "number", -(2n ** 63n), "d3 80 00 00 00 00 00 00 00"],
    ["the largest uint64", "number", 2n ** 64n - 1n, "cf ff ff ff ff ff ff ff ff"],
    ["beyond uint64", "number", 2n ** 64n, `b4 ${hex(Buffer.from("18446744073709551616"))}`],
    ["a decimal, as text", "number", 0.1, "a3 30 2e 31"],
    ["minus zero, as zero", "number", -0, "cb 00 00 00 00 00 00 00 00"],
    ["infinity", "number", Number.POSITIVE_INFINITY, "cb 7f f0 00 00 00 00 00 00"],
    ["unknown", "string", unknown, "d4 00 00"],
    ["a dynamic text", "dynamic", new Dynamic("string", "x"), "92 c4 08 22 73 74 72 69 6e 67 22 a1 78"],
    ["a dynamic unknown, without its refinement", "dynamic", new Unknown(Buffer.of(0x80)), "d4 00 00"],
    [
      "an object, its attributes in the order of the type",
      ["object", { a: "bool", b: "bool" }],
      { b: null, a: true },
      "82 a1 61 c3 a1 62 c0",
    ],
  ])("is %s as the client has it", (_what, type, value, bytes) => {
    expect(hex(encode(value, type, "maybe unknown"))).toBe(bytes.replaceAll(" ", ""));
  });

  it("that is unknown goes back byte for byte, with what was known about it", () => {
    const body = fromHex("82 01 c2 02 a4 70 72 65 2d");
    const value = decode(Buffer.concat([fromHex("c7 09 0c"), body]), "string") as Unknown;
    expect(hex(value.refinement!)).toBe(hex(body));
    expect(hex(encode(value, "string", "maybe unknown"))).toBe(`c800090c${hex(body)}`);
    // Extensions that nobody knows yet are plain unknowns.
    expect(decode(fromHex("d5 2a 01 02"), "number")).toBe(unknown);
  });

  it.each<[string, string, Value]>([
    ["a float32", "ca 3f 00 00 00", 0.5],
    ["a float64 beyond 2^53, which is a whole number", "cb 46 29 3e 59 39 a0 8c ea", 10n ** 30n + 19884624838656n],
    ["int8, int16, int32", "d1 ff 00", -256],
    ["a text", `b8 ${hex(Buffer.from("123456789012345678901234"))}`, 123456789012345678901234n],
    ["a long decimal", `b7 ${hex(Buffer.from("0.123456789012345678901"))}`, new ExactNumber("0.123456789012345678901")],
    ["a power of ten", `a4 ${hex(Buffer.from("1e30"))}`, 10n ** 30n],
    ["a power that nobody writes out", `a9 ${hex(Buffer.from("1e9999999"))}`, new ExactNumber("1e9999999")],
    ["a trailing zero", `a4 ${hex(Buffer.from("0.50"))}`, 0.5],
  ])("may be a number as %s", (_what, bytes, value) => {
    expect(decode(fromHex(bytes), "number")).toEqual(value);
  });
});

describe("what a provider got wrong is refused with its place", () => {
  it.each<[string, Type, Value, readonly unknown[], string]>([
    ["a wrong kind", ["list", "string"], ["a", 5], [1], "must be a string, and is a number"],
    ["a missing attribute", ["object", { a: "string", b: "string" }], { a: null }, ["b"], "is missing"],
    ["a surplus attribute", ["object", {}], { x: 1 }, [], 'no attribute "x"'],
    ["a map for a list", ["list", "string"], {}, [], "must be a list, and is an object"],
    ["a short tuple", ["tuple", ["string", "string"]], ["a"], [], "must have 2 elements, and has 1"],
    ["a bare value for a dynamic one", "dynamic", "x", [], "must be a Dynamic"],
    ["no number", "number", Number.NaN, [], "must be a number"],
    ["a decimal that is none", "number", new ExactNumber("1,5"), [], "is not a number"],
    [
      "deep inside",
      ["map", ["object", { a: ["set", "bool"] }]],
      { k: { a: [true, "x"] } },
      [{ key: "k" }, "a", 1],
      "true or false",
    ],
    ["something unknown in a state", ["object", { a: "string" }], { a: unknown }, ["a"], "must be known here"],
    ["an exact number for an object", ["map", "string"], new ExactNumber("1"), [], "must be a map, and is a number"],
  ])("%s", (_what, type, value, path, message) => {
    let refused: unknown;
    try {
      encode(value, type, "known");
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(MismatchError);
    expect((refused as MismatchError).path).toEqual(path);
    expect((refused as MismatchError).message).toContain(message);
  });

  it("and never with the value, which may be a secret", () => {
    expect(() => encode({ a: ["hush"] }, ["object", { a: "string" }], "known")).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("hush") }),
    );
  });
});

describe("bytes from outside", () => {
  it("of any kind end in a value or a refusal", () => {
    fc.assert(
      fc.property(anyType, fc.uint8Array({ maxLength: 100 }), (type, bytes) => {
        outcome(bytes, type);
      }),
      { numRuns: 3000 },
    );
  });

  it("changed a little end in a value or a refusal", () => {
    const changed = fc.tuple(
      typed,
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 3 }),
      fc.nat(),
    );
    fc.assert(
      fc.property(changed, ([[type, value], changes, cut]) => {
        const bytes = Buffer.from(encode(value, type, "maybe unknown"));
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        outcome(bytes, type);
        outcome(bytes.subarray(0, cut % bytes.length), type);
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[string, string, Type]>([
    ["a list of four billion", "dd ff ff ff ff", ["list", "bool"]],
    ["a map of four billion", "df ff ff ff ff", ["map", "bool"]],
    ["a text of four gigabytes", "db ff ff ff ff", "string"],
    ["an extension of four gigabytes", "c9 ff ff ff ff 0c", "string"],
  ])("that announce %s allocate nothing for it", (_what, bytes, type) => {
    const before = process.memoryUsage();
    expect(outcome(fromHex(bytes), type)).toBe("refused");
    const after = process.memoryUsage();
    expect(after.arrayBuffers - before.arrayBuffers + after.heapUsed - before.heapUsed).toBeLessThan(8 * 1024 * 1024);
  });

  it("that nest a type without end are refused", () => {
    const deep = Buffer.from('["list",'.repeat(100_000));
    const head = Buffer.alloc(5);
    head[0] = 0xc6;
    head.writeUInt32BE(deep.length, 1);
    expect(outcome(Buffer.concat([Buffer.of(0x92), head, deep, Buffer.of(0xc0)]), "dynamic")).toBe("refused");
    const closed = Buffer.from(`${'["list",'.repeat(5000)}"string"${"]".repeat(5000)}`);
    head.writeUInt32BE(closed.length, 1);
    expect(outcome(Buffer.concat([Buffer.of(0x92), head, closed, Buffer.of(0xc0)]), "dynamic")).toBe("refused");
  });

  it.each(["trailing bytes: c0 c0", "bad UTF-8: a1 ff", "no head at all: c1"])("with %s are refused", (bytes) => {
    expect(outcome(fromHex(bytes.split(":")[1]!), "string")).toBe("refused");
  });
});
