import { describe, expect, it } from "@jest/globals";
import { remoteNameBytes } from "../../../../core/names.ts";
import { FunctionError } from "../../../../provider/protocol/provider.ts";
import type { Value } from "../../../../provider/protocol/value.ts";
import { parseRemoteNameFunction } from "../../../../provider/resources/functions/parse-remote-name.ts";
import { remoteNameFunction } from "../../../../provider/resources/functions/remote-name.ts";
import { onTok } from "../tok.ts";

const recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

function refusedArgument(args: readonly Value[]): number | undefined {
  try {
    remoteNameFunction.call(args);
  } catch (error) {
    if (error instanceof FunctionError) return error.argument;
    throw error;
  }
  throw new Error("expected a refusal");
}

describe("remote_name", () => {
  it(
    "is the name that a tok_api_key really gets",
    onTok(
      "new-api",
      async (tok) => {
        const state = await tok.resource("tok_api_key").apply({ name: "prod-api-server", encrypt_to: [recipient] });
        expect(state!.remote_name).toBe(remoteNameFunction.call(["team-a", "prod-api-server", 1]));
      },
      { block: { owner: "team-a" } },
    ),
  );

  it("differs by owner, name and revision, and fits every gateway", () => {
    const names = [
      ["a", "prod-api-server", 1],
      ["b", "prod-api-server", 1],
      ["a", "prod-api-servers", 1],
      ["a", "prod-api-server", 999_999_999],
    ].map((args) => String(remoteNameFunction.call(args)));
    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(remoteNameBytes);
  });

  it("refuses what no key can have, at its argument", () => {
    expect(refusedArgument(["a", "key1", 1])).toBe(1);
    for (const revision of [0, 1.5, -1, 1e9]) expect(refusedArgument(["a", "prod-api-server", revision])).toBe(2);
  });
});

describe("parse_remote_name", () => {
  it("takes apart what remote_name makes", () => {
    const name = String(remoteNameFunction.call(["a", "prod-api-server", 12]));
    expect(parseRemoteNameFunction.call([name])).toEqual({
      name: "prod-api-server",
      marker: name.split(".")[1],
      revision: 12,
    });
  });

  it.each(["by-hand", "", "prod.k3f9x2ab", "prod.k3f9x2ab.r0", ".k3f9x2ab.r1x"])("is null for %j", (name) => {
    expect(parseRemoteNameFunction.call([name])).toBeNull();
  });
});
