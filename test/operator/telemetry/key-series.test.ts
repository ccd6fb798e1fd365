import { expect, it } from "@jest/globals";
import { keySeries, keySeriesText } from "../../../operator/telemetry/key-series.ts";

const status = {
  conditions: [
    { type: "Ready", status: "True" as const, reason: "Delivered", message: "", lastTransitionTime: "" },
    { type: "PreviousKeyInUse", status: "False" as const, reason: "None", message: "", lastTransitionTime: "" },
  ],
  revision: 2,
  keys: [
    {
      revision: 1,
      name: "a.r1",
      state: "Retiring" as const,
      reason: "Created" as const,
      plannedAt: "",
      deliveredAt: "",
    },
    {
      revision: 2,
      name: "a.r2",
      state: "Current" as const,
      reason: "Scheduled" as const,
      plannedAt: "",
      deliveredAt: "2026-01-15T00:00:01Z",
    },
  ],
};

it("tells of every key, however many there are, each series whole under its own heading", () => {
  const keys = Array.from({ length: 1_000 }, (_, index) => ({
    namespace: "ns",
    name: `key-${index}`,
    gateway: 'TokGateway ns/"odd"\\\n',
    status,
  }));
  const text = [...keySeriesText(() => keys)].join("");
  const lines = text.split("\n");
  expect(lines.filter((line) => line.startsWith("# TYPE")).map((line) => line.split(" ")[2])).toEqual(
    keySeries.map(({ name }) => name),
  );
  const labels = 'namespace="ns",name="key-999",gateway="TokGateway ns/\\"odd\\"\\\\\\n"';
  expect(lines).toContain(`tokapi_key_ready{${labels}} 1`);
  expect(lines).toContain(`tokapi_key_delivered_timestamp_seconds{${labels}} ${Date.UTC(2026, 0, 15, 0, 0, 1) / 1000}`);
  expect(lines.filter((line) => line.startsWith("tokapi_key_ready{"))).toHaveLength(1_000);
  // No old key is in use, and none is due.
  expect(lines.filter((line) => /^tokapi_key_(previous|next)/.test(line))).toEqual([]);
});
