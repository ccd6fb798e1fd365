import { describe, expect, it } from "@jest/globals";
import { type FaultRule, faultKinds } from "../../emulator/faults.ts";
import { type Rig, start, unlimited } from "./new-api-client.ts";

const profile = "v1.0.0-rc.24";

async function withFault(rule: FaultRule): Promise<Rig> {
  const rig = await start(profile);
  rig.emulator.faults.add({ method: "POST", path: "^/api/token/$", ...rule });
  return rig;
}

const create = (rig: Rig) => rig.call("POST", "/api/token/", unlimited("a"));
const made = (rig: Rig) => rig.emulator.ledger.created().length;

describe("scripted faults", () => {
  it("cuts the connection before the effect", async () => {
    await using rig = await withFault({ kind: "reset-before" });
    await expect(create(rig)).rejects.toThrow();
    expect(made(rig)).toBe(0);
  });

  it("cuts the connection after the effect", async () => {
    await using rig = await withFault({ kind: "reset-after" });
    await expect(create(rig)).rejects.toThrow();
    expect(made(rig)).toBe(1);
  });

  it("never answers, and closes all the same", async () => {
    await using rig = await withFault({ kind: "timeout" });
    const init = { method: "POST", body: "{}", signal: AbortSignal.timeout(50) };
    await expect(fetch(`${rig.emulator.panelURL}/api/token/`, init)).rejects.toThrow("timeout");
  });

  it("tells when it has struck", async () => {
    await using rig = await start(profile);
    const { faults } = rig.emulator;
    const second = faults.add({ kind: "reset-before", method: "POST", path: "^/api/token/$", nth: 2 });
    let struck = false;
    const told = faults.struck(second).then(() => {
      struck = true;
    });
    await create(rig);
    expect(struck).toBe(false);
    await expect(create(rig)).rejects.toThrow();
    await told;
    await faults.struck(second);
  });

  it("answers later than usual", async () => {
    await using rig = await withFault({ kind: "delay", delayMs: 60 });
    const before = performance.now();
    expect((await create(rig)).at("success")).toBe(true);
    expect(performance.now() - before).toBeGreaterThanOrEqual(55);
  });

  it("answers a status with headers and body instead, with the effect only if told so", async () => {
    const rule = { kind: "status", status: 429, headers: { "Retry-After": "7" }, body: "slow down" } as const;
    await using rig = await withFault(rule);
    const reply = await create(rig);
    expect([reply.status, reply.headers.get("retry-after"), reply.body]).toEqual([429, "7", "slow down"]);
    expect(made(rig)).toBe(0);
    rig.emulator.faults.add({ ...rule, effect: true });
    await create(rig);
    expect(made(rig)).toBe(1);
  });

  it("answers a web page, a redirect to another host, or nothing", async () => {
    await using rig = await withFault({ kind: "html" });
    expect((await create(rig)).headers.get("content-type")).toContain("text/html");
    rig.emulator.faults.add({ kind: "redirect", location: "http://198.51.100.1/" });
    const moved = await create(rig);
    expect([moved.status, moved.headers.get("location")]).toEqual([302, "http://198.51.100.1/"]);
    rig.emulator.faults.add({ kind: "empty-200" });
    const empty = await create(rig);
    expect([empty.status, empty.body]).toEqual([200, ""]);
  });

  it("stops in the middle of a body, after the effect", async () => {
    await using rig = await withFault({ kind: "half-body" });
    await expect(create(rig)).rejects.toThrow();
    expect(made(rig)).toBe(1);
  });

  it("sends a body that never ends until the reader goes away", async () => {
    await using rig = await withFault({ kind: "endless-body" });
    const response = await fetch(`${rig.emulator.panelURL}/api/token/`, { method: "POST", body: "{}" });
    let bytes = 0;
    for await (const chunk of response.body as ReadableStream<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > 1_000_000) break;
    }
    expect(bytes).toBeGreaterThan(1_000_000);
  });

  it("strikes the nth match and as many after it as told, then is used up", async () => {
    await using rig = await start(profile);
    const id = rig.emulator.faults.add({ kind: "status", status: 503, path: "/api/token/", nth: 2, times: 2 });
    const statuses: number[] = [];
    for (let sent = 0; sent < 4; sent += 1) statuses.push((await rig.call("GET", "/api/token/")).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect(rig.emulator.faults.hits(id)).toBe(2);
    expect(rig.emulator.faults.list()).toEqual([]);
  });

  it("can be set, read and cleared over HTTP, and refuses rules that make no sense", async () => {
    await using rig = await start(profile);
    const added = await rig.bare("POST", "/__emulator/faults", { kind: "status", status: 500, times: 0 });
    expect((await rig.call("GET", "/api/status")).status).toBe(500);
    expect((await rig.bare("GET", "/__emulator/faults")).at("0")).toMatchObject({ id: added.at("id"), hits: 1 });
    await rig.bare("DELETE", "/__emulator/faults");
    expect((await rig.call("GET", "/api/status")).status).toBe(200);
    const wrong = await rig.bare("POST", "/__emulator/faults", { kind: "earthquake" });
    expect([wrong.status, wrong.at("error")]).toEqual([400, expect.stringContaining(faultKinds.join(", "))]);
  });
});

describe("control routes", () => {
  it("advance the clock", async () => {
    await using rig = await start(profile, { now: () => 1_000_000 });
    const advanced = await rig.bare("POST", "/__emulator/clock", { advanceSeconds: 90 });
    expect(advanced.at("now")).toBe(1_090_000);
    expect(rig.emulator.clock.seconds()).toBe(1090);
  });

  it("change and show the server's circumstances, and refuse unknown ones", async () => {
    await using rig = await start(profile);
    expect((await rig.bare("POST", "/__emulator/state", { database: "down" })).at("database")).toBe("down");
    const wrong = await rig.bare("POST", "/__emulator/state", { datebase: "down" });
    expect([wrong.status, wrong.at("error")]).toEqual([400, "unknown field datebase"]);
  });
});
