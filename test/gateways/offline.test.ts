import { describe, expect, it } from "@jest/globals";
import type { KeySpec } from "../../core/key.ts";
import { resolveSpec as resolveNewApi } from "../../gateways/new-api/resolve.ts";
import { offline } from "../../gateways/offline.ts";
import { resolveSpec as resolveSub2api } from "../../gateways/sub2api/resolve.ts";

const site = {
  groups: [{ name: "GPT" }],
  perUnit: 500_000,
  ipRanges: true,
  serverVersion: "v1.0.0-rc.24",
  models: async () => ({ names: ["gpt-4o"], exact: true }),
  providers: async () => () => "openai",
};
const group = { id: 1, name: "GPT", platform: "openai" } as Parameters<typeof resolveSub2api>[1][number];

const openai = { provider: "openai" };
const specs: readonly KeySpec[] = [
  {},
  { routes: [] },
  { routes: [openai], quota: { amount: 5 }, allowedIPs: ["::1", "10.0.0.0/8"] },
  { routes: [{ ...openai, models: [] }] },
  { routes: [{ ...openai, models: ["gpt-4o"], rateLimit: { requestsPerMinute: 1 } }] },
  { routes: [{ ...openai, enabled: false, rateLimit: { requestsPerMinute: 1 } }] },
  { routes: [openai, { provider: "anthropic" }] },
  { quota: { amount: 5, reset: "Daily" } },
  { quota: { amount: 5, reset: "Monthly" } },
  { allowedIPs: ["10.0.0", "10.0.0.0/99"] },
];

describe("what is known of a gateway without asking it", () => {
  it.each(specs)("refuses nothing that the driver would not refuse: %j", async (spec) => {
    const told = { ...spec, group: "GPT" };
    const newApi = await resolveNewApi(told, site);
    const sub2api = resolveSub2api(told, [group], false);
    expect(newApi.problems).toEqual(expect.arrayContaining([...offline["new-api"].unenforceable(told)]));
    expect(sub2api.problems).toEqual(expect.arrayContaining([...offline.sub2api.unenforceable(told)]));
  });

  it("is all there is to refuse where groups, models and the server's version do not matter", async () => {
    for (const spec of specs) {
      const told = { ...spec, group: "GPT" };
      const own = (path: string) => !/\.(provider|models\[\d+\])$/.test(path);
      const { problems } = await resolveNewApi(told, site);
      expect(problems.filter(({ path }) => own(path))).toEqual(offline["new-api"].unenforceable(told));
      const { problems: others } = resolveSub2api(told, [group], false);
      expect(others.filter(({ path }) => own(path))).toEqual(offline.sub2api.unenforceable(told));
    }
  });
});
