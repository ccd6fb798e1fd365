import type { LedgerSnapshot } from "../../emulator/ledger.ts";
import { startGateway } from "../emulated.ts";
import { declareKeys, keySpec } from "../population.ts";
import { ReadyWatch } from "../ready-watch.ts";
import { Rig } from "../rig.ts";
import type { Row } from "../rows.ts";
import type { Scenario } from "../scenario.ts";

/** More keys than one window of the gateway's limit lets through; New API's window is three minutes long. */
const sizes = {
  quick: { sub2api: 320, "new-api": 150 },
  full: { sub2api: 700, "new-api": 500 },
} as const;
const groups = { sub2api: "codex", "new-api": "default" } as const;
/** The limit that holds new keys back, and its window in seconds. */
const limits = { sub2api: [240, 60], "new-api": [360, 180] } as const;

/** Storms at gateways with their default limits in force. */
export const rateLimits: Scenario = {
  name: "limits",
  about: "new keys at gateways with their default rate limits, both at once",
  async run({ full }) {
    await using rig = await Rig.open();
    const rows = await Promise.all(
      (["sub2api", "new-api"] as const).map((kind) => oneGateway(rig, kind, sizes[full ? "full" : "quick"][kind])),
    );
    return rows.flat();
  },
};

async function oneGateway(rig: Rig, kind: "sub2api" | "new-api", count: number): Promise<Row[]> {
  const gateway = await rig.own(startGateway(kind, { limits: true }));
  await rig.stage(kind, gateway, { limits: true });
  const operator = await rig.operator({ TOKAPI_WATCH_NAMESPACE: kind, TOKAPI_LEADER_ELECTION: "false" });
  const watch = await ReadyWatch.open(rig.client, kind);
  const { began } = await declareKeys(rig, kind, count, { ...keySpec, group: groups[kind] });
  const seconds = ((await watch.until(count)) - began) / 1000;
  await watch.close();
  const ledger = await gateway.ledger();
  await operator.stop();
  const routes = Object.entries(ledger.management);
  const refusals = routes.flatMap(([route, { byStatus }]) => (byStatus[429] ? [`${route}: ${byStatus[429]}`] : []));
  const refused = routes.reduce((sum, [, { byStatus }]) => sum + (byStatus[429] ?? 0), 0);
  const [limit, window] = limits[kind];
  const requests = limited(ledger, kind);
  // So many windows must pass at least, whoever asks.
  const least = Math.floor((requests - 1) / limit) * window;
  const note = `${count} keys in ${seconds.toFixed(0)} s; ${requests} limited requests, ${limit} in ${window} s allowed`;
  const rate: Row =
    least === 0
      ? { scenario: `limits/${kind}`, value: seconds, unit: "s within one window", note }
      : { scenario: `limits/${kind}`, value: least / seconds, unit: "of the allowed rate", target: [">=", 0.9], note };
  const shown = ledger.keys.reduce((sum, key) => sum + key.revealed, 0);
  const calls = routes
    .filter(([route]) => /batch\/keys|:id\/key$/.test(route))
    .reduce((sum, [, { requests: n }]) => sum + n, 0);
  const batch: Row[] =
    kind === "sub2api"
      ? []
      : [
          {
            scenario: "limits/reveals",
            value: shown / calls,
            unit: "keys per reveal",
            note: `${calls} calls of 20 in 20 minutes`,
          },
        ];
  return [
    rate,
    { scenario: `limits/${kind}/429`, value: refused, unit: "refusals", target: ["==", 0], note: refusals.join(", ") },
    ...batch,
  ];
}

/** The requests that count against the limit. */
function limited({ management }: LedgerSnapshot, kind: "sub2api" | "new-api"): number {
  const counts = (route: string) =>
    kind === "new-api" ? route.includes("/api/") : /\/api\/v1\/(keys|groups|usage|user)/.test(route);
  return Object.entries(management).reduce((sum, [route, { requests }]) => sum + (counts(route) ? requests : 0), 0);
}
