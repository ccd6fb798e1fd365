import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { Sensitive } from "../../core/sensitive.ts";
import type { Deps } from "../../gateways/deps.ts";
import { openGateway } from "../../gateways/index.ts";
import { undiciTransport } from "../../gateways/transports/undici-transport.ts";
import { type EmulatedGateway, startGateway } from "../emulated.ts";
import { type Row, round } from "../rows.ts";
import type { Scenario } from "../scenario.ts";

const keys = 400;
const atOnce = 50;

/** What a driver itself costs: its processor time for a key's whole life, less that of as many bare requests. */
export const drivers: Scenario = {
  name: "drivers",
  about: "the drivers' own time for a key: create, probe, switch off, revoke",
  async run() {
    const rows: Row[] = [];
    for (const kind of ["new-api", "sub2api"] as const) {
      const gateway = await startGateway(kind);
      try {
        // The first round warms both up.
        await lives(gateway, "warm");
        const { requests, cpuMs, seconds } = await lives(gateway, "life");
        const bare = await bareRequests(gateway, requests);
        const own = (cpuMs - bare.cpuMs) / keys;
        const note = `${round(requests / keys)} requests a key; ${round((seconds * 1000) / keys)} ms each at ${atOnce} at once, as many bare requests ${round((bare.seconds * 1000) / keys)} ms`;
        rows.push({ scenario: `drivers/${kind}`, value: own, unit: "ms per key", target: ["<=", 2], note });
      } finally {
        await gateway.stop();
      }
    }
    return rows;
  },
};

interface Cost {
  readonly requests: number;
  readonly cpuMs: number;
  readonly seconds: number;
}

async function lives({ kind, panelURL, dataURL, credentials }: EmulatedGateway, prefix: string): Promise<Cost> {
  let requests = 0;
  const deps: Deps = {
    transport: undiciTransport,
    now: Date.now,
    monotonic: () => performance.now(),
    sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
    random: Math.random,
    onRequest: () => {
      requests += 1;
    },
  };
  const { accessToken, userId, email, password } = credentials;
  const buckets = kind === "new-api" ? ["GA", "CT"] : ["panel", "usage", "login", "refresh"];
  const gateway = await openGateway(
    {
      driver: kind,
      panelURL,
      dataURL,
      credentials: kind === "new-api" ? { accessToken, userId } : { email, password },
      rateLimits: Object.fromEntries(buckets.map((bucket) => [bucket, "none"])),
    },
    deps,
  );
  const group = kind === "new-api" ? "default" : "codex";
  const ours = gateway.capabilities.keyText === "ours";
  const cost = await measured(atOnce, keys, async (index) => {
    const issued = await gateway.create({
      name: `${prefix}-${index}`,
      restrictions: { group, allowedIPs: [] },
      enabled: true,
      resume: false,
      attemptId: `${prefix}-${index}`,
      ...(ours ? { text: new Sensitive(`sk-${randomBytes(32).toString("hex")}`) } : {}),
    });
    await gateway.probe(issued.text);
    await gateway.setEnabled(issued.id, false);
    await gateway.revoke(issued.id, issued.text);
  });
  await gateway.close();
  return { ...cost, requests };
}

/** As many requests for something small. */
async function bareRequests({ kind, panelURL }: EmulatedGateway, count: number): Promise<Cost> {
  const agent = new Agent({ connections: atOnce });
  const url = `${panelURL}${kind === "new-api" ? "/api/status" : "/api/v1/settings/public"}`;
  const cost = await measured(atOnce, count, async () => {
    const { body } = await request(url, { dispatcher: agent });
    await body.json();
  });
  await agent.close();
  return { ...cost, requests: count };
}

async function measured(workers: number, count: number, one: (index: number) => Promise<void>) {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  let next = 0;
  const worker = async () => {
    while (next < count) await one(next++);
  };
  await Promise.all(Array.from({ length: workers }, worker));
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1000, seconds: (performance.now() - began) / 1000 };
}
