import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { setTimeout } from "node:timers/promises";
import type { Seen, Step } from "./step.ts";

export interface Server {
  url: string;
  token: string;
  ca?: string;
}

export interface Compared {
  name: string;
  /** Each as `path: real <> embedded`. */
  differences: string[];
}

interface Answer {
  code: number;
  headers: Record<string, string>;
  body: unknown;
}

/** Runs the script on both servers, step by step, and says where their answers differ. */
export async function compareServers(steps: readonly Step[], real: Server, embedded: Server): Promise<Compared[]> {
  const seen = [new Map(), new Map()] as [Map<string, never>, Map<string, never>];
  const results: Compared[] = [];
  for (const step of steps) {
    const [a, b] = await Promise.all([askUntil(real, step, seen[0]), askUntil(embedded, step, seen[1])]);
    seen[0].set(step.name, a.body as never);
    seen[1].set(step.name, b.body as never);
    const differences: string[] = [];
    if (step.differs === undefined) {
      compare("", { ...a, body: normalise(a.body) }, { ...b, body: normalise(b.body) }, differences);
    } else if (a.code !== b.code) differences.push(`code: ${a.code} <> ${b.code}`);
    results.push({ name: step.name, differences });
  }
  return results;
}

async function askUntil(server: Server, step: Step, seen: Seen): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await ask(server, step, seen);
    if (step.retryUntil === undefined || answer.code === step.retryUntil || attempt === 100) return answer;
    await setTimeout(50);
  }
}

async function ask(server: Server, step: Step, seen: Seen): Promise<Answer> {
  const [method = "GET", path = "/"] = (typeof step.request === "string" ? step.request : step.request(seen)).split(
    " ",
  );
  const value = step.bodyFrom ? step.bodyFrom(seen) : step.body;
  const body = value === undefined ? undefined : typeof value === "string" ? value : JSON.stringify(value);
  const headers: Record<string, string> = {
    authorization: `Bearer ${server.token}`,
    accept: step.accept ?? "application/json",
    "user-agent": "script/1",
    ...(body === undefined
      ? {}
      : { "content-type": step.type ?? "application/json", "content-length": String(Buffer.byteLength(body)) }),
  };
  const secure = server.url.startsWith("https:");
  return new Promise((resolve, reject) => {
    const answered = (response: IncomingMessage): void => {
      collect(response, step.events).then(resolve, reject);
    };
    const request = secure
      ? httpsRequest(server.url + path, { method, headers, ca: server.ca, agent: false }, answered)
      : httpRequest(server.url + path, { method, headers, agent: false }, answered);
    request.once("error", reject);
    request.end(body);
  });
}

const QUIET_MS = 2500;

async function collect(response: IncomingMessage, events: number | undefined): Promise<Answer> {
  let text = "";
  response.setEncoding("utf8");
  // A watch that says less than was expected of it is compared by what it said.
  if (events !== undefined) response.setTimeout(QUIET_MS, () => response.destroy());
  try {
    for await (const chunk of response) {
      text += chunk as string;
      if (events !== undefined && text.split("\n").length > events) break;
    }
  } catch (error) {
    if (events === undefined) throw error;
  }
  response.destroy();
  const { warning, "content-type": type = "" } = response.headers;
  const headers = { type, ...(warning === undefined ? {} : { warning: String(warning) }) };
  return { code: response.statusCode ?? 0, headers, body: events === undefined ? parsed(text) : lines(text, events) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function lines(text: string, events: number): unknown {
  return { events: text.split("\n").slice(0, events).map(parsed) };
}

const CHANGING: Record<string, string> = {
  uid: "(uid)",
  resourceVersion: "(version)",
  creationTimestamp: "(time)",
  deletionTimestamp: "(time)",
  lastTransitionTime: "(time)",
  time: "(time)",
  continue: "(token)",
};

/** Ids, versions and times differ by nature; everything else must not. */
function normalise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalise);
  if (typeof value === "string") {
    return value
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "(uid)")
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "(time)")
      .replaceAll(/(ResourceVersion in [a-z ]+ \()\d+\)/g, "$1version)")
      .replaceAll(/too old resource version: \d+ \(\d+\)/g, "too old resource version")
      .replaceAll(/^\d+s$/g, "(age)");
  }
  if (typeof value !== "object" || value === null) return value;
  if ("columnDefinitions" in value && Array.isArray(value.columnDefinitions)) {
    // The descriptions of built-in columns are the real server's prose.
    for (const column of value.columnDefinitions as { description: string }[]) column.description = "";
  }
  if ("managedFields" in value && Array.isArray(value.managedFields)) {
    // Claims are ordered by the second in which they were made, which the two servers need not share.
    const rank = ({ manager, operation, subresource }: Record<string, unknown>) =>
      `${manager} ${operation} ${subresource}`;
    value.managedFields.sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
  }
  if ("causes" in value && Array.isArray(value.causes)) {
    // The real server repeats a cause that several of its validators find.
    const texts = [...new Set(value.causes.map((cause) => JSON.stringify(cause)))];
    value.causes = texts.map((text) => JSON.parse(text) as unknown);
  }
  const entries = Object.entries(value).map(([name, child]): [string, unknown] => {
    const replaced = CHANGING[name];
    const plain = normalise(name) as string;
    return [plain, replaced !== undefined && typeof child === "string" && child !== "" ? replaced : normalise(child)];
  });
  return Object.fromEntries(entries);
}

function compare(path: string, a: unknown, b: unknown, found: string[]): void {
  if (Object.is(a, b)) return;
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let index = 0; index < Math.max(a.length, b.length); index += 1)
      compare(`${path}[${index}]`, a[index], b[index], found);
    return;
  }
  if (typeof a === "object" && typeof b === "object" && a && b && !Array.isArray(a) && !Array.isArray(b)) {
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
      compare(`${path}.${name}`, (a as never)[name], (b as never)[name], found);
    }
    return;
  }
  found.push(`${path}: ${JSON.stringify(a)} <> ${JSON.stringify(b)}`);
}
