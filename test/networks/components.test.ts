import { expect, test } from "vitest";
import { componentWeights } from "#networks/components.js";
import { blockFixture } from "./_block-fixtures.ts";

test("a weight that two parts read is the first one's: a tied W_E is the embedding's, and the unembedding has none", () => {
  const { model } = blockFixture("llama");
  expect(componentWeights(model, "embedding")).toEqual(["W_E"]);
  expect(() => componentWeights(model, "unembedding")).toThrow(
    /no unembedding with weights of its own.*it has embedding/s,
  );
});
