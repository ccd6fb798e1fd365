import type { Sensitive } from "../../core/sensitive.ts";
import { Sensitive as Secret } from "../../core/sensitive.ts";
import { minute } from "../../core/time.ts";
import { createBudget, type RateLimit } from "../budget.ts";
import { type Connection, rateLimits } from "../connection.ts";
import type { Deps } from "../deps.ts";
import { GatewayError } from "../error.ts";
import type { Capabilities, Gateway } from "../gateway.ts";
import { createHttp } from "../http.ts";
import { createRedactor } from "../redact.ts";
import { createGroups, freshLife } from "./groups.ts";
import { createMaker } from "./key-create.ts";
import { createKeyReader } from "./key-reader.ts";
import { createKeyWriter } from "./key-writer.ts";
import { lastUse } from "./last-use.ts";
import { createLogins } from "./login.ts";
import { createPanel } from "./panel.ts";
import { badProbes, createProber } from "./probe.ts";
import { resolveSpec } from "./resolve.ts";
import { remoteKey } from "./restrictions.ts";
import { type Access, createSession } from "./session.ts";
import { readSite, siteWarnings } from "./site.ts";
import { certain } from "./unenforceable.ts";
import { type Traits, traitsOf } from "./version.ts";
import { type WireSettings, wireMe } from "./wire.ts";

/** The world, and where a refresh token is kept that we were given: it changes with every use. */
export type Sub2apiDeps = Deps & { saveRefreshToken?(token: Sensitive): Promise<void> };

/** While the server's Redis hangs, a revoking call takes up to 30 s before its 200; the usual deadline is 30 s too. */
const patience = 1.5;

/** The server's default limits (per user; login and refresh per address), and our own for probes of keys that may be bad. */
const defaults = {
  panel: { limit: 240, windowMs: minute },
  usage: { limit: 60, windowMs: minute },
  login: { limit: 20, windowMs: minute },
  refresh: { limit: 30, windowMs: minute },
  [badProbes]: { limit: 60, windowMs: minute },
} as const satisfies Record<string, RateLimit>;

/** Before 0.1.166 a panel has no limit of its own; this one is courtesy. */
const courtesy: RateLimit = { limit: 1_200, windowMs: minute };

/** Opens one account at one Sub2API panel. Asks for the server's version, but logs in only when it is needed. */
export async function openSub2api(connection: Connection, deps: Sub2apiDeps): Promise<Gateway> {
  const redactor = createRedactor();
  const secret = (text: string) => redactor.add(new Secret(text));
  const { access, account } = accessOf(connection, deps, redactor.add);
  const budget = createBudget(rateLimits(defaults, connection.rateLimits), deps);
  const { caBundle, proxy, timeoutMs } = connection;
  const server = (setting: "panelURL" | "dataURL", deadline: number) =>
    createHttp({
      baseURL: connection[setting],
      setting,
      timeoutMs: deadline,
      deps,
      budget,
      redact: redactor.redact,
      ...(caBundle === undefined ? {} : { caBundle }),
      ...(proxy === undefined ? {} : { proxy }),
    });
  const http = server("panelURL", timeoutMs);
  const slow = server("panelURL", timeoutMs * patience);
  const data = server("dataURL", timeoutMs);
  let closing: Promise<unknown> | undefined;
  const close = async () => {
    budget.close();
    closing ??= Promise.all([http.close(), slow.close(), data.close()]);
    await closing;
  };

  let traits: Traits;
  const learn = (site: WireSettings) => {
    traits = traitsOf(site.version ?? undefined);
    const panel = traits.panelLimit ? defaults.panel : courtesy;
    if (connection.rateLimits.panel === undefined) budget.configure({ panel });
    prober.restart();
  };
  const prober = createProber(data, budget, () => traits, deps.now);
  try {
    learn(await readSite(http));
  } catch (error) {
    await close();
    throw error;
  }

  const session = createSession(access, createLogins(http, deps.now, secret), deps.now);
  const panel = createPanel(http, slow, session, deps.now);
  const groups = createGroups(panel, deps.now);
  const reader = createKeyReader(panel, deps.sleep);
  const tools = { panel, reader, groups, prober, traits: () => traits };
  const writer = createKeyWriter(tools);
  const make = createMaker({ ...tools, writer, account, now: deps.now });

  return {
    get capabilities() {
      return capabilitiesOf(traits);
    },
    async check(options = {}) {
      const site = await readSite(http, options);
      learn(site);
      const me = await panel.call({ operation: "check", method: "GET", path: "/auth/me", data: wireMe, ...options });
      const warnings = siteWarnings(site);
      if (connection.credentials.kind === "refresh-token" && deps.saveRefreshToken === undefined) {
        warnings.push(
          "The refresh token changes with every use and is kept nowhere: after a restart a human must log in.",
        );
      }
      return { account: me.email, serverVersion: traits.version, warnings };
    },
    async list(options) {
      const keys = await reader.all(options);
      const now = deps.now();
      return keys.map((key) => remoteKey(key, now));
    },
    async get(id, options) {
      const key = await reader.get(id, options);
      return key && remoteKey(key, deps.now());
    },
    create(draft, options) {
      if (draft.text) redactor.add(draft.text);
      return make(draft, options);
    },
    async reveal(id, options) {
      const key = await reader.get(id, options);
      return key && secret(key.key);
    },
    update: writer.update,
    setEnabled: writer.setEnabled,
    revoke: writer.revoke,
    probe(text, options) {
      redactor.add(text);
      return prober.probe(text, options);
    },
    lastUse: (id, _name, options) => lastUse({ panel, reader, traits }, id, options),
    async groups(options) {
      const all = await groups.all({ ...options, maxAge: 0 });
      return all.map(({ name, platform, description }) => ({
        name,
        provider: platform,
        ...(description ? { description } : {}),
      }));
    },
    // Which models a group opens is its administrator's affair and told to nobody.
    models: async () => undefined,
    async resolve(spec, options) {
      const first = resolveSpec(spec, await groups.all(options), traits.trustsForwarding);
      if (first.problems.every((problem) => problem.reason !== "GroupUnknown")) return first;
      return resolveSpec(spec, await groups.all({ ...options, maxAge: freshLife }), traits.trustsForwarding);
    },
    close,
  };
}

function capabilitiesOf(traits: Traits): Capabilities {
  return {
    driver: "sub2api",
    serverVersion: traits.version,
    ...certain,
    ipRanges: true,
    lastUse: true,
    deathProof: traits.deathProof,
  };
}

function accessOf(
  { credentials }: Connection,
  deps: Sub2apiDeps,
  remember: (secret: Sensitive) => Sensitive,
): { access: Access; account: string } {
  const { saveRefreshToken } = deps;
  const saving = saveRefreshToken ? { saveRefreshToken: (token: Sensitive) => saveRefreshToken(token) } : {};
  switch (credentials.kind) {
    case "password": {
      remember(credentials.password);
      if (credentials.totpSecret) remember(credentials.totpSecret);
      return { access: { password: credentials }, account: credentials.email };
    }
    case "refresh-token":
      remember(credentials.refreshToken);
      return { access: { refreshToken: credentials.refreshToken, ...saving }, account: "" };
    case "access-token": {
      const message =
        "Sub2API has no long-lived access tokens: give email and password of a dedicated account, or a refreshToken.";
      throw new GatewayError("fix-credentials", "InvalidConfig", message);
    }
  }
}
