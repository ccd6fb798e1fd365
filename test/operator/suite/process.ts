import { expect, it } from "@jest/globals";
import { LEASES } from "../../../operator/kube/resource.ts";
import { TOK_GATEWAYS } from "../../../operator/resources/addresses.ts";
import { operatorNamespace } from "../../../operator/resources/rbac.ts";
import { isTrue, type statusOf } from "../../support/operator-world.ts";
import { brisk, counted, gateways, inWorld, type Suite } from "./suite.ts";

const name = "prod-api-server";

/** The operator as a process: starts, stops, health, leadership. */
export const processes: Suite = (server) => {
  for (const { title, at } of gateways) {
    it.concurrent(
      `process: ${title}: stopped and started in the middle of a creation and of a rotation, it makes nothing twice`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        const { faults, ledger } = gateway.emulator;
        const away = { kind: "status" as const, status: 503, body: "{}", times: 0 };
        for (const revision of [1, 2]) {
          const fault = faults.add({ path: gateway.probePath, ...away });
          if (revision === 1) await world.declare(name, gateway, { rotation: brisk });
          else await world.annotate(name, { "tokapi.dev/rotate": "now" });
          await counted(() => faults.hits(fault), 1);
          await world.stop();
          faults.clear(fault);
          await world.start();
          await world.ready(name, revision);
        }
        await world.until(name, "one key is left", ({ keys }) => keys?.length === 1);
        expect(ledger.created()).toHaveLength(2);
        expect(ledger.live().map(({ text }) => text)).toEqual([await world.secret(name)]);
      }),
    );
  }

  it.concurrent(
    "process: a start in a converged world writes nothing and changes nothing at the gateway",
    inWorld(server, async (world) => {
      await world.declare(name, world.tokModel);
      await world.declare("staging-api", world.tokenForMe);
      await Promise.all([world.ready(name), world.ready("staging-api")]);
      await world.events(name, "Delivered");
      const counts = (keys: number) => (object: Parameters<typeof statusOf>[0] | undefined) =>
        (object?.status as { keys?: number } | undefined)?.keys === keys;
      await world.follow(TOK_GATEWAYS, "tokmodel", "it counts its key", counts(1));
      await world.follow(TOK_GATEWAYS, "tokenforme", "it counts its key", counts(1));
      await world.stop();
      const before = world.wire.requests.length;
      const changes = [world.tokModel, world.tokenForMe].map(({ emulator }) => emulator.ledger.events().length);
      await world.start();
      const { ledger } = world.tokModel.emulator;
      const listings = () => ledger.management()["GET /api/token/"]?.requests ?? 0;
      await counted(listings, listings() + 3);
      const writes = world.wire.requests.slice(before).filter(({ verb }) => !["watch", "list", "get"].includes(verb));
      expect(writes).toEqual([]);
      for (const [index, { emulator }] of [world.tokModel, world.tokenForMe].entries()) {
        const made = emulator.ledger.events().slice(changes[index]);
        expect(
          made.filter(({ kind, what }) => kind === "key" || /^(PUT|DELETE|POST \/api\/(token|v1\/keys))/.test(what)),
        ).toEqual([]);
      }
    }),
  );

  it.concurrent(
    "process: /healthz and /readyz are good, and /metrics tells of keys, gateways, queues and watches",
    inWorld(server, async (world) => {
      await world.declare(name, world.tokModel, { rotation: { every: "30d" } });
      await world.ready(name);
      expect(await world.http("/healthz")).toMatchObject({ status: 200 });
      expect(await world.http("/readyz")).toMatchObject({ status: 200 });
      expect(await world.http("/else")).toMatchObject({ status: 404 });
      const { text } = await world.http("/metrics");
      const labels = `namespace="${world.namespace}",name="${name}",gateway="TokGateway ${world.namespace}/tokmodel"`;
      for (const line of [
        `tokapi_key_ready{${labels}} 1`,
        `tokapi_key_next_rotation_timestamp_seconds{${labels}} `,
        'tokapi_keys{state="Current"} 1',
        `tokapi_gateway_ready{gateway="TokGateway ${world.namespace}/tokmodel"} 1`,
        `tokapi_orphaned_keys{gateway="TokGateway ${world.namespace}/tokmodel"} 0`,
        'tokapi_watch_last_contact_seconds{resource="keys"} ',
        'tokapi_workqueue_depth{queue="gateways"} ',
        'tokapi_actions_total{action="issue",outcome="done"} 1',
        'tokapi_gateway_request_duration_seconds_count{operation="probe",code="200"} ',
        "tokapi_leader 1",
        "tokapi_events_dropped 0",
      ]) {
        expect(text).toContain(line);
      }
    }),
  );

  it.concurrent(
    "process: with leader election on, one of two replicas works, and the other takes over after a clean stop",
    inWorld(
      server,
      async (world) => {
        const lease = { name: "tokapi-operator", namespace: operatorNamespace };
        const holder = async () =>
          String(
            (await world.client.get(LEASES, lease)).spec &&
              ((await world.client.get(LEASES, lease)).spec as { holderIdentity?: string }).holderIdentity,
          );
        const env = {
          TOKAPI_LEADER_ELECTION: "true",
          TOKAPI_LEASE_DURATION: "5s",
          TOKAPI_RENEW_DEADLINE: "3s",
          TOKAPI_RETRY_PERIOD: "1s",
        };
        const first = await world.start({ ...env, POD_NAME: "first" });
        await world.declare(name, world.tokModel);
        await world.ready(name);
        expect(await holder()).toMatch(/^first-/);
        const second = await world.start({ ...env, POD_NAME: "second" });
        await first.stop();
        await world.declare("later-api", world.tokModel);
        await world.ready("later-api");
        expect(await holder()).toMatch(/^second-/);
        expect(world.tokModel.emulator.ledger.created()).toHaveLength(2);
        expect(second.controller.index.ofGateway(`TokGateway ${world.namespace}/tokmodel`).size).toBe(2);
      },
      { started: false },
    ),
  );

  it.concurrent(
    "process: a back-off after failures is in status, and a restart keeps to it",
    inWorld(server, async (world) => {
      const { faults, ledger } = world.tokModel.emulator;
      const fault = faults.add({ ...world.tokModel.createRoute, kind: "reset-before", times: 0 });
      await world.declare(name, world.tokModel);
      const status = await world.until(name, "three failures", ({ retry }) => (retry?.failures ?? 0) >= 3);
      expect(isTrue(status, "Reconciling")).toBe(true);
      await world.stop();
      const hits = faults.hits(fault);
      const until = Date.parse(status.retry!.notBefore!);
      await world.start();
      await counted(() => faults.hits(fault), hits + 1);
      expect(Date.now()).toBeGreaterThanOrEqual(until - 50);
      faults.clear(fault);
      await world.ready(name);
      await world.until(name, "the back-off is over", ({ retry }) => retry === undefined);
      expect(ledger.created()).toHaveLength(1);
    }),
  );
};
