import { DEPLOYMENTS, type KubeObject, SECRETS } from "../../operator/kube/resource.ts";
import { entryOf } from "../../operator/reconcile/secret-body.ts";
import { TOK_API_KEYS } from "../../operator/resources/addresses.ts";
import { isTrue, statusOf } from "../support/operator-world.ts";
import { type CrashWorld, patienceMs } from "./crash-world.ts";

/** One TokApiKey in a world, and what happens to it. */
export interface Stage {
  readonly world: CrashWorld;
  readonly name: string;
}

/** A piece of a key's life, in the middle of which the operator is to die. */
export interface Scenario {
  readonly name: string;
  /** What has to be there and settled before; absent: nothing. */
  readonly before?: (stage: Stage) => Promise<void>;
  readonly trigger: (stage: Stage) => Promise<void>;
  /** The revision that is alone at the end; 0: the resource is gone, and every key with it. */
  readonly revision: number;
  /** How many keys the resource makes, from the trigger on. */
  readonly makes: number;
  /** Where the Secret may be, the likeliest first. */
  readonly secrets: (name: string) => readonly string[];
  /**
   * Whether somebody who has just read the Secret may be refused: when the key is being revoked at once, it may die between
   * his read and his call. That the Secret still holds a dead key is never right.
   */
  readonly hurried?: true;
  /** Everything is new: the gateway too, and whoever plays it starts the operator when the key is there. */
  readonly cold?: true;
  /** What is wrong with the outcome. */
  readonly check?: (stage: Stage) => Promise<readonly string[]>;
}

/** A template that delivers the key under one more name. */
const apiKeyText = "$" + "{apiKey}";
const ownSecret = (name: string) => [name];
const brisk = { overlap: "1s", retireWhenIdleFor: "0s", disableBeforeDelete: "0s" };

async function declare({ world, name }: Stage, spec: object = {}): Promise<void> {
  const { gateway, group } = world.console;
  await world.make(TOK_API_KEYS, name, { spec: { gatewayRef: { name: gateway }, group, rotation: brisk, ...spec } });
}

const declared =
  (spec: object = {}) =>
  async (stage: Stage) => {
    await declare(stage, spec);
    await settled(stage, 1);
  };

const request =
  (value: string) =>
  async ({ world, name }: Stage) => {
    await world.edit(name, { metadata: { annotations: { "tokapi.dev/rotate": value } } });
  };

/** Whether a key has come to rest at this revision. */
export function isSettled(object: KubeObject | undefined, revision: number): boolean {
  if (revision === 0 || !object) return revision === 0 && !object;
  const status = statusOf(object);
  const { keys = [], observedGeneration } = status;
  const alone = keys.length === 1 && keys[0]?.state === "Current" && keys[0].revision >= revision;
  const calm = isTrue(status, "Ready") && !isTrue(status, "Reconciling") && !isTrue(status, "Rotating");
  const asked = object.metadata.annotations?.["tokapi.dev/rotate"] !== undefined;
  return alone && calm && !asked && observedGeneration === object.metadata.generation;
}

/** Waits until the stage's key has come to rest. */
export async function settled({ world, name }: Stage, revision: number): Promise<void> {
  await world.follow(
    TOK_API_KEYS,
    name,
    `it has settled at revision ${revision}`,
    (o) => isSettled(o, revision),
    patienceMs,
  );
}

const create: Scenario = {
  name: "create",
  trigger: (stage) => declare(stage),
  revision: 1,
  makes: 1,
  secrets: ownSecret,
};

const first: Scenario = { ...create, name: "first", cold: true };

const edit: Scenario = {
  name: "edit",
  before: declared({ quota: { amount: 5 }, secret: { template: { data: { OLD_KEY: apiKeyText } } } }),
  async trigger({ world, name }) {
    const data = { OLD_KEY: null, NEW_KEY: apiKeyText };
    await world.edit(name, { spec: { quota: { amount: 9 }, secret: { template: { data } } } });
  },
  revision: 1,
  makes: 0,
  secrets: ownSecret,
  async check({ world, name }) {
    const secret = await world.find(SECRETS, name);
    const object = await world.find(TOK_API_KEYS, name);
    const id = object && statusOf(object).keys?.[0]?.id;
    const limit = id === undefined ? 0 : await world.console.limit(id);
    return [
      ...(Math.abs(limit - 9) < 0.1 ? [] : [`the key may spend ${limit} USD, not 9`]),
      ...(secret && entryOf(secret, "NEW_KEY") === entryOf(secret, "apiKey") ? [] : ["the Secret lacks its new entry"]),
      ...(secret && entryOf(secret, "OLD_KEY") !== undefined ? ["the Secret keeps an entry of the old template"] : []),
    ];
  },
};

const rename: Scenario = {
  name: "rename",
  before: declared(),
  trigger: async ({ world, name }) => void (await world.edit(name, { spec: { secret: { name: `${name}-moved` } } })),
  revision: 1,
  makes: 0,
  secrets: (name) => [`${name}-moved`, name],
  check: async ({ world, name }) =>
    (await world.find(SECRETS, name)) ? ["the Secret of the old name is still there"] : [],
};

const rotate: Scenario = {
  name: "rotate",
  before: declared({ rotation: { ...brisk, disableBeforeDelete: "500ms" } }),
  trigger: request("before-audit"),
  revision: 2,
  makes: 1,
  secrets: ownSecret,
};

/** With a workload to restart: where that is waited for, an old key lives longer than its overlap. */
const compromised: Scenario = {
  name: "compromised",
  async before(stage) {
    const { world, name } = stage;
    const labels = { app: name };
    const template = { metadata: { labels }, spec: { containers: [{ name: "api", image: "none" }] } };
    await world.make(DEPLOYMENTS, name, { spec: { replicas: 0, selector: { matchLabels: labels }, template } });
    const rolloutRestart = world.server.runsWorkloads ? [{ kind: "Deployment", name }] : [];
    await declared({ rotation: { overlap: "1h", disableBeforeDelete: "1h" }, rolloutRestart })(stage);
  },
  trigger: request("Compromised"),
  revision: 2,
  makes: 1,
  secrets: ownSecret,
  hurried: true,
};

const adopt: Scenario = {
  name: "adopt",
  async trigger(stage) {
    const id = await stage.world.console.create(`by-hand-${stage.name}`);
    await declare(stage, { adopt: { id } });
  },
  revision: 1,
  makes: 1,
  secrets: ownSecret,
  async check({ world, name }) {
    const { ledger } = world.console.emulator;
    const byHand = ledger.byName(`by-hand-${name}`)[0];
    const secret = await world.find(SECRETS, name);
    const holds = secret && entryOf(secret, "apiKey") === byHand?.text;
    return holds ? [] : ["the Secret does not hold the key that was to be adopted"];
  },
};

const remove: Scenario = {
  name: "delete",
  async before(stage) {
    // With an older key beside the current one.
    await declared({ rotation: { ...brisk, overlap: "1h" } })(stage);
    await request("before-audit")(stage);
    const { world, name } = stage;
    const two = (object: KubeObject | undefined) =>
      !!object && statusOf(object).keys?.at(-1)?.state === "Current" && statusOf(object).revision === 2;
    await world.follow(TOK_API_KEYS, name, "two keys are alive", two, patienceMs);
  },
  trigger: async ({ world, name }) =>
    world.server.admin.delete(TOK_API_KEYS, { namespace: world.namespace, name }).then(() => undefined),
  revision: 0,
  makes: 0,
  secrets: ownSecret,
};

/** Every scenario, the longest first; each covers effects that the others do not have. */
export const scenarios: readonly Scenario[] = [rotate, first, edit, remove, compromised, adopt, create, rename];
