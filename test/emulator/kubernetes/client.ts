import { request as httpRequest } from "node:http";
import {
  type EmbeddedKubernetes,
  type KubernetesOptions,
  startKubernetes,
} from "../../../emulator/kubernetes/index.ts";
import { widgetDefinition } from "./differential/widget-definition.ts";

type Body = Record<string, unknown> & { metadata?: Record<string, unknown>; code?: number; reason?: string };

interface Answer {
  code: number;
  headers: Record<string, string | string[] | undefined>;
  body: Body;
}

/** A server with the widgets of the differential suite defined, and the few calls that tests make. */
export interface TestServer extends AsyncDisposable {
  server: EmbeddedKubernetes;
  call(method: string, path: string, body?: unknown, type?: string): Promise<Answer>;
  watch(path: string): Watching;
}

/** A watch whose events are awaited one by one. */
interface Watching {
  /** The next event, or undefined when the watch has ended. */
  next(): Promise<{ type: string; object: Body } | undefined>;
  stop(): void;
}

export const WIDGETS = "/apis/example.dev/v1/namespaces/default/widgets";
export const SECRETS = "/api/v1/namespaces/default/secrets";

export function widget(name: string, spec: unknown = { size: 1 }, metadata: Record<string, unknown> = {}): unknown {
  return { apiVersion: "example.dev/v1", kind: "Widget", metadata: { name, ...metadata }, spec };
}

export function secret(name: string, metadata: Record<string, unknown> = {}): unknown {
  return { apiVersion: "v1", kind: "Secret", metadata: { name, ...metadata }, data: { a: "dg==" } };
}

export async function startTestServer(options: KubernetesOptions = {}): Promise<TestServer> {
  const server = await startKubernetes(options);
  const call: TestServer["call"] = (method, path, body, type) => callServer(server, method, path, body, type);
  await call("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", widgetDefinition);
  return {
    server,
    call,
    watch: (path) => watchServer(server, path),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

async function callServer(
  server: EmbeddedKubernetes,
  method: string,
  path: string,
  body?: unknown,
  type = "application/json",
): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${server.token}`,
    ...(text === undefined ? {} : { "content-type": type, "content-length": String(Buffer.byteLength(text)) }),
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest(server.url + path, { method, headers, agent: false }, (response) => {
      let answer = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        answer += chunk;
      });
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          code: response.statusCode ?? 0,
          headers: response.headers,
          body: JSON.parse(answer || "{}") as Body,
        }),
      );
    });
    request.on("error", reject);
    request.end(text);
  });
}

function watchServer(server: EmbeddedKubernetes, path: string): Watching {
  const events: { type: string; object: Body }[] = [];
  const waiting: ((event: { type: string; object: Body } | undefined) => void)[] = [];
  let rest = "";
  let ended = false;
  const end = (): void => {
    ended = true;
    for (const resolve of waiting.splice(0)) resolve(undefined);
  };
  const request = httpRequest(
    server.url + path,
    { headers: { authorization: `Bearer ${server.token}` }, agent: false },
    (response) => {
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          const event = JSON.parse(line) as { type: string; object: Body };
          const resolve = waiting.shift();
          if (resolve) resolve(event);
          else events.push(event);
        }
      });
      response.on("error", end);
      response.on("close", end);
    },
  );
  request.on("error", end);
  request.end();
  return {
    next: () => {
      const event = events.shift();
      if (event || ended) return Promise.resolve(event);
      return new Promise((resolve) => waiting.push(resolve));
    },
    stop: () => request.destroy(),
  };
}
