import fc from "fast-check";
import { expect, test } from "vitest";
import { argmax, gini, mean, median } from "#numerics/statistics.js";

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
