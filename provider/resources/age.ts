import {
  createCipheriv,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from "node:crypto";

/**
 * Encryption to age recipients (age-encryption.org/v1, X25519). Only the writing half, with the primitives of node:crypto;
 * the libraries for it weigh more than the whole provider may. `test/provider/resources/age.test.ts` reads it with one.
 */

const bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
/** The constant header of an X25519 public key in DER. */
const derHeader = Buffer.from("302a300506032b656e032100", "hex");
const chunkBytes = 64 * 1024;

/** Why a text is no recipient of ours; undefined if it is one. */
export function recipientProblem(recipient: string): string | undefined {
  if (recipient.startsWith("AGE-SECRET-KEY-"))
    return "This is an identity, which is secret; give its recipient (`age-keygen -y`), and treat the identity as known to others.";
  if (!/^age1[a-z0-9]+$/.test(recipient))
    return `"${recipient.slice(0, 16)}…" is no age recipient; it begins with age1.`;
  return decodeRecipient(recipient)
    ? undefined
    : `"${recipient.slice(0, 16)}…" is no X25519 recipient of age: a character is wrong or missing.`;
}

/** The text as an armored age file. `randomBytes` must be unpredictable. Throws on what {@link recipientProblem} refuses. */
export function encryptTo(
  recipients: readonly string[],
  text: string,
  randomBytes: (count: number) => Uint8Array,
): string {
  const fileKey = Buffer.from(randomBytes(16));
  const stanzas = recipients.map((recipient) => stanza(recipient, fileKey)).join("");
  const header = `age-encryption.org/v1\n${stanzas}---`;
  const macKey = derive(fileKey, Buffer.alloc(0), "header");
  const mac = createHmac("sha256", macKey).update(header).digest();
  const nonce = Buffer.from(randomBytes(16));
  const body = payload(derive(fileKey, nonce, "payload"), Buffer.from(text, "utf8"));
  return armor(Buffer.concat([Buffer.from(`${header} ${unpadded(mac)}\n`), nonce, body]));
}

function stanza(recipient: string, fileKey: Buffer): string {
  const theirs = decodeRecipient(recipient);
  if (!theirs) throw new TypeError(recipientProblem(recipient));
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  const share = rawPublicKey(publicKey);
  const theirKey = createPublicKey({ key: Buffer.concat([derHeader, theirs]), format: "der", type: "spki" });
  const shared = diffieHellman({ privateKey, publicKey: theirKey });
  const wrapKey = derive(shared, Buffer.concat([share, theirs]), "age-encryption.org/v1/X25519");
  const body = seal(wrapKey, Buffer.alloc(12), fileKey);
  return `-> X25519 ${unpadded(share)}\n${unpadded(body)}\n`;
}

/** Chunks of 64 KiB, each with its number and a mark on the last one. */
function payload(key: Buffer, plain: Buffer): Buffer {
  const chunks: Buffer[] = [];
  const count = Math.max(1, Math.ceil(plain.length / chunkBytes));
  for (let index = 0; index < count; index++) {
    const nonce = Buffer.alloc(12);
    nonce.writeUIntBE(index, 5, 6);
    nonce[11] = index === count - 1 ? 1 : 0;
    chunks.push(seal(key, nonce, plain.subarray(index * chunkBytes, (index + 1) * chunkBytes)));
  }
  return Buffer.concat(chunks);
}

function seal(key: Buffer, nonce: Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function derive(secret: Buffer, salt: Buffer, info: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, salt, info, 32));
}

function rawPublicKey(key: KeyObject): Buffer {
  return key.export({ format: "der", type: "spki" }).subarray(derHeader.length);
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}

function armor(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN AGE ENCRYPTED FILE-----\n${lines.join("\n")}\n-----END AGE ENCRYPTED FILE-----\n`;
}

/** The 32 bytes of an `age1…` text, or undefined where its checksum or length is wrong. */
function decodeRecipient(recipient: string): Buffer | undefined {
  const values = [...recipient.slice(4)].map((letter) => bech32.indexOf(letter));
  if (values.includes(-1) || values.length < 6 || checksum([3, 3, 3, 0, 1, 7, 5, ...values]) !== 1) return undefined;
  const bytes: number[] = [];
  let bits = 0;
  let buffer = 0;
  for (const value of values.slice(0, -6)) {
    buffer = ((buffer << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((buffer >> bits) & 0xff);
    }
  }
  return bytes.length === 32 ? Buffer.from(bytes) : undefined;
}

/** Bech32's checksum (BIP 173) over the expanded prefix "age" and the data. */
function checksum(values: readonly number[]): number {
  const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    for (const [bit, term] of generator.entries()) if ((top >> bit) & 1) check ^= term;
  }
  return check >>> 0;
}
