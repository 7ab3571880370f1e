import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import type { TransformerArchitecture } from "#networks/architecture.js";
import { forward } from "#networks/forward.js";
import { MAINLINE, randomTransformer } from "../_networks.ts";
import { expectNaive } from "./_compare.ts";

beforeAll(async () => {
  await startBackend();
});

const p = 7;
const mainline: TransformerArchitecture = { ...MAINLINE, p, sequence: ["a", "b", p] };

describe("a transformer computes what plain float64 loops do", () => {
  test("with one block and no LayerNorm, as the mainline", () => {
    expectNaive(randomTransformer(mainline));
  });

  test.each(["none", "pre", "post"] as const)("with LayerNorm %s, biases and two blocks", (normalisation) => {
    expectNaive(randomTransformer({ ...mainline, blocks: 2, normalisation }, { biases: true }));
  });

  test("with a LayerNorm whose epsilon matters", () => {
    expectNaive(randomTransformer({ ...mainline, normalisation: "pre", layerNormEpsilon: 0.3 }));
  });

  test.each(["relu", "gelu", "gelu_tanh", "square"] as const)("with activation %s", (activation) => {
    expectNaive(randomTransformer({ ...mainline, activation }, { biases: true }));
  });

  test.each([0, 0.25, 1])("with attention coefficient %d", (attentionCoefficient) => {
    expectNaive(randomTransformer({ ...mainline, attentionCoefficient, causal: false }));
  });

  test.each([true, false])("with two blocks, causal %s", (causal) => {
    expectNaive(randomTransformer({ ...mainline, blocks: 2, causal }));
  });

  test.each([
    ["a and b alone", ["a", "b"], 0],
    ["b before a", ["b", "a", p], 0],
    ["signs before, between and after", [0, "a", 1, "b", 2], 3],
    ["a alone", ["a"], 0],
  ] as const)("that reads %s", (_, sequence, firstToken) => {
    expectNaive(randomTransformer({ ...mainline, sequence, firstToken, blocks: 2 }));
  });
});

describe("attention", () => {
  const logits = (changes: Partial<TransformerArchitecture>) =>
    forward(randomTransformer({ ...mainline, ...changes })).logits.data;

  test("of coefficient 0 weighs every position by 1, whatever the queries", () => {
    const uniform = (seed: number) => {
      const model = randomTransformer({ ...mainline, attentionCoefficient: 0 });
      const other = randomTransformer(mainline, { seed });
      const get = (name: string) => (/W_[QK]$/.test(name) ? other : model).parameters.get(name);
      return forward({ ...model, parameters: { ...model.parameters, get } }).logits.data;
    };
    expect(uniform(2)).toEqual(uniform(3));
    expect(uniform(2)).not.toEqual(logits({}));
  });

  test("of one block ends at the last position, which sees all: the causal mask changes nothing", () => {
    expect(logits({ causal: true })).toEqual(logits({ causal: false }));
  });

  test("of two blocks depends on the causal mask", () => {
    expect(logits({ blocks: 2, causal: true })).not.toEqual(logits({ blocks: 2, causal: false }));
  });

  test("from the last position alone, without positions in W_pos, does not tell a from b", () => {
    const model = randomTransformer({ ...mainline, blocks: 1 });
    const get = (name: string) => (name === "W_pos" ? undefined : model.parameters.get(name));
    const { data, shape } = forward({ ...model, parameters: { ...model.parameters, get } }).logits;
    const rowOf = (a: number, b: number) => data.subarray((a * p + b) * shape[1], (a * p + b + 1) * shape[1]);
    for (let a = 0; a < p; a++) {
      for (let b = 0; b < a; b++) {
        // Only the order of two float32 sums differs.
        for (const [c, value] of rowOf(a, b).entries()) expect(value).toBeCloseTo(rowOf(b, a)[c], 5);
      }
    }
  });
});
