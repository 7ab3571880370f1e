import { describe, expect, test } from "vitest";
import { correctPairs, lossesOfPairs, meanOver } from "#networks/pair-losses.js";
import { tensor } from "#numerics/tensor.js";
import { tableTask, task } from "#tasks/_make.js";
import { NEITHER, type Split, TEST, TRAIN } from "#tasks/_split.js";
import { MAINLINE } from "../_networks.ts";

/** A few roundings of float64. */
const FLOAT64 = 1e-15;

/** Over 2 residues that stand at tokens 1 and 2, with a sign before and one after them. */
const architecture = { ...MAINLINE, p: 2, firstToken: 1, sequence: ["a", "b", 3] } as const;
const addition = tableTask("t.json", [
  [0, 1],
  [1, 0],
]);
const logits = tensor(["pair", "token"], [4, 4], Float32Array.of(9, 1, 0, 9, -9, 2, 2, -9, 9, 0, 3, 9, -9, 0, 4, -9));
/** log(e^x + …) − answer, written out. */
const logSum = (...values: number[]) => Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0));

describe("the loss of each pair", () => {
  test("over the answers leaves out every sign", () => {
    const losses = lossesOfPairs(logits, architecture, addition);
    const known = [logSum(1, 0) - 1, Math.log(2), logSum(0, 3) - 3, logSum(0, 4) - 0];
    for (const [s, loss] of known.entries()) expect(Math.abs(losses[s] - loss)).toBeLessThan(FLOAT64);
  });

  test("over all logits does not", () => {
    const losses = lossesOfPairs(logits, architecture, addition, { over: "all", dtype: "float64" });
    const known = [logSum(9, 1, 0, 9) - 1, logSum(-9, 2, 2, -9) - 2, logSum(9, 0, 3, 9) - 3, logSum(-9, 0, 4, -9) - 0];
    for (const [s, loss] of known.entries()) expect(Math.abs(losses[s] - loss)).toBeLessThan(4 * FLOAT64 * loss);
  });

  test.each(["answers", "all"] as const)("in float32 is a float32, over %s", (over) => {
    for (const loss of lossesOfPairs(logits, architecture, addition, { over, dtype: "float32" })) {
      expect(Math.fround(loss)).toBe(loss);
    }
  });
});

test("a pair is right if its answer is the first of the largest among the answers", () => {
  expect([...correctPairs(logits, architecture, addition)]).toEqual([1, 0, 1, 0]);
});

describe("the mean", () => {
  const values = Float64Array.of(1e-9, 1, 2, 4);

  test("keeps the digits of small values", () => {
    expect(meanOver(Float64Array.of(1e-9, 3e-9, 1e-9, 3e-9), addition)).toBeCloseTo(2e-9, 24);
  });

  test("is over the pairs of one part of the split", () => {
    const split: Split = { member: Uint8Array.of(TRAIN, TEST, TRAIN, NEITHER), origin: "here", kind: "stored" };
    expect(meanOver(values, addition, split, TRAIN)).toBe((1e-9 + 2) / 2);
    expect(meanOver(values, addition, split, TEST)).toBe(1);
    expect(meanOver(values, addition)).toBe((1e-9 + 7) / 4);
  });

  test("leaves out the pairs that have no answer", () => {
    const withoutAnswer = task("division", 2);
    expect([...withoutAnswer.answers]).toEqual([-1, 0, -1, 1]);
    expect(meanOver(Float64Array.of(Number.NaN, 1, Number.NaN, 4), withoutAnswer)).toBe(2.5);
  });
});
