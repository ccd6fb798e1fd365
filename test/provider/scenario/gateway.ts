import type { Emulator } from "../../../emulator/emulator.ts";
import type { FaultRule } from "../../../emulator/faults.ts";
import type { LedgerKey } from "../../../emulator/ledger.ts";
import { startNewApi } from "../../../emulator/new-api/index.ts";
import { startSub2api } from "../../../emulator/sub2api/index.ts";
import { type GatewayConsole, newApiConsole, sub2apiConsole } from "../../support/gateway-console.ts";
import type { ScenarioClock } from "./clock.ts";
import { type GatewayName, type Kind, partsOf } from "./profiles.ts";
import type { CallName } from "./schema.ts";

/** A request, as far as it tells a call. */
interface Call {
  readonly method?: string;
  readonly path?: string;
}

const CALLS: Readonly<Record<Kind, Readonly<Record<CallName, Call>>>> = {
  "new-api": {
    create: { method: "POST", path: "^/api/token/$" },
    update: { method: "PUT", path: "^/api/token/" },
    delete: { method: "DELETE", path: "^/api/token/" },
    list: { method: "GET", path: "^/api/token/(search)?(\\?|$)" },
    get: { method: "GET", path: "^/api/token/[:0-9]" },
    reveal: { method: "POST", path: "^/api/token/(batch/keys|[^/]+/key)$" },
    probe: { method: "GET", path: "^/v1/models$" },
    groups: { method: "GET", path: "^/api/user/self/groups" },
    login: { method: "GET", path: "^/api/user/self$" },
    any: {},
  },
  sub2api: {
    create: { method: "POST", path: "^/api/v1/keys$" },
    update: { method: "PUT", path: "^/api/v1/keys/" },
    delete: { method: "DELETE", path: "^/api/v1/keys/" },
    list: { method: "GET", path: "^/api/v1/keys(\\?|$)" },
    get: { method: "GET", path: "^/api/v1/keys/" },
    reveal: { method: "GET", path: "^/api/v1/keys/" },
    probe: { method: "GET", path: "^/v1/(sub2api/billing|usage)" },
    groups: { method: "GET", path: "^/api/v1/groups/available" },
    login: { method: "POST", path: "^/api/v1/auth/" },
    any: {},
  },
};

/** A gateway of a scenario: an emulated server, its console, and what was made there by hand. */
export class ScenarioGateway {
  readonly name: GatewayName;
  readonly kind: Kind;
  readonly emulator: Emulator;
  readonly console: GatewayConsole;

  private constructor(name: GatewayName, emulator: Emulator) {
    this.name = name;
    this.kind = partsOf(name).kind;
    this.emulator = emulator;
    this.console = (this.kind === "new-api" ? newApiConsole : sub2apiConsole)(emulator);
  }

  static async open(name: GatewayName, clock: ScenarioClock, limits: boolean): Promise<ScenarioGateway> {
    const { kind, version: profile } = partsOf(name);
    const start = kind === "new-api" ? startNewApi : startSub2api;
    return new ScenarioGateway(name, await start({ profile, seed: "wire", now: clock.now, limits }));
  }

  /** The provider's environment variables for this account. */
  get environment(): Readonly<Record<string, string>> {
    const { accessToken = "", userId = "", email = "", password = "" } = this.emulator.credentials;
    return this.kind === "new-api"
      ? { TOKAPI_ACCESS_TOKEN: accessToken, TOKAPI_USER_ID: userId }
      : { TOKAPI_EMAIL: email, TOKAPI_PASSWORD: password };
  }

  /** Input variables that a configuration may declare. */
  get variables(): Readonly<Record<string, string>> {
    const { accessToken, userId, email, password } = this.emulator.credentials;
    const account = this.kind === "new-api" ? { access_token: accessToken, user_id: userId } : { email, password };
    return {
      driver: this.kind,
      gateway_url: this.emulator.panelURL,
      group: this.console.group,
      other_group: this.console.otherGroup,
      vendor: "openai",
      model: this.kind === "new-api" ? "gpt-4o-mini" : "gpt-5.4",
      ...account,
    } as Record<string, string>;
  }

  /** Adds a fault on a call and answers its id. */
  fault(call: CallName, rule: FaultRule): string {
    return this.emulator.faults.add({ ...CALLS[this.kind][call], ...rule });
  }

  /** How many requests of each call there were so far; `any` counts all of the management API. */
  requests(): ReadonlyMap<CallName, number> {
    const routes = Object.entries(this.emulator.ledger.management());
    const data = this.emulator.ledger.snapshot(false).data;
    const counts = new Map<CallName, number>();
    for (const [call, { method, path }] of Object.entries(CALLS[this.kind]) as [CallName, Call][]) {
      const matches = routes.filter(([route]) => {
        const [verb, label = ""] = route.split(" ");
        return (method === undefined || verb === method) && (path === undefined || new RegExp(path).test(label));
      });
      counts.set(
        call,
        matches.reduce((sum, [, { requests }]) => sum + requests, 0),
      );
    }
    counts.set("probe", data.accepted + data.rejected + data.other);
    return counts;
  }

  /**
   * The key that a name means: its name at the gateway, or the readable part of it, with `.r2` for a certain revision; or its id.
   * Undefined when there never was one; throws when it could be one or another.
   */
  keyNamed(name: string): LedgerKey | undefined {
    const found = this.emulator.ledger.created().filter((key) => key.name === name || means(name, key.name));
    const alive = found.filter((key) => key.state !== "deleted");
    const candidates = alive.length > 0 ? alive : found.slice(-1);
    if (candidates.length < 2) return candidates[0] ?? this.emulator.ledger.byId(name);
    throw new Error(`"${name}" could be any of ${candidates.map((key) => key.name).join(", ")}; add .r and a revision`);
  }
}

/** Remote names have room for 30 bytes, so a long name is cut: `prod-api-server.k3f9x2ab.r7`. */
function means(name: string, remote: string): boolean {
  const [readable = "", marker, revision] = remote.split(".");
  if (marker === undefined || revision === undefined) return false;
  const [declared = "", wanted] = name.split(".");
  const fits = declared === readable || (remote.length === 30 && declared.startsWith(readable));
  return fits && (wanted === undefined || wanted === revision);
}
