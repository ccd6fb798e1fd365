// A client of the protocol that knows nothing of the provider's tables: messages are field numbers and values, as the
// protocol's own description has them, so that a wrong number cannot cancel itself out.
import { type ClientHttp2Session, connect as connectHttp2, type IncomingHttpHeaders } from "node:http2";
import { connect as connectSocket, type Socket } from "node:net";
import { type ConnectionOptions, connect as connectTls } from "node:tls";

/** A message to be sent, by field numbers. */
export interface Draft {
  readonly [field: number]: string | number | boolean | Uint8Array | Draft | readonly (string | Draft | Uint8Array)[];
}

/** What came back. */
export interface Reply {
  readonly status: number;
  readonly message: string;
  readonly headers: IncomingHttpHeaders;
  /** One for each message. */
  readonly messages: readonly Fields[];
}

/** A message that was received: by field number, every value in order; numbers as bigint, the rest as bytes. */
export class Fields {
  readonly #values = new Map<number, (bigint | Buffer)[]>();

  constructor(bytes: Buffer) {
    let at = 0;
    const varint = () => {
      let value = 0n;
      for (let shift = 0n; ; shift += 7n) {
        const byte = bytes[at]!;
        at += 1;
        value |= BigInt(byte & 127) << shift;
        if (byte < 128) return value;
      }
    };
    while (at < bytes.length) {
      const tag = Number(varint());
      const values = this.#values.get(tag >> 3) ?? [];
      this.#values.set(tag >> 3, values);
      const number = varint();
      if (tag % 8 === 0) values.push(number);
      else {
        values.push(bytes.subarray(at, at + Number(number)));
        at += Number(number);
      }
    }
  }

  get numbers(): readonly number[] {
    return [...this.#values.keys()].sort((one, other) => one - other);
  }

  bytes(field: number): Buffer | undefined {
    return this.#values.get(field)?.at(-1) as Buffer | undefined;
  }

  text(field: number): string | undefined {
    return this.bytes(field)?.toString("utf8");
  }

  number(field: number): number {
    return Number(this.#values.get(field)?.at(-1) ?? 0);
  }

  all(field: number): readonly Fields[] {
    return (this.#values.get(field) ?? []).map((value) => new Fields(value as Buffer));
  }

  /** A message within this one, along field numbers; undefined where one is absent. */
  inside(...path: readonly number[]): Fields | undefined {
    return path.reduce<Fields | undefined>((fields, field) => fields?.all(field).at(-1), this);
  }
}

export function encoded(draft: Draft): Buffer {
  const parts: Buffer[] = [];
  for (const [field, value] of Object.entries(draft)) {
    const number = Number(field);
    if (typeof value === "number" || typeof value === "boolean") parts.push(varint(number * 8), varint(Number(value)));
    else {
      for (const one of Array.isArray(value) ? value : [value]) {
        const bytes = one instanceof Uint8Array ? one : typeof one === "string" ? Buffer.from(one) : encoded(one);
        parts.push(varint(number * 8 + 2), varint(bytes.length), Buffer.from(bytes));
      }
    }
  }
  return Buffer.concat(parts);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

export function frame(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

export interface StreamCall {
  /** Every message as it comes; ends with the stream, and throws if its status is not 0. */
  readonly messages: AsyncIterable<Fields>;
  cancel(): void;
}

export interface Client {
  call(method: string, draft?: Draft): Promise<Reply>;
  /** As `call`, with a whole path and bytes as they are, in pieces. */
  send(path: string, pieces: readonly Uint8Array[], headers?: Readonly<Record<string, string>>): Promise<Reply>;
  stream(method: string, draft?: Draft): StreamCall;
  readonly session: ClientHttp2Session;
  close(): void;
}

/** Connects to a unix socket, by TLS if so wished. Rejects when the connection does not come about. */
export async function connect(socket: string, tls?: ConnectionOptions): Promise<Client> {
  const connection: Socket = tls
    ? connectTls({ ...tls, path: socket, servername: "localhost", ALPNProtocols: ["h2"] })
    : connectSocket(socket);
  const session = connectHttp2("http://localhost", { createConnection: () => connection });
  await new Promise<void>((resolve, reject) => {
    // The server's settings prove that it took us in; with TLS 1.3 a connection stands before the client is judged.
    session.once("remoteSettings", () => resolve());
    session.once("error", reject);
    // Of a refusal after that, only the socket tells.
    connection.once("error", reject);
    connection.once("close", () => reject(new Error("closed by the other side")));
  });
  session.on("error", () => {});
  const open = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    session.request({
      ":method": "POST",
      ":path": path,
      "content-type": "application/grpc",
      te: "trailers",
      ...headers,
    });

  const send: Client["send"] = (path, pieces, headers) =>
    new Promise((resolve, reject) => {
      const stream = open(path, headers);
      let answered: IncomingHttpHeaders = {};
      let trailers: IncomingHttpHeaders = {};
      const data: Buffer[] = [];
      stream.on("response", (got) => {
        answered = got;
      });
      stream.on("trailers", (got) => {
        trailers = got;
      });
      stream.on("data", (piece: Buffer) => data.push(piece));
      stream.on("error", reject);
      stream.on("close", () => {
        const last = trailers["grpc-status"] === undefined ? answered : trailers;
        resolve({
          status: Number(last["grpc-status"] ?? -1),
          message: decodeURIComponent(String(last["grpc-message"] ?? "")),
          headers: answered,
          messages: unframed(Buffer.concat(data)),
        });
      });
      for (const piece of pieces) stream.write(piece);
      stream.end();
    });

  const pathOf = (method: string) => (method.startsWith("/") ? method : `/tfplugin6.Provider/${method}`);
  return {
    session,
    send,
    call: (method, draft = {}) => send(pathOf(method), [frame(encoded(draft))]),
    stream: (method, draft = {}) => {
      const stream = open(pathOf(method));
      stream.end(frame(encoded(draft)));
      let status = "0";
      stream.on("trailers", (got) => {
        status = String(got["grpc-status"]);
      });
      stream.on("response", (got) => {
        status = String(got["grpc-status"] ?? status);
      });
      async function* messages(): AsyncIterable<Fields> {
        let held = Buffer.alloc(0);
        for await (const piece of stream) {
          held = Buffer.concat([held, piece as Buffer]);
          while (held.length >= 5 && held.length >= 5 + held.readUInt32BE(1)) {
            const end = 5 + held.readUInt32BE(1);
            yield new Fields(held.subarray(5, end));
            held = held.subarray(end);
          }
        }
        if (status !== "0") throw new Error(`status ${status}`);
      }
      return { messages: messages(), cancel: () => stream.close(8) };
    },
    close: () => session.destroy(),
  };
}

function unframed(data: Buffer): readonly Fields[] {
  const messages: Fields[] = [];
  for (let at = 0; at < data.length; ) {
    const end = at + 5 + data.readUInt32BE(at + 1);
    messages.push(new Fields(data.subarray(at + 5, end)));
    at = end;
  }
  return messages;
}
