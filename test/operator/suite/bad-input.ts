import { expect, it } from "@jest/globals";
import { TOK_API_KEYS } from "../../../operator/resources/addresses.ts";
import type { GatewayConsole } from "../../support/gateway-console.ts";
import { conditionOf, type OperatorWorld } from "../../support/operator-world.ts";
import { inWorld, type Suite } from "./suite.ts";

interface Bad {
  readonly what: string;
  readonly spec: object;
  readonly at?: "tokenForMe";
  /** The condition's reason. */
  readonly reason: string;
  /** Where it is, and what to do. */
  readonly message: RegExp;
}

const route = (more: object) => ({ routes: [{ provider: "openai", ...more }] });

/** What the API server lets through and the gateway cannot do, or the operator must refuse. */
const refused: readonly Bad[] = [
  {
    what: "a rate limit that New API cannot enforce",
    spec: route({ rateLimit: { requestsPerMinute: 5 } }),
    reason: "RouteNotEnforceable",
    message: /spec\.routes\[0\]\.rateLimit.*Leave rateLimit out/,
  },
  {
    what: "models on Sub2API",
    at: "tokenForMe",
    spec: route({ models: ["gpt-5.4"] }),
    reason: "RouteNotEnforceable",
    message: /spec\.routes\[0\]\.models.*Leave models out/,
  },
  {
    what: "a provider that is not the group's",
    at: "tokenForMe",
    spec: { routes: [{ provider: "anthropic" }] },
    reason: "RouteNotEnforceable",
    message: /spec\.routes\[0\]\.provider.*openai/,
  },
  {
    what: "an unknown group",
    spec: { group: "defualt" },
    reason: "GroupUnknown",
    message: /spec\.group.*"defualt".*default/,
  },
  {
    what: "an ambiguous group",
    at: "tokenForMe",
    spec: { group: "claude" },
    reason: "GroupAmbiguous",
    message: /spec\.group.*"Claude"/,
  },
  {
    what: "an unknown model",
    spec: route({ models: ["gpt-4o-mimi"] }),
    reason: "ModelUnknown",
    message: /spec\.routes\[0\]\.models\[0\].*"gpt-4o-mimi".*gpt-4o-mini/,
  },
  {
    what: "a quota with a period that the gateway does not know",
    spec: { quota: { amount: 5, reset: "Daily" } },
    reason: "NotSupported",
    message: /spec\.quota/,
  },
  {
    what: "a cron pattern that is none",
    spec: { rotation: { schedule: "every monday morning" } },
    reason: "InvalidSpec",
    message: /spec\.rotation\.schedule.*is no cron pattern/,
  },
  {
    what: "a cron pattern closer than its overlap",
    spec: { rotation: { schedule: "*/5 * * * *", overlap: "10m" } },
    reason: "InvalidSpec",
    message: /spec\.rotation\.overlap.*10m does not fit.*5m/,
  },
  {
    what: "a time zone that does not exist",
    spec: { rotation: { schedule: "0 3 * * *", timeZone: "Europe/Berlni" } },
    reason: "InvalidSpec",
    message: /"Europe\/Berlni" is no time zone/,
  },
];

/** What the API server itself refuses, with a message that helps. */
const rejected: readonly {
  readonly what: string;
  readonly name?: string;
  readonly spec: object;
  readonly message: RegExp;
}[] = [
  {
    what: "a name that says nothing",
    name: "key1",
    spec: {},
    message: /does not say what the key is for.*prod-api-server/,
  },
  { what: "a malformed duration", spec: { rotation: { every: "often" } }, message: /spec\.rotation\.every/ },
  {
    what: "a rotation shorter than its overlap",
    spec: { rotation: { every: "30m", overlap: "1h" } },
    message: /overlap \(default: 1h\) does not fit into every/,
  },
  {
    what: "a Secret type that would mint cluster tokens",
    spec: { secret: { template: { type: "bootstrap.kubernetes.io/token" } } },
    message: /mint credentials/,
  },
];

/** Bad input gets a condition or a refusal that says what, where and what to do; nothing is made, nothing that works is touched. */
export const badInput: Suite = (server) => {
  it.concurrent(
    "bad input: what the operator refuses gets a condition with reason, place and advice; nothing is made at the gateway",
    inWorld(server, async (world) => {
      const at = ({ at: gateway }: Bad): GatewayConsole => world[gateway ?? "tokModel"];
      await Promise.all(refused.map((bad, index) => world.declare(`bad-input-${index}`, at(bad), bad.spec)));
      for (const [index, bad] of refused.entries()) {
        const status = await world.reason(`bad-input-${index}`, "Stalled", bad.reason);
        const { message, reason, status: word } = conditionOf(status, "Ready")!;
        expect([bad.what, word, reason, message]).toEqual([
          bad.what,
          "False",
          bad.reason,
          expect.stringMatching(bad.message),
        ]);
        const events = await world.events(`bad-input-${index}`, bad.reason);
        expect(events.map(({ type }) => type)).toEqual(["Warning"]);
      }
      expect(everMade(world)).toEqual([]);
    }),
  );

  it.concurrent(
    "bad input: what the API server refuses comes with a message that helps",
    inWorld(server, async (world) => {
      for (const { what, name = "prod-api-server", spec, message } of rejected) {
        const error = await world.declare(name, world.tokModel, spec).then(
          () => "accepted",
          (thrown: Error) => thrown.message,
        );
        expect([what, error]).toEqual([what, expect.stringMatching(message)]);
      }
      expect((await world.client.list(TOK_API_KEYS, { namespace: world.namespace })).items).toEqual([]);
      expect(everMade(world)).toEqual([]);
    }),
  );

  it.concurrent(
    "bad input: a good key whose spec turns bad keeps what it has, and is not rotated while it is bad",
    inWorld(server, async (world) => {
      const keys = refused.filter(({ at }) => at === undefined);
      await Promise.all(keys.map((_, index) => world.declare(`turns-bad-${index}`, world.tokModel)));
      await Promise.all(keys.map((_, index) => world.ready(`turns-bad-${index}`)));
      const { ledger } = world.tokModel.emulator;
      const live = ledger.live();
      const before = ledger.events().length;
      await Promise.all(keys.map(({ spec }, index) => world.edit(`turns-bad-${index}`, { spec })));
      for (const [index, bad] of keys.entries()) {
        const status = await world.reason(`turns-bad-${index}`, "Stalled", bad.reason);
        expect(conditionOf(status, "Ready")?.message).toContain("The key in the Secret is left as it is.");
        expect(await world.tokModel.use((await world.secret(`turns-bad-${index}`))!)).toBe(200);
      }
      expect(ledger.live()).toEqual(live);
      expect(
        ledger
          .events()
          .slice(before)
          .filter(({ kind }) => kind === "key"),
      ).toEqual([]);
    }),
  );
};

function everMade(world: OperatorWorld): unknown[] {
  return [...world.tokModel.emulator.ledger.created(), ...world.tokenForMe.emulator.ledger.created()];
}
