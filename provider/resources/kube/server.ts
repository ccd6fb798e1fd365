import type { Tls } from "./exchange.ts";

/** One API server and how to log in to it. */
export interface Server {
  /** Its address, with a path that ends in a slash. */
  readonly url: URL;
  readonly tls: Pick<Tls, "ca" | "servername" | "rejectUnauthorized">;
  /** An HTTP proxy in between. */
  readonly proxy?: URL | undefined;
  /** What to show now; `renew` after the server refused what was shown. Throws diagnostics. */
  login(renew: boolean): Promise<Login>;
}

/** What a request shows. Never printed. */
export interface Login {
  readonly headers: Readonly<Record<string, string>>;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}
