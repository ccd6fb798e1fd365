import { describe, expect, it } from "@jest/globals";
import { isAddress, isRange } from "../../gateways/address.ts";

// What a server takes for no address either locks everybody out or lets everybody in, depending on its version.
describe("addresses and ranges", () => {
  it.each([
    ["192.0.2.1", "address"],
    ["2001:db8::1", "address"],
    ["::", "address"],
    ["::ffff:192.0.2.1", "address"],
    ["192.0.2.1/24", "range"],
    ["0.0.0.0/0", "range"],
    ["2001:db8::/32", "range"],
    ["2001:db8::/128", "range"],
    ["1.2.3", "neither"],
    ["256.0.0.1", "neither"],
    ["010.0.0.1", "neither"],
    ["192.0.2.1 ", "neither"],
    ["fe80::1%eth0", "neither"],
    ["fe80::%eth0/64", "neither"],
    ["192.0.2.0/33", "neither"],
    ["2001:db8::/129", "neither"],
    ["10.0.0.0/08", "neither"],
    ["10.0.0.0/", "neither"],
    ["10.0.0.0/8/8", "neither"],
    ["/8", "neither"],
    ["", "neither"],
  ])("%j is an %s", (text, what) => {
    expect([isAddress(text), isRange(text)]).toEqual([what === "address", what === "range"]);
  });
});
