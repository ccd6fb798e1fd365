import * as http from "node:http";
import * as https from "node:https";
import { isIP } from "node:net";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import type { Milliseconds } from "../../core/time.ts";
import { notConnectedError, troubleOf } from "./trouble.ts";

/** What an agent calls for a new connection. */
type CreateConnection = https.Agent["createConnection"];

/**
 * Connections to https servers by CONNECT through an HTTP proxy. They are handed over when their TLS stands. Before that
 * nothing of a request has left, and errors say so, but for untrusted certificates, which are told as they are. That of
 * an https proxy is judged by the system's authorities.
 */
export function tunnel(
  proxy: URL,
  options: Pick<ConnectionOptions, "ca" | "cert" | "key" | "servername" | "rejectUnauthorized"> & {
    readonly timeoutMs: Milliseconds;
  },
): CreateConnection {
  const { timeoutMs, ...tls } = options;
  return (target, done) => {
    const host = String(target.host);
    const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${target.port}`;
    const client = proxy.protocol === "https:" ? https : http;
    let secured: TLSSocket | undefined;
    const asking = client.request(proxy, {
      method: "CONNECT",
      path: authority,
      auth: null,
      agent: false,
      headers: { host: authority, ...proxyCredentials(proxy) },
    });
    const late = setTimeout(() => fail(`no connection within ${timeoutMs} ms`), timeoutMs);

    function end(error: Error | null): void {
      clearTimeout(late);
      if (error) secured?.destroy();
      // The type wants a socket even beside an error.
      done?.(error, secured as TLSSocket);
      done = undefined;
    }

    function fail(why: string): void {
      asking.destroy();
      end(notConnectedError(why));
    }

    asking.on("error", (error) => {
      const { trouble, detail } = troubleOf(error);
      if (trouble === "certificate") end(error);
      else fail(`the proxy: ${detail}`);
    });
    asking.on("connect", (answer, socket) => {
      if (answer.statusCode !== 200) {
        socket.destroy();
        return fail(`the proxy answered ${answer.statusCode}`);
      }
      const servername = isIP(host) ? {} : { servername: host };
      secured = connect({ ...servername, ...tls, socket, host, ALPNProtocols: ["http/1.1"] });
      secured.setNoDelay(true);
      secured.once("secureConnect", () => end(null));
      secured.once("error", end);
    });
    asking.end();
    return undefined;
  };
}

/** What a proxy wants to know who asks; the URL holds it percent-encoded. */
export function proxyCredentials({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === "") return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}
