import { describe, expect, it } from "@jest/globals";
import { unknown, type ValueMap } from "../../../../provider/protocol/value.ts";
import { apiKeySchema } from "../../../../provider/resources/api-key/schema.ts";
import { problemsOf } from "../../../../provider/resources/api-key/validate.ts";

const nothing: ValueMap = Object.fromEntries(Object.keys(apiKeySchema.attributes).map((name) => [name, null]));
const problems = (attributes: ValueMap) => problemsOf({ ...nothing, name: "prod-api-server", ...attributes });
const where = (attributes: ValueMap) => problems(attributes).map(({ path }) => path);
const recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

describe("where a key's text goes", () => {
  it("must be said, and the three ways are named", () => {
    const [problem] = problems({});
    expect(problem!.summary).toBe("Where does the key go?");
    for (const way of ["encrypt_to", "key_wo", "store_in_state"]) expect(problem!.detail).toContain(way);
  });

  it.each([
    { store_in_state: true },
    { encrypt_to: [recipient] },
    { key_wo: "sk-0123456789abcdef", key_wo_version: 1 },
    { store_in_state: unknown },
    { encrypt_to: unknown },
  ])("is said by %o", (attributes) => {
    expect(problems(attributes)).toEqual([]);
  });

  it("can be one place only", () => {
    expect(problems({ store_in_state: true, encrypt_to: [recipient] })).toMatchObject([
      { summary: "The key has more than one place to go" },
    ]);
  });

  it("is not said by store_in_state = false", () => {
    expect(problems({ store_in_state: false })).toHaveLength(1);
  });

  it.each([
    [{ encrypt_to: [] }, ["encrypt_to"]],
    [{ encrypt_to: [recipient, "age1nonsense"] }, ["encrypt_to", 1]],
    [{ key_wo: "sk-0123456789abcdef" }, ["key_wo"]],
    [{ key_wo: "short", key_wo_version: 1 }, ["key_wo"]],
    [{ key_wo_version: 1, store_in_state: true }, ["key_wo_version"]],
  ])("is refused at its attribute: %o", (attributes, path) => {
    expect(where(attributes as ValueMap)).toContainEqual(path);
  });

  it("is never repeated in a refusal", () => {
    const [problem] = problems({ key_wo: "sk-tooshort", key_wo_version: 1 });
    expect(JSON.stringify(problem)).not.toContain("sk-tooshort");
  });
});

describe("rotation", () => {
  const rotation = (every: ValueMap[string], overlap: ValueMap[string] = null) => ({
    store_in_state: true,
    rotation: { every, overlap },
  });

  it("is fine with an overlap that fits", () => {
    expect(problems(rotation("30d", "1d"))).toEqual([]);
  });

  it.each([
    [rotation("30d", "30d"), ["rotation", "overlap"]],
    [rotation("30m"), ["rotation", "overlap"]],
    [rotation("monthly"), ["rotation", "every"]],
    [rotation("500ms", "0s"), ["rotation", "every"]],
  ])("is refused at its attribute: %o", (attributes, path) => {
    expect(where(attributes as ValueMap)).toEqual([path]);
  });

  it.each([rotation(unknown), rotation("1h", unknown), { store_in_state: true, rotation: unknown }])(
    "is not complained about while it is unknown: %o",
    (attributes) => {
      expect(problems(attributes as ValueMap)).toEqual([]);
    },
  );
});

it("a deletion policy that does not exist is refused with those that do", () => {
  expect(problems({ store_in_state: true, deletion_policy: "keep" })).toMatchObject([
    { path: ["deletion_policy"], detail: expect.stringContaining("revoke, retain") },
  ]);
});
