/** One request. The body is text. */
export interface Request {
  readonly method: "GET" | "PATCH" | "DELETE";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

/** How to trust the server, and to show who we are. PEM texts. */
export interface Tls {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** The name to expect in the certificate, where it is not the URL's host. */
  readonly servername?: string | undefined;
  /** False accepts any certificate. */
  readonly rejectUnauthorized?: boolean | undefined;
}

/** No object of a cluster is larger; etcd holds 1.5 MB of one. */
const largest = 16 * 1024 * 1024;

/**
 * Opens connections to one server, kept and shared, through an HTTP proxy if there is one. The modules are loaded here and
 * not above: a bundle would load them at every start. Rejects with what Node says.
 */
export async function connect(
  url: URL,
  tls: Tls,
  proxy: URL | undefined,
): Promise<(path: string, request: Request) => Promise<Answer>> {
  const { Agent, request: ask } = url.protocol === "http:" ? await import("node:http") : await import("node:https");
  const given = Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
  const agent = new Agent({ keepAlive: true, maxSockets: 16, ...given });
  if (proxy) {
    const { tunnel } = await import("../../../gateways/transports/tunnel.ts");
    agent.createConnection = tunnel(proxy, { ...given, timeoutMs: 10_000 });
  }
  return (path, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      // Node frames the body of a DELETE only when it is told how long it is.
      const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
      const sent = ask(new URL(path, url), { agent, method, headers: { ...headers, ...length } });
      // Not its option `signal`: that throws through a socket whose answer is complete, where nobody can catch it.
      signal.addEventListener("abort", () => sent.destroy());
      sent.on("response", async (response) => {
        try {
          const chunks: Uint8Array[] = [];
          let size = 0;
          for await (const chunk of response as AsyncIterable<Uint8Array>) {
            size += chunk.length;
            if (size > largest) throw Object.assign(new Error("the answer is too large"), { code: "too large" });
            chunks.push(chunk);
          }
          const retryAfter = response.headers["retry-after"];
          resolve({ status: response.statusCode!, retryAfter, text: Buffer.concat(chunks).toString("utf8") });
        } catch (error) {
          reject(error);
        }
      });
      sent.on("error", reject);
      sent.end(body);
    });
}
