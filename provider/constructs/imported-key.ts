import { Construct } from "constructs";
import type { IApiKey } from "./api-key-interface.ts";
import { toArguments } from "./arguments.ts";
import { checkAtSynth, type Findings, stackOf } from "./checks.ts";
import { DeclaredResource } from "./declared-resource.ts";
import type { Gateway } from "./gateway.ts";
import type { Grant } from "./grant.ts";
import { Grants } from "./grants.ts";
import { identify } from "./key-resource.ts";
import type { ModelRoute } from "./model-route.ts";
import { routeProblems } from "./route-problems.ts";

/** A key that is managed elsewhere. Once a route is granted to it, its models are managed here: `tok_model_routes`. */
export class ImportedApiKey extends Construct implements IApiKey {
  readonly gateway: Gateway;
  readonly #id: string;
  readonly #called: string;
  readonly #grants = new Grants(this);
  #resource: DeclaredResource | undefined;

  /** `called` tells the key in addresses; its id at the gateway, or its name. */
  constructor(scope: Construct, id: string, gateway: Gateway, keyId: string, called: string) {
    super(scope, id);
    this.gateway = gateway;
    this.#id = keyId;
    this.#called = called;
    checkAtSynth(this, () => this.#check());
  }

  addRoute(route: ModelRoute): Grant {
    this.#resource ??= this.#declare();
    return this.#grants.add(route);
  }

  #declare(): DeclaredResource | undefined {
    const stack = stackOf(this);
    if (!stack) return undefined;
    const values = () => toArguments({ keyId: this.#id, routes: this.#grants.routes.map(({ _route }) => _route) });
    const provider = this.gateway._provider(stack);
    const resource = new DeclaredResource(this, "Resource", { type: "tok_model_routes", provider, values });
    return identify(resource, [this.gateway.name, this.#called]);
  }

  #check(): Findings {
    const { _known } = this.gateway;
    const { routes } = this.#grants;
    if (routes.length === 0) return {};
    const problems = [...routeProblems(this.gateway, routes)];
    if (!stackOf(this))
      problems.push("stands in no TerraformStack, and only Terraform can change a key of somebody else");
    if (_known?.models === false)
      problems.push(
        `routes: on ${_known.software} the group decides which models a key may call, so a key has no routes to set; put it into another group`,
      );
    const thing = `the key ${this.#called} at the gateway ${this.gateway.node.path}`;
    return { problems, claims: [{ thing, advice: "Import it once, and grant all its routes to that." }] };
  }
}
