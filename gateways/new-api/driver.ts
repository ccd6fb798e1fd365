import { differences } from "../../core/restrictions.ts";
import type { Sensitive } from "../../core/sensitive.ts";
import { afterTheFact } from "../after-the-fact.ts";
import { createBudget } from "../budget.ts";
import { type Connection, rateLimits } from "../connection.ts";
import type { Deps } from "../deps.ts";
import { GatewayError } from "../error.ts";
import type { CallOptions, Capabilities, Check, Gateway, KeyDraft, Verdict } from "../gateway.ts";
import { createHttp, type HttpOptions } from "../http.ts";
import { createRedactor } from "../redact.ts";
import { createApi, readWhoami } from "./api.ts";
import { createCatalog } from "./catalog.ts";
import { remoteKey, restrictions } from "./fields.ts";
import { createKeys } from "./keys.ts";
import { createLastUse } from "./last-use.ts";
import { createListing } from "./listing.ts";
import { probe } from "./probe.ts";
import { resolveSpec } from "./resolve.ts";
import { certain } from "./unenforceable.ts";
import { type Traits, traitsOf } from "./version.ts";
import { status, type Token } from "./wire.ts";
import { createWrites } from "./writes.ts";

/** Opens an account at a New API server, and detects the server's version on the way. */
export async function openNewApi(connection: Connection, deps: Deps): Promise<Gateway> {
  const { credentials } = connection;
  if (credentials.kind !== "access-token")
    throw new GatewayError(
      "fix-credentials",
      "InvalidConfig",
      "New API is accessed with accessToken and userId, not by logging in.",
    );
  const { accessToken, userId } = credentials;
  const redactor = createRedactor();
  redactor.add(accessToken);
  let traits: Traits = traitsOf("");
  let perUnit = 0;
  const budget = createBudget(rateLimits(traits.limits, connection.rateLimits), deps);
  const network: Omit<HttpOptions, "baseURL" | "setting"> = {
    timeoutMs: connection.timeoutMs,
    ...(connection.caBundle === undefined ? {} : { caBundle: connection.caBundle }),
    ...(connection.proxy === undefined ? {} : { proxy: connection.proxy }),
    deps,
    budget,
    redact: redactor.redact,
  };
  const panel = createHttp({ ...network, baseURL: connection.panelURL, setting: "panelURL" });
  const data = createHttp({ ...network, baseURL: connection.dataURL, setting: "dataURL", retries: 1 });
  const headers = {
    authorization: `Bearer ${accessToken.reveal()}`,
    // Demanded up to rc.21, ignored after.
    ...(userId === undefined ? {} : { "new-api-user": userId }),
    "accept-language": "en",
  };
  const api = createApi(panel, {
    headers,
    realStatus: () => traits.realStatus,
    userIdKnown: userId !== undefined,
    redact: redactor.redact,
  });
  const open = createApi(panel, { headers: {}, realStatus: () => true, userIdKnown: true, redact: redactor.redact });
  const texts = { masked: true, batchReveal: true };
  let maskSeen = false;
  const listing = createListing(api, (token) => {
    texts.masked = token.key.includes("*");
    maskSeen ||= texts.masked;
  });
  const limit = (bucket: "GA" | "CT") => rateLimits(traits.limits, connection.rateLimits)[bucket];
  const keys = createKeys({ api, listing, budget, deps, redactor, traits: texts, limit });
  const catalog = createCatalog({ api, http: panel, headers, deps, modelsByGroup: () => traits.modelsByGroup });
  const writes = createWrites({ api, deps, perUnit: () => perUnit, ipRanges });
  const lastUse = createLastUse(api, deps);

  /** Masked keys came long after ranges, whatever a fork calls its version. */
  function ipRanges(): boolean {
    return traits.ipRanges || (traits.version === "unknown" && maskSeen);
  }

  async function detect(options: CallOptions): Promise<void> {
    const found = await open.read({ operation: "status", method: "GET", path: "/api/status", ...options }, status);
    perUnit = found.quota_per_unit;
    traits = traitsOf(found.version ?? "");
    texts.masked = traits.masked;
    texts.batchReveal = traits.batchReveal;
    budget.configure(rateLimits(traits.limits, connection.rateLimits));
  }

  const view = (token: Token) => remoteKey(token, perUnit, deps.now());

  async function create(draft: KeyDraft, options: CallOptions) {
    const earlier = draft.resume ? await oldest(draft.name, options) : undefined;
    const over = keys.expect();
    try {
      if (!earlier) await writes.create(draft.name, draft.restrictions, options);
    } finally {
      over();
    }
    try {
      const token = earlier ?? (await keys.find(draft.name, options));
      const id = String(token.id);
      const have = restrictions(token, perUnit);
      const strayGroup = draft.restrictions.group === undefined && have.group !== undefined;
      if (strayGroup || differences(draft.restrictions, have).length > 0)
        await writes.update(id, draft.name, draft.restrictions, options);
      if (!draft.enabled && token.status === 1) await writes.setEnabled(id, false, options);
      const text = await keys.text(token, { ...options, now: true });
      if (text) return { id, text };
    } catch (error) {
      throw afterTheFact(error, `create: "${draft.name}" exists, but could not be finished`);
    }
    throw new GatewayError(
      "unknown",
      "Gone",
      `create: "${draft.name}" was made, but was gone before its text could be read.`,
    );
  }

  /** What an earlier attempt made; the first of them, if there are several, so that everybody picks the same. */
  async function oldest(name: string, options: CallOptions): Promise<Token | undefined> {
    const same = (await listing.all(options)).filter((token) => token.name === name);
    return same.sort((a, b) => a.id - b.id)[0];
  }

  async function look(text: Sensitive, options: CallOptions): Promise<Verdict> {
    const ask = () => probe(data, redactor.add(text), traits.probeSeesGroup, options);
    const verdict = await ask();
    if (verdict.kind !== "rejected" || !traits.outageIs401) return verdict;
    // There a 401 counts only while the database is known to answer.
    try {
      await readWhoami(api, options);
    } catch {
      return { kind: "unknown", why: `${verdict.why} But the gateway seems to be in trouble.` };
    }
    return ask();
  }

  async function check(options: CallOptions): Promise<Check> {
    catalog.forget();
    await detect(options);
    const who = await readWhoami(api, options);
    const warnings: string[] = [];
    if (userId === undefined && !traits.realStatus)
      warnings.push("userId is not set; New API before v1.0.0-rc.22 demands it.");
    if (userId !== undefined && userId !== String(who.id))
      warnings.push(`userId is ${userId}, but the access token belongs to account ${who.id}.`);
    if (traits.version === "unknown")
      warnings.push("The server does not tell its version; it is taken for an old one.");
    if (!traits.probeSeesGroup)
      warnings.push(`New API ${traits.version} lists models also for keys whose group or addresses refuse every call.`);
    if (who.quota != null && who.quota <= 0)
      warnings.push("The account's wallet is empty: keys are made, but calls fail with 403.");
    return { account: who.username, serverVersion: traits.version, warnings };
  }

  const gateway: Gateway = {
    get capabilities(): Capabilities {
      return {
        driver: "new-api",
        serverVersion: traits.version,
        ...certain,
        ipRanges: ipRanges(),
        lastUse: true,
        deathProof: 0,
      };
    },
    check: (options = {}) => check(options),
    list: async (options = {}) => (await listing.all(options)).map(view),
    async get(id, options = {}) {
      const token = await writes.get(id, options);
      return token && view(token);
    },
    create: (draft, options = {}) => create(draft, options),
    async reveal(id, options = {}) {
      const token = await writes.get(id, options);
      return token && keys.text(token, options);
    },
    update: (id, name, want, options = {}) => writes.update(id, name, want, options),
    setEnabled: (id, enabled, options = {}) => writes.setEnabled(id, enabled, options),
    revoke: (id, _text, options = {}) => writes.revoke(id, options),
    probe: (text, options = {}) => look(text, options),
    async lastUse(id, name, options = {}) {
      const token = await writes.get(id, options);
      return token ? lastUse(token, name, options) : { kind: "unknown" };
    },
    groups: (options = {}) => catalog.groups(options),
    async models(group, options = {}) {
      const offered = await catalog.models(group, options);
      return offered.exact ? offered.names : undefined;
    },
    async resolve(spec, options = {}) {
      const groups = spec.group === undefined ? [] : await catalog.groups(options);
      return resolveSpec(spec, {
        groups,
        perUnit,
        ipRanges: ipRanges(),
        serverVersion: traits.version,
        models: (group) => catalog.models(group, options),
        providers: () => catalog.providers(options),
      });
    },
    async close() {
      budget.close();
      await Promise.all([panel.close(), data.close()]);
    },
  };
  try {
    await detect({ urgent: true });
  } catch (error) {
    await gateway.close();
    throw error;
  }
  return gateway;
}
