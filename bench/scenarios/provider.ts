import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { TerraformTool } from "../../test/tools/terraform-programs.ts";
import { type EmulatedGateway, startGateway } from "../emulated.ts";
import { handshake, life, openRig, peakWhile, type Rig, seconds, type Times } from "../provider-runs.ts";
import { median, type Row, round } from "../rows.ts";
import type { Scenario } from "../scenario.ts";

const bundle = join(import.meta.dirname, "../../dist/terraform-provider-tok.cjs");
const many = 1_000;
const starts = 41;
const rounds = 7;

/** The Terraform provider beside a Go provider's simplest resource and Terraform's own, with the same client in one run. */
export const provider: Scenario = {
  name: "provider",
  about: `the Terraform provider: its start, one key, ${many} keys`,
  async run({ full, say }) {
    const rows: Row[] = [];
    await onRig("terraform", async (rig, gateway) => {
      say("provider: starts, one key");
      rows.push(...(await start(rig)), ...(await one(rig, gateway)));
      say(`provider: ${many} of each`);
      rows.push(...(await thousand(rig, gateway)));
    });
    if (!full) return rows;
    await onRig("tofu", async (rig, gateway) => {
      say(`provider: ${many} of each with OpenTofu`);
      for (const { scenario, ...row } of await thousand(rig, gateway))
        rows.push({ ...row, scenario: scenario.replace("/", "/tofu-") });
    });
    return rows;
  },
};

async function onRig(tool: TerraformTool, use: (rig: Rig, gateway: EmulatedGateway) => Promise<void>): Promise<void> {
  const rig = await openRig(tool);
  const gateway = await startGateway("new-api");
  try {
    await use(rig, gateway);
  } finally {
    await gateway.stop();
    rig.close();
  }
}

async function start(rig: Rig): Promise<readonly Row[]> {
  const times: number[] = [];
  for (let round = 0; round < starts; round++) times.push(await handshake(rig));
  const { size } = await stat(bundle);
  return [
    { scenario: "provider/bundle", value: size / 1000, unit: "KB", target: ["<=", 250] },
    {
      scenario: "provider/handshake",
      value: median(times),
      unit: "ms",
      target: ["<=", 60],
      note: `from the spawn; median of ${starts}, the best ${round(Math.min(...times))}`,
    },
  ];
}

async function one(rig: Rig, gateway: EmulatedGateway): Promise<readonly Row[]> {
  await using ours = await rig.workspace(keys(1), access(gateway));
  await using theirs = await rig.workspace(statics(1));
  const times: { readonly ours: number; readonly theirs: number }[] = [];
  // By turns, so that both see the same machine.
  for (let round = 0; round < rounds; round++)
    times.push({ ours: await seconds(ours, ["plan"]), theirs: await seconds(theirs, ["plan"]) });
  const [mine, other] = [median(times.map((time) => time.ours)), median(times.map((time) => time.theirs))];
  const note = `tok_api_key ${round(mine)} s, time_static ${round(other)} s; medians of ${rounds}`;
  return [
    { scenario: "provider/plan-1", value: mine, unit: "s", target: ["<=", 0.3] },
    { scenario: "provider/plan-1-ratio", value: mine / other, unit: "× time_static", target: ["<=", 2], note },
  ];
}

async function thousand(rig: Rig, gateway: EmulatedGateway): Promise<readonly Row[]> {
  const builtin = await whole(rig, datas(many));
  const go = await whole(rig, statics(many));
  const before = await gateway.ledger();
  let ours: Times | undefined;
  const run = whole(rig, keys(many), access(gateway)).then((times) => {
    ours = times;
  });
  const peak = await peakWhile(rig, run);
  const after = await gateway.ledger();
  const ratio = (command: keyof Times, bound: number): Row => ({
    scenario: `provider/${command}-${many}`,
    value: ours![command] / go[command],
    unit: "× time_static",
    target: ["<=", bound],
    note: `tok_api_key ${round(ours![command])} s, time_static ${round(go[command])} s, terraform_data ${round(builtin[command])} s`,
  });
  const lists = requests(after, /^GET \/api\/token\/$/) - requests(before, /^GET \/api\/token\/$/);
  const creates = requests(after, /^POST \/api\/token\/$/) - requests(before, /^POST \/api\/token\/$/);
  return [
    ratio("plan", 0.5),
    ratio("idle", 0.5),
    {
      ...ratio("idle", 2),
      scenario: `provider/idle-${many}-data`,
      value: ours!.idle / builtin.idle,
      unit: "× terraform_data",
    },
    ratio("apply", 1),
    ratio("destroy", 1),
    {
      scenario: "provider/memory",
      value: peak,
      unit: "MiB",
      target: ["<=", 100],
      note: `peak of any process at ${many} keys`,
    },
    {
      scenario: "provider/creates",
      value: creates / many,
      unit: "creates per key",
      target: ["==", 1],
      note: `${lists} pages of lists in the four commands`,
    },
  ];
}

async function whole(rig: Rig, main: string, env?: Readonly<Record<string, string>>): Promise<Times> {
  await using workspace = await rig.workspace(main, env);
  return await life(workspace);
}

function requests({ management }: Awaited<ReturnType<EmulatedGateway["ledger"]>>, route: RegExp): number {
  const matching = Object.entries(management).filter(([name]) => route.test(name));
  return matching.reduce((sum, [, count]) => sum + count.requests, 0);
}

function access({ panelURL, dataURL, credentials }: EmulatedGateway): Readonly<Record<string, string>> {
  return {
    TOKAPI_DRIVER: "new-api",
    TOKAPI_PANEL_URL: panelURL,
    TOKAPI_DATA_URL: dataURL,
    TOKAPI_ACCESS_TOKEN: credentials.accessToken!,
    TOKAPI_USER_ID: credentials.userId!,
  };
}

const needs = (name: string, source: string) =>
  `terraform {\n  required_providers {\n    ${name} = { source = "${source}" }\n  }\n}\n`;

/** The gateway's limits are off, and so are ours. */
const keys = (count: number) => `${needs("tok", "tok/tok")}
provider "tok" {
  rate_limits = { GA = { limit = 0 }, CT = { limit = 0 } }
}
resource "tok_api_key" "many" {
  count          = ${count}
  name           = "prod-app-\${count.index}"
  group          = "default"
  store_in_state = true
}
`;

const statics = (count: number) => `${needs("time", "hashicorp/time")}
resource "time_static" "many" {
  count = ${count}
}
`;

const datas = (count: number) => `
resource "terraform_data" "many" {
  count = ${count}
  input = "prod-app-\${count.index}"
}
`;
