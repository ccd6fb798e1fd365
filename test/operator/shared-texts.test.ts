import { expect, it } from "@jest/globals";
import { sharedTexts } from "../../operator/shared-texts.ts";

it("shared texts leave every value as it was, however many texts were seen in between", () => {
  const shared = sharedTexts();
  const value = () => ({ name: "a", list: ["b", 1, null, { deep: "a", off: false }], none: {}, long: "c".repeat(500) });
  expect(shared(value())).toEqual(value());
  const others = Array.from({ length: 10_000 }, (_, index) => `text ${index % 5_000}`);
  expect(shared([...others])).toEqual(others);
  expect(shared(value())).toEqual(value());
});
