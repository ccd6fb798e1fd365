import { describe, expect, it } from "@jest/globals";
import { servesNamespace } from "../../../operator/resources/cluster-tok-gateway.ts";

const team = { name: "team-a", labels: { team: "a", env: "prod" } };
const expression = (key: string, operator: "In" | "NotIn" | "Exists" | "DoesNotExist", ...values: string[]) => ({
  namespaceSelector: { matchExpressions: [{ key, operator, values }] },
});

describe("a ClusterTokGateway serves a namespace", () => {
  it.each([
    ["that it names", { namespaces: ["team-a"] }, true],
    ["only if it names it", { namespaces: ["team-b"] }, false],
    ["of any kind with an empty selector", { namespaceSelector: {} }, true],
    ["of none without selector and names", {}, false],
    ["with the label", { namespaceSelector: { matchLabels: { team: "a" } } }, true],
    ["with every label", { namespaceSelector: { matchLabels: { team: "a", env: "test" } } }, false],
    ["In", expression("env", "In", "prod", "test"), true],
    ["not In", expression("env", "In", "test"), false],
    ["In, without the label", expression("tier", "In", "1"), false],
    ["NotIn", expression("env", "NotIn", "test"), true],
    ["NotIn, without the label", expression("tier", "NotIn", "1"), true],
    ["Exists", expression("env", "Exists"), true],
    ["DoesNotExist", expression("env", "DoesNotExist"), false],
    ["named, whatever the selector says", { namespaces: ["team-a"], ...expression("env", "DoesNotExist") }, true],
  ])("%s", (_, spec, served) => {
    expect(servesNamespace(spec, team)).toBe(served);
  });
});
