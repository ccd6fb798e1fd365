import { Console } from "node:console";
import { PassThrough } from "node:stream";
import { format, inspect } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { Sensitive } from "../../core/sensitive.ts";

const text = "sk-this-text-must-not-appear";

describe("a sensitive text", () => {
  const secret = new Sensitive(text);
  const error = new Error("no", { cause: { secret } });

  it.each<[string, () => string]>([
    ["JSON", () => JSON.stringify({ deep: [{ secret }] })],
    ["JSON with a replacer that copies", () => JSON.stringify({ ...secret, secret }, null, 2)],
    ["a template", () => `${secret}`],
    ["concatenation", () => `key: ${String(secret)}`],
    ["String()", () => String(secret)],
    ["toLocaleString", () => secret.toLocaleString()],
    ["inspection", () => inspect(secret)],
    [
      "inspection with everything shown",
      () => inspect({ secret }, { showHidden: true, depth: 20, getters: true, customInspect: false }),
    ],
    ["inspection inside a Map", () => inspect(new Map([["k", new Set([secret])]]), { depth: 9 })],
    ["a formatted line", () => format("%s %j %o %O", secret, secret, secret, secret)],
    ["an error's cause", () => inspect(error, { depth: 9 })],
    ["its own properties", () => Object.entries(Object.getOwnPropertyDescriptors(secret)).join()],
    ["an array joined", () => [secret, secret].join()],
  ])("is not shown by %s", (_way, show) => {
    expect(show()).not.toContain(text);
  });

  it("is not shown by a console", () => {
    const out = new PassThrough();
    const console = new Console(out, out);
    console.log(secret, { secret }, [secret]);
    console.dir({ secret }, { showHidden: true });
    console.table([{ secret }]);
    console.error("%s", secret);
    expect(String(out.read())).not.toContain(text);
  });

  it("does not cross a structured clone as text", () => {
    expect(inspect(structuredClone(secret), { showHidden: true })).not.toContain(text);
  });

  it("says that something was there", () => {
    expect(`${secret} ${JSON.stringify(secret)} ${inspect(secret)}`).toBe('[redacted] "[redacted]" [redacted]');
  });

  it("is had by asking for it, and by nothing else", () => {
    expect(secret.reveal()).toBe(text);
  });

  it("can be compared without being revealed", () => {
    expect(secret.equals(new Sensitive(text))).toBe(true);
    expect(secret.equals(new Sensitive(`${text}.`))).toBe(false);
  });
});
