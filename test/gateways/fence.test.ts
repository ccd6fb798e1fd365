import { expect, it } from "@jest/globals";
import { createBudget } from "../../gateways/budget.ts";
import { createHttp } from "../../gateways/http.ts";
import { createRedactor } from "../../gateways/redact.ts";
import { realDeps, serve } from "./support.ts";

it("asks the fence after the wait for the budget, and sends nothing that changes something once it has closed", async () => {
  await using server = await serve((_, response) => response.end("{}"));
  let lost = false;
  const deps = {
    ...realDeps(),
    fence: () => {
      if (lost) throw new Error("the lease is lost");
    },
  };
  const budget = createBudget({ calls: { limit: 1, windowMs: 60_000 } }, deps);
  const http = createHttp({
    baseURL: server.url,
    setting: "panelURL",
    timeoutMs: 60_000,
    deps,
    budget,
    redact: createRedactor().redact,
  });
  const change = { operation: "create", method: "POST", path: "/keys", bucket: "calls" } as const;
  await http.request(change);
  const waiting = http.request(change);
  lost = true;
  budget.configure({ calls: { limit: 10, windowMs: 60_000 } });
  await expect(waiting).rejects.toThrow("the lease is lost");
  await http.request({ operation: "list", method: "GET", path: "/keys" });
  expect(server.requests).toEqual(["POST /keys", "GET /keys"]);
  budget.close();
  await http.close();
});
