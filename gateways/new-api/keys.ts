import { Sensitive } from "../../core/sensitive.ts";
import { type Milliseconds, second } from "../../core/time.ts";
import type { Budget, RateLimit } from "../budget.ts";
import { type Deps, steadyClock } from "../deps.ts";
import { GatewayError } from "../error.ts";
import type { CallOptions } from "../gateway.ts";
import type { Redactor } from "../redact.ts";
import type { Api } from "./api.ts";
import { type Company, createGatherer } from "./gather.ts";
import type { Listing } from "./listing.ts";
import { worth } from "./pace.ts";
import { revealed, revealedBatch, type Token } from "./wire.ts";

const batchSize = 100;
/** A key that was made must be in a list made afterwards; deletions in between can hide it from one reading. */
const readings = 3;
const longestLookUp = 15 * second;
/** While there are reveals enough, keys still wait so long for others: for those being made, and where some came just now. */
const moment = second;
/** Reveals that are asked for together come within this time. */
const atOnce = 5;

/** Finds keys by name and reads their texts, many at a time. */
export interface Keys {
  /** A key is being made, and will be looked for; the returned function says that the create is over. */
  expect(): () => void;
  /** The key of that name, which must exist; the newest are found with one request for up to a hundred of them. */
  find(name: string, options: CallOptions): Promise<Token>;
  /** The text of a key, with its prefix; undefined if the key does not exist. `now` puts off nothing. */
  text(
    token: Pick<Token, "id"> & { readonly key?: string },
    options: CallOptions & { readonly now?: boolean },
  ): Promise<Sensitive | undefined>;
}

/** What is found out on the way about the server's ways with key texts. */
export interface TextTraits {
  masked: boolean;
  batchReveal: boolean;
}

export function createKeys(options: {
  readonly api: Api;
  readonly listing: Listing;
  readonly budget: Budget;
  readonly deps: Pick<Deps, "now" | "monotonic" | "sleep">;
  readonly redactor: Redactor;
  readonly traits: TextTraits;
  limit(bucket: "GA" | "CT"): RateLimit | undefined;
}): Keys {
  const { api, listing, budget, deps, redactor, traits } = options;
  const clock = steadyClock(deps);
  let expected = 0;
  let lookedUp = Number.NEGATIVE_INFINITY;

  const finds = createGatherer<string, Token>({
    deps,
    most: 1_000,
    linger: (company) => Math.max(forLookUp(company), traits.masked ? forReveal(company) : 0),
    settle: findAll,
  });

  /** A look-up takes the turn of one of the keys that are being made; where nobody waits for a turn, it may go at once. */
  function forLookUp({ count, longest, waited }: Company): Milliseconds {
    const room = budget.wait("GA");
    const price = expected * worth(budget, "GA", options.limit("GA"));
    return Math.min(Math.max(room, (price - waited) / count), longestLookUp - longest);
  }

  /** Finding a key sooner than its text can be had is of no use; and whatever is still being made can share the reveal. */
  function forReveal({ count, longest, waited }: Company): Milliseconds {
    const limit = options.limit("CT");
    if (!limit) return 0;
    const most = worth(budget, "CT", limit);
    const fair = Math.min(most - longest, ((1 + expected) * most - waited) / count);
    const inCompany = expected > 0 || clock() - lookedUp < moment;
    return Math.max(budget.wait("CT"), fair, inCompany ? moment - longest : 0);
  }

  async function findAll(names: readonly string[]): Promise<readonly (Token | Error)[]> {
    lookedUp = clock();
    const missing = new Set(names);
    const found = new Map<string, Token>();
    for (let reading = 0; reading < readings && missing.size > 0; reading++) {
      for (const [name, token] of await listing.named(missing, { first: true, urgent: true })) {
        found.set(name, token);
        missing.delete(name);
      }
    }
    return names.map((name) => found.get(name) ?? notFound(name));
  }

  const reveals = createGatherer<number, Sensitive | undefined>({
    deps,
    most: batchSize,
    linger: (company) => Math.max(forReveal(company), atOnce - company.longest),
    settle: async (ids) => {
      if (traits.batchReveal) {
        const texts = await revealBatch(ids);
        if (texts)
          return ids.map((id) => texts[String(id)]).map((key) => (key === undefined ? undefined : issued(key)));
        traits.batchReveal = false;
      }
      const texts: (Sensitive | Error | undefined)[] = [];
      for (const id of ids) texts.push(await revealOne(id).catch((error: Error) => error));
      return texts as (Sensitive | Error)[];
    },
  });

  // Revealing changes nothing, so it may be repeated; but every repetition costs one of twenty.
  const reveal = {
    operation: "reveal",
    method: "POST",
    bucket: ["CT", "GA"],
    safe: true,
    first: true,
    urgent: true,
  } as const;

  async function revealBatch(ids: readonly number[]): Promise<Readonly<Record<string, string>> | undefined> {
    const path = "/api/token/batch/keys";
    const reply = await api.call({ ...reveal, path, json: { ids } });
    if (reply.kind === "no-route") return undefined;
    const parsed = reply.kind === "done" ? revealedBatch.safeParse(reply.data) : undefined;
    if (!parsed?.success) throw new GatewayError("retry", "RevealFailed", `reveal: POST ${path} showed no keys.`);
    return parsed.data.keys;
  }

  async function revealOne(id: number): Promise<Sensitive | undefined> {
    const path = `/api/token/${id}/key`;
    const reply = await api.call({ ...reveal, path, json: {} });
    if (reply.kind === "refused" && reply.notFound) return undefined;
    const parsed = reply.kind === "done" ? revealed.safeParse(reply.data) : undefined;
    if (!parsed?.success) throw new GatewayError("retry", "RevealFailed", `reveal: POST ${path} showed no key.`);
    return issued(parsed.data.key);
  }

  /** Servers keep keys without the prefix that clients present. */
  function issued(key: string): Sensitive {
    redactor.add(key);
    return redactor.add(new Sensitive(`sk-${key}`));
  }

  return {
    expect() {
      expected += 1;
      return () => {
        expected -= 1;
      };
    },
    find: (name, { signal }) => finds.add(name, { signal }),
    async text(token, { signal, now }) {
      if (token.key !== undefined && !token.key.includes("*") && token.key.length >= 8) return issued(token.key);
      return reveals.add(token.id, { signal, now: now ?? false });
    },
  };
}

function notFound(name: string): GatewayError {
  const message = `create: the gateway said that "${name}" was made, but does not list it. Somebody may have deleted it; look before making another.`;
  return new GatewayError("unknown", "NotListed", message);
}
