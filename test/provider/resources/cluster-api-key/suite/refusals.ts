import { expect, it } from "@jest/globals";
import { blockFor, clusterClient } from "../../../../support/cluster-client.ts";
import { declaring, errorsOf, type Suite } from "./suite.ts";

/** What the cluster refuses, and what is said of it. */
export const refusals: Suite = (server) => {
  it(
    "refusals: a namespace that is not there is named",
    declaring(
      server,
      async ({ key, declared }) => {
        const [error] = await errorsOf(key.apply(declared({}, { namespace: "nobody-home" })));
        expect(error?.detail).toContain('namespaces "nobody-home" not found');
        expect(key.stored).toBeUndefined();
      },
      { started: false },
    ),
  );

  it(
    "refusals: what only the API server refuses is told at the attribute",
    declaring(
      server,
      async ({ key, declared }) => {
        await key.apply(declared({}, { wait_for_ready: false }));
        // As if the plan had been made by a version that does not know this rule.
        const change = { adopt: { id: "7" } };
        key.stored = {
          ...key.stored!,
          state: { ...key.state, spec: { ...(key.state.spec as object), adopt: { id: "7", name: null } } },
        };
        const errors = await errorsOf(
          key.apply(declared({ ...change, quota: { amount: 1 } }, { wait_for_ready: false })),
        );
        expect(errors).toMatchObject([{ summary: "The API server refuses the TokApiKey", path: ["spec", "adopt"] }]);
      },
      { started: false },
    ),
  );

  it(
    "refusals: credentials that are not accepted are told of, without showing them, and the state is kept",
    declaring(
      server,
      async ({ key, declared }) => {
        await key.apply(declared({}, { wait_for_ready: false }));
        const before = key.stored;
        key.client = clusterClient(blockFor(server(), "not-the-token"));
        const errors = [...(await errorsOf(key.refresh())), ...(await errorsOf(key.apply(null)))];
        for (const error of errors) {
          expect(error.detail).toContain("does not accept these credentials");
          expect(JSON.stringify(error)).not.toContain("not-the-token");
        }
        expect(key.stored?.state).toEqual(before?.state);
      },
      { started: false },
    ),
  );

  it(
    "refusals: a server that cannot be reached keeps the state",
    declaring(
      server,
      async ({ key, declared }) => {
        await key.apply(declared({}, { wait_for_ready: false }));
        key.client = clusterClient({ host: "http://127.0.0.1:9", token: "x" });
        const [error] = await errorsOf(key.refresh());
        expect(error?.detail).toMatch(/cannot connect to http:\/\/127\.0\.0\.1:9 \(ECONNREFUSED\)/);
        expect(key.stored?.state).toBeDefined();
      },
      { started: false },
    ),
  );
};
