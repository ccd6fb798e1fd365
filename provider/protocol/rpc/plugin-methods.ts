import { type Method, unary } from "../grpc/method.ts";
import { Empty } from "../wire/common.ts";
import { HealthCheckRequest, HealthCheckResponse } from "../wire/messages.ts";

const serving = 1;

/** What HashiCorp's go-plugin asks of every plugin, by whole path. */
export function pluginMethods<Session>(shutdown: () => void): ReadonlyMap<string, Method<Session>> {
  return new Map<string, Method<Session>>([
    [
      "/plugin.GRPCController/Shutdown",
      unary(Empty, Empty, () => {
        shutdown();
        return {};
      }),
    ],
    // Opened at once on connecting. What a provider prints reaches nobody that way, so nothing is sent.
    ["/plugin.GRPCStdio/StreamStdio", { kind: "silent", outlivesRequest: true }],
    ["/plugin.GRPCBroker/StartStream", { kind: "silent", outlivesRequest: false }],
    ["/grpc.health.v1.Health/Check", unary(HealthCheckRequest, HealthCheckResponse, () => ({ status: serving }))],
  ]);
}
