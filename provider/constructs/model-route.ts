import { Construct } from "constructs";
import { type Route, routeSchema } from "../../core/key.ts";
import type { IApiKey } from "./api-key-interface.ts";
import { checkAtSynth, type Findings } from "./checks.ts";
import { given } from "./given.ts";
import type { Grant } from "./grant.ts";
import { type Manifest, manifestOf } from "./manifest.ts";

/** How many calls a route takes. Refused on gateways that cannot enforce it, which are New API and Sub2API. */
export interface RateLimitProps {
  /**
   * Requests per minute. Becomes `rateLimit.requestsPerMinute`.
   * @default - no limit
   */
  readonly requestsPerMinute?: number;
  /**
   * Tokens per minute. Becomes `rateLimit.tokensPerMinute`.
   * @default - no limit
   */
  readonly tokensPerMinute?: number;
}

/** Which models of one vendor a route opens. */
export interface ModelRouteProps {
  /** The vendor, in lower case: `openai`, `anthropic`, `gemini`. Becomes `routes[].provider`. */
  readonly provider: string;
  /**
   * The models, by the gateway's names. Becomes `routes[].models`. On Sub2API the group decides, and naming them is refused.
   * @default - every model of the provider that the key's group offers
   */
  readonly models?: string[];
  /**
   * False closes the route without deleting it. Becomes `routes[].enabled`.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * A hint, lower first, 0 to 1000. Becomes `routes[].priority`. Gateways that do not know it ignore it, with a warning.
   * @default - none
   */
  readonly priority?: number;
  /**
   * How many calls it takes. Becomes `routes[].rateLimit`.
   * @default - no limit
   */
  readonly rateLimit?: RateLimitProps;
  /**
   * The name of the TokModelRoute in GitOps manifests; it puts the routes of a key in order, too.
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * For people. Becomes `description` of the TokModelRoute.
   * @default - none
   */
  readonly description?: string;
}

/**
 * The models of one vendor that keys may call, to be shared by many keys of one gateway. With Terraform it becomes a part of
 * each key; in GitOps manifests a TokModelRoute beside them, so that a change reaches all of them.
 */
export class ModelRoute extends Construct {
  /** Its name. */
  readonly name: string;
  /** The vendor. */
  readonly provider: string;
  /** The models; undefined: every model of the provider. */
  readonly models?: string[];
  /** Whether it is open. */
  readonly enabled: boolean;
  readonly #props: ModelRouteProps;
  readonly #keys = new Set<IApiKey>();

  constructor(scope: Construct, id: string, props: ModelRouteProps) {
    super(scope, id);
    this.#props = props;
    this.name = props.name ?? id;
    this.provider = props.provider;
    if (props.models) this.models = [...props.models];
    this.enabled = props.enabled ?? true;
    checkAtSynth(this, () => this.#check());
  }

  /**
   * Lets a key call the models of this route; a key with any route may call nothing else. Asking twice changes nothing. Works
   * for keys that are managed elsewhere, too: see `ApiKey.fromApiKeyId`.
   */
  grantUse(key: IApiKey): Grant {
    return key.addRoute(this);
  }

  /** @internal */
  _usedBy(key: IApiKey): void {
    this.#keys.add(key);
  }

  /** @internal As core has it. */
  get _route(): Route {
    const { provider, models, enabled, priority, rateLimit } = this.#props;
    return given({ provider, models, enabled, priority, rateLimit: rateLimit && given(rateLimit) }) as unknown as Route;
  }

  /** @internal */
  _manifest(namespace: string, labels: Readonly<Record<string, string>>): Manifest {
    const { description } = this.#props;
    return manifestOf("TokModelRoute", { name: this.name, namespace, labels }, { ...this._route, description });
  }

  #check(): Findings {
    const problems: string[] = [];
    const parsed = routeSchema.safeParse(this._route);
    for (const { path, message } of parsed.error?.issues ?? [])
      problems.push(
        `${path
          .map(String)
          .join(".")
          .replace(/\.(\d+)/g, "[$1]")}: ${message}`,
      );
    if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(this.name))
      problems.push(
        `name: "${this.name}" must consist of lower-case letters, digits and hyphens; it is the name of a TokModelRoute`,
      );
    const gateways = [...new Set([...this.#keys].map(({ gateway }) => gateway))];
    if (gateways.length > 1) {
      const users = gateways.map((gateway) => {
        const key = [...this.#keys].find((each) => each.gateway === gateway)!;
        return `${gateway.name} (${key.node.path})`;
      });
      problems.push(
        `is shared by keys of ${gateways.length} gateways: ${users.join(", ")}. Models have other names at each; declare one ModelRoute for each gateway.`,
      );
    }
    return { problems };
  }
}
