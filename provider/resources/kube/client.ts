import * as z from "zod/mini";
import type { World } from "../client.ts";
import { KubeError, refusedBy, unanswered } from "./error.ts";
import { type Answer, connect, type Request } from "./exchange.ts";
import type { Login, Server } from "./server.ts";

/** Which object of a kind. */
export interface Ref {
  readonly namespace: string;
  readonly name: string;
}

/** A kind as its address has it. */
export interface Kind {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
}

const labels = z.optional(z.record(z.string(), z.string()));
const objectSchema = z.object({
  metadata: z.object({
    namespace: z.optional(z.string()),
    name: z.string(),
    uid: z.string(),
    generation: z.optional(z.number()),
    deletionTimestamp: z.optional(z.string()),
    finalizers: z.optional(z.array(z.string())),
    labels,
    annotations: labels,
    managedFields: z.optional(
      z.array(z.object({ manager: z.optional(z.string()), operation: z.optional(z.string()) })),
    ),
  }),
  spec: z.optional(z.record(z.string(), z.unknown())),
  status: z.optional(z.unknown()),
});
/** An object as the server has it. */
export type KubeObject = z.output<typeof objectSchema>;

export interface Written {
  readonly object: KubeObject;
  /** False: it was there before. After a lost answer nobody can tell, and this is undefined. */
  readonly created: boolean | undefined;
}

/**
 * Objects of one cluster. Every failure is a {@link KubeError}. Calls are repeated where nothing has happened, or where
 * twice is as good as once, which holds for all of them.
 */
export interface KubeClient {
  /** The server's address, for messages. */
  readonly address: string;
  get(kind: Kind, ref: Ref, signal: AbortSignal): Promise<KubeObject>;
  /** Server-side apply: the fields of `body` become ours, those that we had and are not in it go. */
  apply(kind: Kind, ref: Ref, body: object, options: { readonly force: boolean }): Promise<Written>;
  /** Merges fields without owning the rest. */
  merge(kind: Kind, ref: Ref, body: object): Promise<KubeObject>;
  /** Deletes this very object, or begins to. */
  delete(kind: Kind, ref: Ref, uid: string): Promise<void>;
}

/** The name under which our fields stand in `managedFields`. */
export const fieldManager = "terraform-provider-tok";

const attempts = 5;
const deadline = 30_000;

export function createKubeClient(server: Server, world: World, userAgent: string): KubeClient {
  const address = server.url.href.replace(/\/$/, "");
  let open: { readonly login: Login; readonly exchange: Promise<Exchange> } | undefined;

  /** Connections belong to certificates: with another one there are others. */
  function connection(login: Login): Promise<Exchange> {
    if (!open || open.login.cert !== login.cert || open.login.key !== login.key)
      open = {
        login,
        exchange: connect(server.url, { ...server.tls, cert: login.cert, key: login.key }, server.proxy),
      };
    return open.exchange;
  }

  async function once(call: Call, login: Login): Promise<Omit<Reply, "unsure">> {
    const late = AbortSignal.timeout(deadline);
    const signal = call.signal ? AbortSignal.any([late, call.signal]) : late;
    let answer: Answer;
    try {
      const exchange = await connection(login);
      const headers = { accept: "application/json", "user-agent": userAgent, ...login.headers, ...call.headers };
      answer = await exchange(call.path, { method: call.method, headers, body: call.body, signal });
    } catch (error) {
      if (call.signal?.aborted) throw new KubeError("the call was interrupted", { cause: error });
      throw unanswered(address, error, late.aborted);
    }
    const body = json(answer.text);
    if (answer.status < 200 || answer.status > 299) throw refusedBy(answer.status, body, answer.retryAfter);
    return { status: answer.status, body };
  }

  async function send(call: Call): Promise<Reply> {
    let renew = false;
    let unsure = false;
    for (let attempt = 1; ; attempt++) {
      const login = await server.login(renew);
      try {
        return { ...(await once(call, login)), unsure };
      } catch (error) {
        if (!(error instanceof KubeError)) throw error;
        const refused: boolean = error.httpStatus === 401 && !renew;
        if (attempt >= attempts || call.signal?.aborted || !(refused || error.passing)) throw error;
        unsure ||= error.sent && error.httpStatus !== 429 && error.httpStatus !== 401;
        renew = refused;
        if (refused) continue;
        const pause = error.retryAfter ?? 200 * 2 ** (attempt - 1) * (0.5 + world.random());
        await world.sleep(Math.min(pause, deadline), call.signal).catch(() => {
          throw error;
        });
      }
    }
  }

  async function write(kind: Kind, ref: Ref, body: object, how: { type: string; query: string }): Promise<Written> {
    const reply = await send({
      method: "PATCH",
      path: `${pathOf(kind, ref)}?fieldManager=${fieldManager}&${how.query}`,
      headers: { "content-type": how.type },
      body: JSON.stringify(body),
    });
    return { object: objectIn(reply.body), created: reply.unsure ? undefined : reply.status === 201 };
  }

  return {
    address,
    get: async (kind, ref, signal) => objectIn((await send({ method: "GET", path: pathOf(kind, ref), signal })).body),
    apply: (kind, ref, body, { force }) =>
      write(kind, ref, body, { type: "application/apply-patch+yaml", query: `force=${force}` }),
    merge: async (kind, ref, body) =>
      (await write(kind, ref, body, { type: "application/merge-patch+json", query: "" })).object,
    async delete(kind, ref, uid) {
      const body = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy: "Background", preconditions: { uid } };
      const headers = { "content-type": "application/json" };
      await send({ method: "DELETE", path: pathOf(kind, ref), headers, body: JSON.stringify(body) });
    },
  };
}

type Exchange = Awaited<ReturnType<typeof connect>>;

interface Call extends Partial<Pick<Request, "headers" | "signal">>, Pick<Request, "method" | "body"> {
  readonly path: string;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
  /** An earlier attempt may have taken effect. */
  readonly unsure: boolean;
}

/** Relative to the server's address, which may have a path of its own. */
function pathOf({ group, version, plural }: Kind, { namespace, name }: Ref): string {
  const [space, own] = [namespace, name].map(encodeURIComponent);
  return `apis/${group}/${version}/namespaces/${space}/${plural}/${own}`;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectIn(body: unknown): KubeObject {
  const parsed = objectSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join(".") || "its top";
  throw new KubeError(`the answer is not understood at ${where}; is a proxy in between?`, { httpStatus: 200 });
}
