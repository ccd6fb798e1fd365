import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { armor, Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { encryptTo, recipientProblem } from "../../../provider/resources/age.ts";

/** Reads with a library that is not ours. */
async function decrypt(file: string, identity: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(armor.decode(file), "text");
}

describe("encryption to age recipients", () => {
  let identities: string[];
  let recipients: string[];

  beforeAll(async () => {
    identities = [await generateX25519Identity(), await generateX25519Identity()];
    recipients = await Promise.all(identities.map((identity) => identityToRecipient(identity)));
  });

  it("each recipient reads the text with their own identity", async () => {
    const file = encryptTo(recipients, "sk-0123456789abcdef", randomBytes);
    for (const identity of identities) expect(await decrypt(file, identity)).toBe("sk-0123456789abcdef");
  });

  it.each([0, 1, 65_535, 65_536, 65_537, 200_000])("a text of %i bytes comes back whole", async (length) => {
    const text = "k".repeat(length);
    expect(await decrypt(encryptTo(recipients, text, randomBytes), identities[1]!)).toBe(text);
  });

  it("nobody else reads it, and it does not hold the text", async () => {
    const file = encryptTo([recipients[0]!], "sk-0123456789abcdef", randomBytes);
    await expect(decrypt(file, identities[1]!)).rejects.toThrow();
    expect(file).not.toContain("sk-0123");
    expect(Buffer.from(file.replace(/-----.*-----/g, ""), "base64").includes("sk-0123")).toBe(false);
  });

  it("two files of one text have nothing in common", () => {
    const body = () => encryptTo([recipients[0]!], "same", randomBytes).split("\n").at(-3);
    expect(body()).not.toBe(body());
  });

  it("a recipient with any one character changed is refused", () => {
    const recipient = recipients[0]!;
    expect(recipientProblem(recipient)).toBeUndefined();
    for (let index = 4; index < recipient.length; index++) {
      const other = recipient[index] === "q" ? "p" : "q";
      const broken = recipient.slice(0, index) + other + recipient.slice(index + 1);
      expect(recipientProblem(broken)).toMatch(/is no X25519 recipient/);
    }
  });

  it("an identity is refused and not repeated", () => {
    const problem = recipientProblem(identities[0]!);
    expect(problem).toMatch(/identity, which is secret/);
    expect(problem).not.toContain(identities[0]!.slice(16, 40));
  });

  it.each(["", "age1", "ssh-ed25519 AAAA", "age1qqqq"])("%j is refused", (text) => {
    expect(recipientProblem(text)).toMatch(/recipient/);
  });
});
