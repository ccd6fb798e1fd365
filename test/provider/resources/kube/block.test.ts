import { describe, expect, it } from "@jest/globals";
import { localMachine } from "../../../../provider/local-machine.ts";
import { DiagnosticsError } from "../../../../provider/protocol/diagnostics.ts";
import type { Call } from "../../../../provider/protocol/provider.ts";
import { unknown, type ValueMap } from "../../../../provider/protocol/value.ts";
import { configured } from "../../../../provider/resources/client.ts";
import { configure, validate } from "../../../../provider/resources/provider-block/configure.ts";
import { providerSchema } from "../../../../provider/resources/provider-block/schema.ts";
import { realWorld } from "../../../support/cluster-client.ts";

const block = (given: ValueMap): ValueMap => ({
  ...Object.fromEntries(Object.keys(providerSchema.attributes).map((name) => [name, null])),
  ...given,
});

describe("the provider block's kubernetes", () => {
  it.each<[ValueMap, string | undefined]>([
    [{ host: "https://a", config_path: "b" }, "config_path"],
    [{ host: "https://a", token: "t", exec: { command: "aws" } }, "exec"],
    [{ host: "https://a", client_certificate: "c" }, "client_certificate"],
    [{ config_path: "a", config_context: "b", token: "t" }, undefined],
    [{ host: unknown, token: unknown }, undefined],
  ])("%o is refused at %s", (kubernetes, attribute) => {
    const refusals: unknown[] = [];
    try {
      validate(block({ kubernetes }));
    } catch (error) {
      refusals.push(...(error as DiagnosticsError).diagnostics.map(({ path }) => path?.at(-1)));
    }
    expect(refusals).toEqual(attribute === undefined ? [] : [attribute]);
  });
});

describe("a provider block", () => {
  const surroundings = {
    world: realWorld,
    environment: {},
    files: { read: () => "{}", write: () => {} },
    machine: localMachine,
    open: () => Promise.reject(new Error("no gateway was to be opened")),
  };
  const call: Call = { signal: new AbortController().signal, report: () => {}, log: () => {} };

  it("needs no gateway where keys are declared in clusters only; what needs one is told what is missing", () => {
    const client = configure(block({ kubernetes: { config_path: "x" } }), surroundings, call);
    expect(client.cluster.known).toBe(true);
    expect(() => configured(client)).toThrow(/no usable credentials/);
  });

  it("needs none beside credentials in the environment, which are for another block", () => {
    const environment = { TOKAPI_ACCESS_TOKEN: "t", TOKAPI_USER_ID: "1" };
    const client = configure(block({ kubernetes: { config_path: "x" } }), { ...surroundings, environment }, call);
    expect(client.kind).toBe("no-gateway");
    expect(() => configured(client)).toThrow(/driver is missing/);
  });

  it("that names a gateway in part is refused at once", () => {
    expect(() => configure(block({ panel_url: "https://llm.example.com" }), surroundings, call)).toThrow(
      DiagnosticsError,
    );
  });

  it("may know the cluster after apply only, and the gateway now, and the other way round", () => {
    const late = configure(block({ kubernetes: { host: unknown } }), surroundings, call);
    expect([late.kind, late.cluster.known]).toEqual(["no-gateway", false]);
    const early = configure(block({ kubernetes: { host: "https://a" }, panel_url: unknown }), surroundings, call);
    expect([early.kind, early.cluster.known]).toEqual(["unknown", true]);
  });
});
