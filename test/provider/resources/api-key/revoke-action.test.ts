import { describe, expect, it } from "@jest/globals";
import { draftOf } from "../../../gateways/bench.ts";
import { onTok, refusalOf } from "../tok.ts";

const recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

describe.each([
  ["new-api", "v1.0.0-rc.24"],
  ["sub2api", "0.1.179"],
  ["sub2api", "0.1.106"],
] as const)('action "tok_api_key_revoke" on %s %s', (driver, profile) => {
  const group = driver === "new-api" ? "default" : "codex";
  const declared = { name: "prod-api-server", group, encrypt_to: [recipient] };

  it(
    "revokes a key by its id, says so, and revoking it again is a success that a warning tells of",
    onTok(
      driver,
      async (tok) => {
        const { id, text } = await tok.other.create(
          draftOf(tok.other, "leaked", { restrictions: { group, allowedIPs: [] } }),
        );
        const messages = await tok.act("tok_api_key_revoke", { id });
        expect(messages.join("\n")).toContain("leaked");
        expect(tok.emulator.ledger.existing()).toEqual([]);
        expect(await tok.other.probe(text)).toMatchObject({ kind: "rejected" });
        expect(tok.told()).toEqual([]);
        await tok.act("tok_api_key_revoke", { id });
        expect(tok.told()).toMatchObject([{ severity: "warning", summary: "There was no key to revoke" }]);
      },
      { profile },
    ),
  );

  it(
    "revokes the key of a declared name, and the next apply of its resource makes another",
    onTok(
      driver,
      async (tok) => {
        const key = tok.resource("tok_api_key");
        const first = await key.apply(declared);
        await tok.act("tok_api_key_revoke", { name: "prod-api-server" });
        expect(tok.emulator.ledger.existing()).toEqual([]);
        const again = (await tok.again()).resource("tok_api_key");
        const second = await again.apply(declared);
        expect(second!.id).not.toBe(first!.id);
        expect(tok.emulator.ledger.live().map(({ id }) => id)).toEqual([second!.id]);
      },
      { profile },
    ),
  );
});

it(
  "a revocation that the gateway refuses is an error, and the key is told to be there still",
  onTok("new-api", async (tok) => {
    const { id } = await tok.other.create(draftOf(tok.other, "leaked"));
    tok.emulator.faults.add({ kind: "status", method: "DELETE", status: 500, body: "{}", times: 0 });
    expect(await refusalOf(tok.act("tok_api_key_revoke", { id }))).toMatchObject([
      { severity: "error", summary: expect.stringContaining("Revoking the key leaked failed") },
    ]);
    expect(tok.emulator.ledger.live()).toHaveLength(1);
  }),
);
