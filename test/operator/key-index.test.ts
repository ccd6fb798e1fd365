import { describe, expect, it } from "@jest/globals";
import { KeyIndex } from "../../operator/key-index.ts";

function key(name: string, secret?: string) {
  return {
    metadata: { name, namespace: "ns" },
    spec: { gatewayRef: { name: "g" }, ...(secret ? { secret: { name: secret } } : {}) },
  };
}

function indexOf(...keys: readonly ReturnType<typeof key>[]) {
  const index = new KeyIndex();
  for (const each of keys) index.set(`ns/${each.metadata.name}`, each);
  return (secret: string) => [...index.ofSecret(secret)];
}

describe("the keys that a Secret concerns", () => {
  it("are its namesake, unless that delivers elsewhere, and those that ask for it by name", () => {
    const of = indexOf(key("a"), key("b", "a"), key("c", "elsewhere"));
    expect(of("ns/a")).toEqual(["ns/a", "ns/b"]);
    expect(of("ns/c")).toEqual([]);
    expect(of("ns/elsewhere")).toEqual(["ns/c"]);
  });

  it("are the one whose pending texts it keeps, wherever that delivers to", () => {
    const of = indexOf(key("a"), key("c", "elsewhere"));
    expect([of("ns/a.tokapi-pending"), of("ns/c.tokapi-pending")]).toEqual([["ns/a"], ["ns/c"]]);
    expect(of("ns/d.tokapi-pending")).toEqual([]);
  });

  it("are none any more when the key is gone, or delivers elsewhere now", () => {
    const index = new KeyIndex();
    index.set("ns/a", key("a", "one"));
    index.set("ns/a", key("a", "two"));
    expect([[...index.ofSecret("ns/one")], [...index.ofSecret("ns/two")]]).toEqual([[], ["ns/a"]]);
    index.set("ns/a", undefined);
    expect([...index.ofSecret("ns/two")]).toEqual([]);
  });
});
