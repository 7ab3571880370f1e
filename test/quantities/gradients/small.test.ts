import { expect, test } from "vitest";
import { largestEigenvalue } from "#numerics/lanczos.js";
import { randomSigns } from "#numerics/random-signs.js";
import { mean } from "#numerics/statistics.js";
import { commutatorAlarm } from "#quantities/gradients/commutator-alarm.js";
import { slowGradientShare } from "#quantities/gradients/slow-gradient.js";
import { trainingTriples } from "#quantities/gradients/training-loss.js";
import { weightCosine } from "#quantities/gradients/weight-cosine.js";
import type { Network } from "#runs/run.js";
import { task } from "#tasks/_make.js";

const diagonal = (values: readonly number[]) => (v: Float64Array) => v.map((x, i) => x * values[i]);
const settings = { tolerance: 1e-8, most: 50 };

test("Lanczos finds the largest eigenvalue, whatever the signs, and says how far off it may be", () => {
  const start = randomSigns(1);
  for (const values of [
    [3, 1, -2, 0.5],
    [-1, -5, -2],
    [2, 2, 2],
    [1e-9, 3e-9, -7e-9],
    [1e6, 1, 0],
  ]) {
    const { value, residual } = largestEigenvalue(diagonal(values), start(values.length), settings);
    expect(Math.abs(value / Math.max(...values) - 1)).toBeLessThan(1e-7);
    expect(residual).toBeLessThanOrEqual(1e-7 * Math.abs(value) + 1e-12);
  }
  // A long spectrum, cut short: below the eigenvalue, and no further from one than the residual.
  const many = Array.from({ length: 200 }, (_, i) => Math.sin(i) * 10);
  const short = largestEigenvalue(diagonal(many), start(200), { tolerance: 0, most: 8 });
  expect(short.products).toBe(8);
  expect(short.value).toBeLessThanOrEqual(Math.max(...many));
  expect(Math.min(...many.map((λ) => Math.abs(λ - short.value)))).toBeLessThanOrEqual(short.residual);
  // Of any size: scaled by 1e12, all is 1e12 times as large, to the last digits but few.
  const large = many.map((λ) => 1e12 * λ);
  const once = largestEigenvalue(diagonal(many), randomSigns(5)(200), { tolerance: 0, most: 8 });
  const again = largestEigenvalue(diagonal(large), randomSigns(5)(200), { tolerance: 0, most: 8 });
  expect(again.value / once.value / 1e12 - 1).toBeCloseTo(0, 11);
  expect(again.residual / once.residual / 1e12 - 1).toBeCloseTo(0, 9);
  expect(largestEigenvalue(diagonal([0, 0]), start(2), settings)).toMatchObject({ value: 0, residual: 0 });
  expect(largestEigenvalue(diagonal([Number.NaN, 1]), start(2), settings).value).toBeNaN();
});

test("signs are of a seed, each alike often", () => {
  expect(randomSigns(7)(100)).toEqual(randomSigns(7)(100));
  expect(new Set(randomSigns(7)(100))).toEqual(new Set([1, -1]));
  expect(Math.abs(mean(randomSigns(7)(10_000)))).toBeLessThan(0.04);
});

test("the alarm is over ten times the first three and over 20, from the third on", () => {
  const alarm = (...defects: (number | null)[]) =>
    commutatorAlarm(defects.map((defect, i) => ({ epoch: 100 * i, defect })));
  expect(alarm(1, 1, 1, 5, 21, 400)).toBe(400);
  expect(alarm(1, 1, 1, 5, 11, 19)).toBeNull();
  expect(alarm(5, 5, 5, 30, 49, 51)).toBe(500);
  expect(alarm(1, 1, 40)).toBe(200);
  // The level before is taken for no less than .1; what is not known is passed over.
  expect(alarm(0, 0, 0, 0.9, 21)).toBe(400);
  expect(alarm(1, null, 1, 1, null, 30)).toBe(500);
  expect(alarm(1, 100)).toBeNull();
});

test("the slow share is 1 of a gradient that stays, (1 − β₁)/(1 + β₁) of noise", () => {
  const betas = [0.9, 0.98] as const;
  const moments = (gradient: (step: number, i: number) => number, steps: number, size: number) => {
    const [first, second] = [new Float64Array(size), new Float64Array(size)];
    for (let step = 1; step <= steps; step++) {
      for (let i = 0; i < size; i++) {
        const g = gradient(step, i);
        first[i] += (1 - betas[0]) * (g - first[i]);
        second[i] += (1 - betas[1]) * (g * g - second[i]);
      }
    }
    return [{ step: steps, betas, first, second }];
  };
  expect(slowGradientShare(moments((_, i) => i + 1, 7, 4))).toBeCloseTo(1, 12);
  expect(slowGradientShare(moments(() => 3, 1, 1))).toBeCloseTo(1, 12);
  const signs = randomSigns(2);
  const noise = signs(400 * 500);
  expect(slowGradientShare(moments((step, i) => noise[step * 500 + i] ?? 0, 399, 500))).toBeCloseTo(0.1 / 1.9, 2);
  expect(slowGradientShare(moments(() => 0, 3, 2))).toBeNaN();
  expect(slowGradientShare([])).toBeNaN();
});

test("a gradient that only scales the weights up has cosine 1", () => {
  expect(weightCosine([-2, -4], [1, 2])).toBeCloseTo(1, 12);
  expect(weightCosine([2, 4], [1, 2])).toBeCloseTo(-1, 12);
  expect(weightCosine([0, 0], [1, 2])).toBeNaN();
});

test("training pairs are those of the split that have an answer, and none without a split", () => {
  const of = task("division", 5);
  const member = Uint8Array.from({ length: 25 }, (_, s) => s % 2);
  const known = { task: of, split: { member, origin: "every second", kind: "drawn" } } as Network;
  const triples = trainingTriples(known);
  // Of twelve pairs with an odd number two divide by 0.
  expect(triples).toHaveLength(10);
  for (const [a, b, c] of triples) expect([(5 * a + b) % 2, (b * c) % 5]).toEqual([1, a]);
  expect(trainingTriples({ ...known, split: undefined })).toEqual([]);
});
