import { describe, expect, test } from "vitest";
import { type LargestEigenvalue, largestEigenvalue } from "#numerics/lanczos.js";
import { normal } from "../_networks.ts";

/** v ↦ A v. */
const times = (A: readonly (readonly number[])[]) => (v: Float64Array) =>
  A.map((row) => row.reduce((sum, value, j) => sum + value * v[j], 0));
const diagonal =
  (...values: readonly number[]) =>
  (v: Float64Array) =>
    v.map((value, i) => values[i] * value);
const all = { tolerance: 0, most: 100 };
const near = (found: LargestEigenvalue, value: number, residual: number, products: number) => {
  expect(found.value).toBeCloseTo(value, 13);
  expect(found.residual).toBeCloseTo(residual, 13);
  expect(found.products).toBe(products);
};

test("after one product it is the Rayleigh quotient, with the residual of the start", () => {
  near(
    largestEigenvalue(
      times([
        [2, 1],
        [1, 2],
      ]),
      [5, 0],
      { tolerance: 0, most: 1 },
    ),
    2,
    1,
    1,
  );
  // v = (0.6, 0.8), A v = (0.6, 1.6), and A v − 1.64 v = (−0.384, 0.288).
  near(largestEigenvalue(diagonal(1, 2), [3, 4], { tolerance: 0, most: 1 }), 1.64, 0.48, 1);
});

test("after two it is the larger eigenvalue of A in the plane of the start and its image", () => {
  // In the basis (1, 1, 1)/√3, (−4, −1, 5)/√42 the matrix is [[7/3, √14/3], [√14/3, 59/21]].
  const value = (54 + Math.sqrt(711)) / 21;
  const [x, y] = [Math.sqrt(14) / 3, value - 7 / 3];
  const length = Math.hypot(x, y);
  const vector = [-4, -1, 5].map((v) => (x / Math.sqrt(3) + (y * v) / Math.sqrt(42)) / length);
  const residual = Math.hypot(...vector.map((v, i) => ([1, 2, 4][i] - value) * v));
  near(largestEigenvalue(diagonal(1, 2, 4), [1, 1, 1], { tolerance: 0, most: 2 }), value, residual, 2);
});

/**
 * From its first axis a tridiagonal matrix stays itself: after k products the value is the largest eigenvalue of its leading k
 * rows, the residual the next entry beside the diagonal times the last one of the eigenvector. By mpmath, 50 digits:
 * E, Q = eigsy(A[:k, :k]); E[k - 1], abs(Q[k - 1, k - 1]) * beside[k - 1]
 */
test.each([
  [2, [2, 1, 1], [1, 3], 2.618033988749895, 1.577193336357401],
  [4, [1, 2, 10, 3, 1], [2, 0.5, 1, 3], 10.17175388471298, 0.413413181472337],
  [5, [10, 1, 2, 3, 4, 5, 6], [1, 2, 1, 2, 1, 2], 10.11609457455217, 0.001465360904406208],
  [3, [1e5, 2, 3, 4], [1, 1, 1], 100000.0000100002, 1.0000500017500515e-10],
  [6, [100, 2, 3, 4, 5, 6, 7], [1, 1, 1, 1, 1, 1], 100.0102040925873, 1.226915351793562e-10],
])("after %i products of a tridiagonal matrix", (most, along, beside, value, residual) => {
  const tridiagonal = (v: Float64Array) =>
    v.map((x, i) => along[i] * x + (i > 0 ? beside[i - 1] * v[i - 1] : 0) + (beside[i] ?? 0) * (v[i + 1] ?? 0));
  const start = along.map((_, i) => (i === 0 ? 1 : 0));
  const found = largestEigenvalue(tridiagonal, start, { tolerance: 0, most });
  expect(found.value / value).toBeCloseTo(1, 14);
  expect(found.residual / residual).toBeCloseTo(1, 12);
});

test("what is left by rounding is no direction, also where a first value is 0", () => {
  // A = −1 + 4 v vᵀ of a unit v, from a start with half of it along v.
  const v = [1, 2, 3, 4, 5, 6].map((x) => x / Math.sqrt(91));
  const beside = [2, -1, 0, 0, 0, 0].map((x) => x / Math.sqrt(5));
  const along = (w: Float64Array) => w.reduce((sum, x, i) => sum + x * v[i], 0);
  const start = v.map((x, i) => 0.5 * x + Math.sqrt(0.75) * beside[i]);
  near(
    largestEigenvalue((w) => w.map((x, i) => 4 * along(w) * v[i] - x), start, all),
    3,
    0,
    2,
  );
});

describe("to the end", () => {
  test("it is the largest eigenvalue, in at most as many products as there are dimensions", () => {
    near(
      largestEigenvalue(
        times([
          [2, 1],
          [1, 2],
        ]),
        [1, 0.5],
        all,
      ),
      3,
      0,
      2,
    );
    near(largestEigenvalue(diagonal(-3, -7, -1, -2), [1, 1, 1, 1], all), -1, 0, 4);
    near(largestEigenvalue(diagonal(0, 0, 0), [1, 2, 3], all), 0, 0, 1);
    near(largestEigenvalue(diagonal(9), [-2], all), 9, 0, 1);
  });

  test("it ends where the start reaches no further, and finds the largest along it", () => {
    near(largestEigenvalue(diagonal(8, 3, 1), [0, 2, 0], all), 3, 0, 1);
    near(largestEigenvalue(diagonal(8, 3, 1), [0, 2, 1], all), 3, 0, 2);
    near(largestEigenvalue(diagonal(5, 5, 5, 5), [1, 2, 3, 4], all), 5, 0, 1);
  });

  test("the scale of A is that of the value", () => {
    for (const scale of [1e-120, 1e-9, 1e9, 1e120]) {
      const { value, products } = largestEigenvalue(diagonal(scale, 2 * scale, 4 * scale), [1, 1, 1], all);
      expect(value / scale).toBeCloseTo(4, 12);
      expect(products).toBe(3);
    }
  });
});

test("an eigenvalue lies within the residual, and no more products are made than the tolerance asks", () => {
  const n = 30;
  const draw = normal(4);
  const start = Array.from({ length: n }, () => draw(1));
  const values = Array.from({ length: n }, (_, i) => i);
  const found = [0.3, 0.1, 1e-3, 1e-6].map((tolerance) => ({
    tolerance,
    ...largestEigenvalue(diagonal(...values), start, { tolerance, most: 100 }),
  }));
  for (const { tolerance, value, residual, products } of found) {
    expect(residual).toBeLessThanOrEqual(tolerance * value);
    expect(value).toBeLessThanOrEqual(n - 1 + 1e-12);
    expect(Math.min(...values.map((known) => Math.abs(known - value)))).toBeLessThanOrEqual(residual);
    if (products > 1) {
      const before = largestEigenvalue(diagonal(...values), start, { tolerance: 0, most: products - 1 });
      expect(before.residual).toBeGreaterThan(tolerance * before.value);
    }
  }
  expect(found.map(({ products }) => products)).toEqual(
    [...found.map(({ products }) => products)].sort((a, b) => a - b),
  );
  expect(found[3].value).toBeCloseTo(n - 1, 9);
});

test("a product with a NaN leaves no number", () => {
  const found = largestEigenvalue((v) => v.map((value, i) => (i === 1 ? Number.NaN : value)), [1, 1], all);
  expect(found).toEqual({ value: Number.NaN, residual: Number.NaN, products: 1 });
});
