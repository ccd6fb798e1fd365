import { Agent, request } from "node:http";

/** What came back over HTTP. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  /** Parsed JSON, or the text. */
  body: unknown;
}

/** A bare client: sends exactly the headers it is given, keeps connections, follows nothing. */
export interface WireClient {
  send(method: string, path: string, headers?: Record<string, string>, body?: unknown): Promise<Reply>;
  close(): void;
}

/** A client of one base URL. A body that is no string is sent as JSON. */
export function createWireClient(baseURL: string): WireClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  return {
    send: (method, path, headers = {}, body = undefined) =>
      new Promise((resolve, reject) => {
        const text = body === undefined || body === null ? "" : typeof body === "string" ? body : JSON.stringify(body);
        const length = text === "" ? {} : { "Content-Length": String(Buffer.byteLength(text)) };
        const outgoing = request(baseURL + path, { method, agent, headers: { ...headers, ...length } }, (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
          incoming.on("error", reject);
          incoming.on("end", () => {
            const received = Buffer.concat(chunks).toString();
            const got = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
            resolve({ status: incoming.statusCode ?? 0, headers: Object.fromEntries(got), body: parse(received) });
          });
        });
        outgoing.on("error", reject);
        outgoing.end(text);
      }),
    close: () => agent.destroy(),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
