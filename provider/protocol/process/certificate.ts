import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** A key and its certificate, made for one process and never stored. */
export interface OwnCertificate {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly cert: string;
  readonly der: Buffer;
}

const second = 1000;
const day = 24 * 60 * 60 * second;

/**
 * A self-signed certificate for `localhost`. The client pins it and checks its name, so that the subject alternative name
 * is what matters. P-256, because it costs 2 ms and every client takes it.
 */
export function ownCertificate(now: Date): OwnCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  const localhost = sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from("localhost")))));
  const extensions = sequence(
    extension([0x55, 0x1d, 0x11], sequence(der(0x82, Buffer.from("localhost")))),
    extension([0x55, 0x1d, 0x0f], der(0x03, Buffer.of(0x07, 0x80))),
    extension([0x55, 0x1d, 0x25], sequence(keyPurpose(0x01), keyPurpose(0x02))),
  );
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    // A leading 1 keeps the serial number positive and in its shortest form.
    der(0x02, Buffer.concat([Buffer.of(1), randomBytes(15)])),
    ecdsaWithSha256,
    localhost,
    // Half a minute of grace for clocks that step.
    sequence(time(now.getTime() - 30 * second), time(now.getTime() + 3650 * day)),
    localhost,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, extensions),
  );
  const signature = der(0x03, Buffer.of(0), sign("sha256", body, privateKey));
  const whole = sequence(body, ecdsaWithSha256, signature);
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: pem(whole),
    der: whole,
  };
}

/** Tag, length, content. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  if (length < 0x100) return Buffer.concat([Buffer.of(tag, 0x81, length), content]);
  return Buffer.concat([Buffer.of(tag, 0x82, length >> 8, length & 0xff), content]);
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(0x30, ...parts);
}

function oid(...bytes: readonly number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}

function extension(name: readonly number[], value: Buffer): Buffer {
  return sequence(oid(...name), der(0x04, value));
}

/** 1: server authentication; 2: client authentication. */
function keyPurpose(last: number): Buffer {
  return oid(0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, last);
}

/** Two digits for the year until 2049, four from 2050 on, as X.509 wants it. */
function time(milliseconds: number): Buffer {
  const text = `${new Date(milliseconds).toISOString().slice(0, 19).replace(/\D/g, "")}Z`;
  return text < "2050" ? der(0x17, Buffer.from(text.slice(2))) : der(0x18, Buffer.from(text));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString("base64").replace(/.{64}(?=.)/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
