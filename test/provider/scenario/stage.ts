import { armor, Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import type { LedgerKey } from "../../../emulator/ledger.ts";
import { openWorkspace, type Workspace } from "../../support/terraform.ts";
import { objectsByAddress } from "../../support/terraform-json.ts";
import type { FoundTerraform } from "../../tools/terraform-programs.ts";
import { createClock, type ScenarioClock } from "./clock.ts";
import { ScenarioGateway } from "./gateway.ts";
import type { Scenario } from "./load.ts";
import type { GatewayName } from "./profiles.ts";
import { attachedProvider, type ScenarioProvider, spawnedProvider } from "./provider.ts";

/** What a scenario is played with. */
export interface Cast {
  readonly program: FoundTerraform;
  readonly gateway: GatewayName;
}

/** A key at one of the stage's gateways. */
export interface PlacedKey {
  readonly gateway: ScenarioGateway;
  readonly key: LedgerKey;
}

/** Everything that one run of a scenario has: its gateways, its provider, its folder and its time. */
export class Stage {
  readonly scenario: Scenario;
  readonly clock: ScenarioClock;
  readonly gateway: ScenarioGateway;
  readonly second: ScenarioGateway | undefined;
  readonly provider: ScenarioProvider;
  readonly workspace: Workspace;
  readonly #environment: Record<string, string>;
  readonly #identity: string;

  private constructor(
    scenario: Scenario,
    clock: ScenarioClock,
    gateways: readonly [first: ScenarioGateway, second: ScenarioGateway | undefined],
    provider: ScenarioProvider,
    workspace: Workspace,
    environment: Record<string, string>,
    identity: string,
  ) {
    this.scenario = scenario;
    this.clock = clock;
    this.gateway = gateways[0];
    this.second = gateways[1];
    this.provider = provider;
    this.workspace = workspace;
    this.#environment = environment;
    this.#identity = identity;
  }

  static async open(scenario: Scenario, cast: Cast): Promise<Stage> {
    const clock = createClock(scenario.speed);
    const gateway = await ScenarioGateway.open(cast.gateway, clock, scenario.limits);
    const second = scenario.second && (await ScenarioGateway.open(scenario.second, clock, scenario.limits));
    const environment: Record<string, string> = { ...gateway.environment };
    const provider = await (scenario.spawn ? spawnedProvider() : attachedProvider(clock, environment));
    const files = Object.fromEntries(Object.entries(scenario.files).filter(([name]) => !isVariant(name)));
    const workspace = await openWorkspace({
      program: cast.program,
      files,
      providers: provider.sources,
      log: "TRACE",
    });
    const identity = await generateX25519Identity();
    const stage = new Stage(scenario, clock, [gateway, second], provider, workspace, environment, identity);
    stage.setVariables({ ...gateway.variables, age_recipient: await identityToRecipient(identity) });
    if (second) stage.setVariables(prefixed("second_", second.variables));
    return stage;
  }

  get gateways(): readonly ScenarioGateway[] {
    return this.second ? [this.gateway, this.second] : [this.gateway];
  }

  /** The environment of the next command, and of the provider when it serves it. */
  get environment(): Readonly<Record<string, string>> {
    return { ...this.#environment, TOKAPI_TEST_CLOCK: this.clock.setting };
  }

  setVariables(variables: Readonly<Record<string, unknown>>): void {
    this.setEnvironment(
      Object.fromEntries(
        Object.entries(variables).map(([name, value]) => [
          `TF_VAR_${name}`,
          value === null || typeof value === "string" ? value : JSON.stringify(value),
        ]),
      ),
    );
  }

  /** Null takes a variable away. */
  setEnvironment(environment: Readonly<Record<string, string | null>>): void {
    for (const [name, value] of Object.entries(environment)) {
      if (value === null) delete this.#environment[name];
      else this.#environment[name] = value;
    }
  }

  /** The key that a reference means now: an address in the state, or a name at a gateway. Throws if there is none. */
  async key(reference: string): Promise<PlacedKey> {
    const object = objectsByAddress(await this.workspace.state()).get(reference);
    if (object) {
      const { id, base_url: url } = object.attributes;
      const gateway = this.gateways.find(({ emulator }) => emulator.dataURL === url) ?? this.gateway;
      const key = gateway.emulator.ledger.byId(String(id));
      if (key) return { gateway, key };
      throw new Error(`${reference} has the id ${String(id)}, and the gateway never had such a key`);
    }
    for (const gateway of this.gateways) {
      const key = gateway.keyNamed(reference);
      if (key) return { gateway, key };
    }
    const made = this.gateways.flatMap(({ emulator }) => emulator.ledger.created().map(({ name }) => name));
    throw new Error(`there is no "${reference}" in the state nor at the gateway (which has had: ${made.join(", ")})`);
  }

  /** Decrypts as the user does who holds the identity of the variable `age_recipient`. */
  async decrypt(armored: string): Promise<string> {
    const decrypter = new Decrypter();
    decrypter.addIdentity(this.#identity);
    return decrypter.decrypt(armor.decode(armored), "text");
  }

  /** Puts what is meant in the place of `{{id KEY}}`, `{{name KEY}}`, `{{text KEY}}` and `{{var NAME}}`. */
  async fill(text: string): Promise<string> {
    const parts = text.split(/(\{\{(?:id|name|text|var) [^}]+\}\})/);
    const filled = parts.map(async (part) => {
      const [, what, reference] = /^\{\{(id|name|text|var) ([^}]+)\}\}$/.exec(part) ?? [];
      if (!what || !reference) return part;
      if (what === "var") return this.#variable(reference);
      return (await this.key(reference)).key[what as "id" | "name" | "text"];
    });
    return (await Promise.all(filled)).join("");
  }

  #variable(name: string): string {
    const value = this.#environment[`TF_VAR_${name}`];
    if (value === undefined) throw new Error(`there is no input variable ${name}`);
    return value;
  }

  async close(): Promise<void> {
    await this.workspace.close();
    this.provider.close();
    await Promise.all(this.gateways.map(({ emulator }) => emulator.close()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** `main.v2.tf` waits to be copied over `main.tf` by a step. */
function isVariant(name: string): boolean {
  return /\.v\d+\.\w+$/.test(name);
}

function prefixed(prefix: string, variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [prefix + name, value]));
}
