import fc from "fast-check";
import { expect, test } from "vitest";
import {
  argmax,
  gini,
  inverseParticipationRatio,
  least,
  mean,
  median,
  quantile,
  variance,
} from "#numerics/statistics.js";

const shares = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });

test("mean, median and argmax of small arrays", () => {
  expect([mean([1, 2, 6]), median([5, 1, 3]), median([4, 1, 3, 2]), argmax([1, 7, 7, 2])]).toEqual([3, 3, 2.5, 1]);
  expect([mean([]), median([]), argmax([])]).toEqual([Number.NaN, Number.NaN, -1]);
});

test("median orders by value and leaves its argument as it was", () => {
  const values = [10, 9, 100];
  expect(median(values)).toBe(10);
  expect(values).toEqual([10, 9, 100]);
});

test("the middle of two values too large to add is between them", () => {
  expect(median([1.5e308, 1.7e308])).toBe(1.6e308);
});

// np.var(x, ddof=1), np.quantile(x, q)
test("variance and quantiles are numpy's", () => {
  expect(variance([1, 2, 4, 9])).toBeCloseTo(12.666666666666666, 14);
  expect(variance([1, 3])).toBe(2);
  expect([variance([5]), variance([])]).toEqual([Number.NaN, Number.NaN]);
  const values = [3, 1, 2, 10];
  expect([0, 0.25, 0.5, 0.75, 1].map((share) => quantile(values, share))).toEqual([1, 1.75, 2.5, 4.75, 10]);
  expect([quantile([], 0.5), quantile([7], 0.3)]).toEqual([Number.NaN, 7]);
  expect(values).toEqual([3, 1, 2, 10]);
});

test("the least value, none where one is no number or there is none", () => {
  expect([least([4, -2, 7]), least([5])]).toEqual([-2, 5]);
  expect([least([1, Number.NaN, 0]), least([])]).toEqual([Number.NaN, Number.NaN]);
});

test("the inverse participation ratio is 1 of one power, 1/n of n equal ones, whatever their scale", () => {
  expect(inverseParticipationRatio([0, 5, 0])).toBe(1);
  expect(inverseParticipationRatio([3, 3, 3, 3])).toBe(0.25);
  expect(inverseParticipationRatio([1, 2])).toBeCloseTo(5 / 9, 15);
  expect([inverseParticipationRatio([]), inverseParticipationRatio([0, 0])]).toEqual([Number.NaN, Number.NaN]);
});

test("gini is 0 of equal values and of zeros, 1 − 1/n where one holds everything", () => {
  expect(gini([3, 3, 3])).toBe(0);
  expect(gini([0, 0])).toBe(0);
  expect(gini([0, 9, 0, 0])).toBe(0.75);
  expect(gini([3, 1, 2])).toBeCloseTo(2 / 9, 15);
});

test("gini is the mean absolute difference over twice the mean", () => {
  fc.assert(
    fc.property(shares, (x) => {
      const n = x.length;
      const difference = mean(x.flatMap((a) => x.map((b) => Math.abs(a - b))));
      const expected = mean(x) === 0 ? 0 : difference / (2 * mean(x));
      // Sums of up to 2500 terms, each rounded once.
      if (mean(x) > 1e-300) expect(gini(x)).toBeCloseTo(expected, 10);
      expect(gini(x)).toBeLessThanOrEqual(1 - 1 / n + 1e-12);
    }),
  );
});
