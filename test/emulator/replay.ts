import { readFileSync } from "node:fs";
import { Agent, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { gunzipSync } from "node:zlib";

/** A request as recorded; `body` null = none, a string = sent raw. */
export interface RecordedRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: unknown;
  parallel?: number;
}

/** An answer, recorded or real. Header names are in lower case. */
export interface Reply {
  status: number;
  headers: Record<string, string | string[]>;
  body: unknown;
}

/** A line of a recording. */
export interface RecordedStep {
  step: number | string;
  why: string;
  request: RecordedRequest | null;
  response: Reply | null;
  event?: { type: string; [field: string]: unknown };
  creates?: string;
  count?: number;
  measured?: Record<string, unknown>;
}

/** Reads a compressed recording from test/wire. */
export function readRecording(name: string): RecordedStep[] {
  const text = gunzipSync(readFileSync(new URL(`../wire/${name}`, import.meta.url))).toString();
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as RecordedStep);
}

/** How a recording is followed. */
export interface ReplayOptions {
  baseURL: string;
  /** What placeholders look like, with the name as its only group, and the flag g. */
  placeholder: RegExp;
  /** Text for a placeholder (`key:5 first 4`, without brackets) that no answer teaches. */
  derive(placeholder: string, known: ReadonlyMap<string, string>): string | undefined;
}

/** Sends recorded requests to a server, and compares its answers with the recorded ones. */
export interface Replay {
  /** What each placeholder stands for on this server. */
  readonly known: Map<string, string>;
  /** Puts real texts in place of the placeholders. Throws an Error that names one without a text. */
  resolve<T>(value: T): T;
  send(request: RecordedRequest): Promise<Reply>;
  /** Differences in readable form, empty if equal; learns placeholders that are new. */
  compare(recorded: unknown, real: unknown): string[];
  close(): void;
}

/** Begins to follow a recording. */
export function createReplay(options: ReplayOptions): Replay {
  const { placeholder } = options;
  const known = new Map<string, string>();
  const agent = new Agent({ keepAlive: true });
  const base = new URL(options.baseURL);
  const lookUp = (name: string) => known.get(name) ?? options.derive(name, known);

  function resolveText(text: string): string {
    return text.replace(placeholder, (_whole, name: string) => {
      const found = lookUp(name);
      if (found === undefined) throw new Error(`no text for the placeholder <${name}>`);
      return found;
    });
  }

  function resolve<T>(value: T): T {
    if (typeof value === "string") return resolveText(value) as T;
    if (Array.isArray(value)) return value.map((item) => resolve(item)) as T;
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolve(item)])) as T;
  }

  function compareText(recorded: string, real: string, path: string): string[] {
    const unknown: string[] = [];
    const source = recorded.split(placeholder).map((part, index) => {
      if (index % 2 === 0) return literally(part);
      const text = lookUp(part);
      if (text !== undefined) return literally(text);
      unknown.push(part);
      return "(.+?)";
    });
    const match = new RegExp(`^${source.join("")}$`, "s").exec(real);
    if (!match) return [`${path}: ${show(recorded)} was recorded, ${show(real)} came`];
    for (const [index, name] of unknown.entries()) known.set(name, match[index + 1] as string);
    return [];
  }

  function compare(recorded: unknown, real: unknown, path = "body"): string[] {
    if (typeof recorded === "string" && typeof real === "string") return compareText(recorded, real, path);
    if (!isObject(recorded) || !isObject(real) || Array.isArray(recorded) !== Array.isArray(real)) {
      return Object.is(recorded, real) ? [] : [`${path}: ${show(recorded)} was recorded, ${show(real)} came`];
    }
    const differences: string[] = [];
    for (const name of new Set([...Object.keys(recorded), ...Object.keys(real)])) {
      const at = `${path}.${name}`;
      if (!(name in real)) differences.push(`${at}: recorded, but missing`);
      else if (!(name in recorded)) differences.push(`${at}: not recorded, but ${show(real[name])} came`);
      else differences.push(...compare(recorded[name], real[name], at));
    }
    return differences;
  }

  function send(recorded: RecordedRequest): Promise<Reply> {
    const { method, path, headers, body } = resolve(recorded);
    const payload = body === null || body === undefined ? undefined : Buffer.from(write(body));
    return new Promise((done, failed) => {
      const outgoing = httpRequest(
        {
          agent,
          host: base.hostname,
          port: base.port,
          method,
          path: path.replaceAll(" ", "%20"),
          headers: { ...headers, ...(payload ? { "Content-Length": payload.length } : {}) },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
          incoming.on("error", failed);
          incoming.on("end", () => {
            done({
              status: incoming.statusCode ?? 0,
              headers: plain(incoming.headers),
              body: readBody(incoming.headers, Buffer.concat(chunks)),
            });
          });
        },
      );
      outgoing.on("error", failed);
      outgoing.end(payload);
    });
  }

  return { known, resolve, send, compare, close: () => agent.destroy() };
}

function write(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

function plain(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as Record<
    string,
    string | string[]
  >;
}

function readBody(headers: IncomingHttpHeaders, raw: Buffer): unknown {
  const body = (headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw).toString();
  try {
    return body === "" ? "" : (JSON.parse(body) as unknown);
  } catch {
    return body;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

function show(value: unknown): string {
  const shown = JSON.stringify(value) ?? "nothing";
  return shown.length > 120 ? `${shown.slice(0, 120)}…` : shown;
}
