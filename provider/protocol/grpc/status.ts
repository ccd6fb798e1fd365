/** The codes of gRPC that a server of this protocol uses. */
export const codes = {
  ok: 0,
  cancelled: 1,
  invalidArgument: 3,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
} as const;

export type Code = (typeof codes)[keyof typeof codes];

/**
 * A call that cannot be answered at all. Not for what the user should read: clients show these as "Plugin did not
 * respond" and the like.
 */
export class StatusError extends Error {
  readonly code: Code;

  constructor(code: Code, message: string) {
    super(message);
    this.name = "StatusError";
    this.code = code;
  }
}

/** A text as `grpc-message` carries it: everything but printable ASCII, and the percent sign, as %XX of UTF-8. */
export function percentEncoded(text: string): string {
  let encoded = "";
  for (const byte of Buffer.from(text, "utf8")) {
    const plain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    encoded += plain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}
