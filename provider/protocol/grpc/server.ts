import type { EventEmitter } from "node:events";
import {
  constants,
  createSecureServer,
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { Server } from "node:net";
import { MalformedError } from "../wire/bytes.ts";
import { FrameReader, framed } from "./frames.ts";
import type { Incoming, Method } from "./method.ts";
import { codes, percentEncoded, StatusError } from "./status.ts";

/** Key, certificate and the one certificate that a client may bring, all PEM. */
export interface Tls {
  readonly key: string;
  readonly cert: string;
  readonly clientCert: string;
}

export interface GrpcServerOptions<Session> {
  /** Plain HTTP/2 when absent. */
  readonly tls?: Tls | undefined;
  /** By path: `/package.Service/Method`. */
  readonly methods: ReadonlyMap<string, Method<Session>>;
  /** What a new connection is to remember. */
  open(): Session;
  /** The connection is gone. */
  close(session: Session): void;
  /** A call that failed for a reason of ours; the client gets its code only. */
  failed(path: string, error: unknown): void;
}

const settings = { initialWindowSize: 4 * 1024 * 1024 };
const sessionWindow = 64 * 1024 * 1024;
/** MiB. Ten calls in parallel may bring big values; Node's own 10 would refuse them. */
const maxSessionMemory = 2048;

/** A gRPC server over HTTP/2. It does not listen yet: that is for the caller to do. */
export interface GrpcServer {
  readonly listener: Server;
  /** Takes nothing new, lets calls in flight be answered, and is done when the last connection is closed. */
  close(): Promise<void>;
  /** Cuts everything off. */
  destroy(): void;
}

export function createGrpcServer<Session>(options: GrpcServerOptions<Session>): GrpcServer {
  const server = options.tls
    ? createSecureServer({
        settings,
        maxSessionMemory,
        key: options.tls.key,
        cert: options.tls.cert,
        ca: options.tls.clientCert,
        requestCert: true,
        rejectUnauthorized: true,
        minVersion: "TLSv1.2",
        ALPNProtocols: ["h2"],
      })
    : createServer({ settings, maxSessionMemory });
  // Both kinds of server emit the same; their types have no common ground.
  const events: EventEmitter = server;
  const connections = new Set<ServerHttp2Session>();
  const silent = new Set<ServerHttp2Stream>();
  events.on("session", (http2: ServerHttp2Session) => {
    const session = options.open();
    connections.add(http2);
    http2.setLocalWindowSize(sessionWindow);
    http2.on("stream", (stream, headers) => receive(stream, headers, session, options, silent));
    http2.on("close", () => {
      connections.delete(http2);
      options.close(session);
    });
    http2.on("error", () => {});
  });
  // A client that does not pass the handshake is its own trouble.
  events.on("sessionError", () => {});
  events.on("tlsClientError", () => {});
  return {
    listener: server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const stream of silent) stream.end();
        for (const connection of connections) connection.close();
      }),
    destroy: () => {
      server.close();
      for (const connection of connections) connection.destroy();
    },
  };
}

function receive<Session>(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  session: Session,
  options: GrpcServerOptions<Session>,
  silent: Set<ServerHttp2Stream>,
): void {
  stream.on("error", () => {});
  if (!/^application\/grpc(\+proto)?(;|$)/.test(headers["content-type"] ?? "")) {
    stream.respond({ ":status": 415 }, { endStream: true });
    return;
  }
  const path = headers[":path"] ?? "";
  const method = options.methods.get(path);
  if (!method) {
    refuse(stream, new StatusError(codes.unimplemented, `unknown method ${path}`));
    return;
  }
  if (method.kind === "silent") {
    silent.add(stream);
    stream.on("close", () => silent.delete(stream));
    keepSilent(stream, method.outlivesRequest);
    return;
  }
  const cancel = new AbortController();
  // Told only while our side is open: a call that was answered has nothing to abort.
  stream.on("aborted", () => cancel.abort());
  const incoming = { session, signal: cancel.signal, abort: () => cancel.abort() };
  onlyMessage(stream)
    .then((request) =>
      method.kind === "unary"
        ? method.answer(request, incoming).then((answer) => reply(stream, answer))
        : sendAll(stream, method.answers(request, incoming), incoming),
    )
    .catch((error: unknown) => {
      const status = statusOf(error);
      if (status.code === codes.internal) options.failed(path, error);
      refuse(stream, status);
    });
}

/** The one message that a request consists of. */
function onlyMessage(stream: ServerHttp2Stream): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const reader = new FrameReader();
    const messages: Buffer[] = [];
    stream.on("data", (piece: Buffer) => {
      try {
        messages.push(...reader.push(piece));
        if (messages.length > 1) throw new StatusError(codes.invalidArgument, "more than one message");
      } catch (error) {
        stream.removeAllListeners("data");
        stream.resume();
        reject(error);
      }
    });
    const left = () => reject(new StatusError(codes.cancelled, "the client left"));
    stream.on("close", left);
    stream.on("end", () => {
      stream.off("close", left);
      const [message] = messages;
      if (message && reader.idle) resolve(message);
      else reject(new StatusError(codes.invalidArgument, "the request ended before its message was whole"));
    });
  });
}

const responseHeaders = { ":status": 200, "content-type": "application/grpc+proto" } as const;

/** Headers, and the trailers that say that all is well once the last message is out. */
function begin(stream: ServerHttp2Stream): void {
  stream.respond(responseHeaders, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": String(codes.ok) }));
}

function reply(stream: ServerHttp2Stream, answer: Uint8Array): void {
  if (stream.destroyed) return;
  begin(stream);
  stream.end(framed(answer));
}

async function sendAll(
  stream: ServerHttp2Stream,
  answers: AsyncIterable<Uint8Array>,
  { signal }: Incoming<unknown>,
): Promise<void> {
  let status: StatusError | undefined;
  if (stream.destroyed) return;
  stream.respond(responseHeaders, { waitForTrailers: true });
  stream.on("wantTrailers", () =>
    stream.sendTrailers({
      "grpc-status": String(status?.code ?? codes.ok),
      ...(status && { "grpc-message": percentEncoded(status.message) }),
    }),
  );
  try {
    for await (const answer of answers) {
      if (signal.aborted) return;
      if (!stream.write(framed(answer))) await drained(stream, signal);
    }
  } catch (error) {
    status = statusOf(error);
    throw error;
  } finally {
    stream.end();
  }
}

function drained(stream: ServerHttp2Stream, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    stream.once("drain", resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** An answer of headers only. */
function refuse(stream: ServerHttp2Stream, status: StatusError): void {
  if (stream.destroyed || stream.headersSent) return;
  stream.respond(
    { ...responseHeaders, "grpc-status": String(status.code), "grpc-message": percentEncoded(status.message) },
    { endStream: true },
  );
  // The rest of the request is not waited for.
  if (!stream.readableEnded) stream.close(constants.NGHTTP2_NO_ERROR);
}

function keepSilent(stream: ServerHttp2Stream, outlivesRequest: boolean): void {
  begin(stream);
  stream.resume();
  if (!outlivesRequest) stream.on("end", () => stream.end());
}

function statusOf(error: unknown): StatusError {
  if (error instanceof StatusError) return error;
  if (error instanceof MalformedError) return new StatusError(codes.invalidArgument, error.message);
  return new StatusError(codes.internal, "the provider failed; its log says how");
}
