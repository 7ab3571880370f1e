import { describe, expect, test } from "vitest";
import { effectiveRank } from "#numerics/effective-rank.js";
import { singularValues } from "#numerics/singular-values.js";
import { basis } from "../_basis.ts";
import { normal } from "../_networks.ts";

/** Of the largest singular value: a few roundings of float64. */
const FLOAT64 = 1e-13;

const noise = (length: number) => Float64Array.from({ length }, normal(length).bind(undefined, 1));
const product = (x: readonly number[], y: readonly number[]) => x.flatMap((a) => y.map((b) => a * b));

/** Σ_i σ_i u_i v_iᵀ [rows, columns] with u, v rows of orthonormal bases: a matrix of known singular values. */
function withSingularValues(sigmas: readonly number[], rows: number, columns: number): Float64Array {
  const [u, v] = [basis(rows), basis(columns)];
  const matrix = new Float64Array(rows * columns);
  for (const [i, sigma] of sigmas.entries()) {
    for (const [at, value] of product(u[i].values, v[i].values).entries()) matrix[at] += sigma * value;
  }
  return matrix;
}

describe("singular values", () => {
  test("of [[3, 0], [4, 5]] are √45 and √5", () => {
    const [first, second] = singularValues([3, 0, 4, 5], 2, 2);
    expect(first).toBeCloseTo(Math.sqrt(45), 13);
    expect(second).toBeCloseTo(Math.sqrt(5), 13);
  });

  test.each([
    [6, 6],
    [11, 5],
    [5, 11],
  ])("of a %i × %i matrix are those it was made of, largest first", (rows, columns) => {
    const sigmas = [0.5, 40, 1e-6, 3, 7];
    const ours = singularValues(withSingularValues(sigmas, rows, columns), rows, columns);
    const known = [40, 7, 3, 0.5, 1e-6, ...(rows === columns ? [0] : [])];
    expect(ours.length).toBe(known.length);
    for (const [i, sigma] of known.entries()) expect(Math.abs(ours[i] - sigma)).toBeLessThan(FLOAT64 * 40);
  });

  test.each([
    ["a column alone", [0, 2, 0, 0, 0, 0, 0, 0], 4, 2, [2, 0]],
    ["a row alone", [0, 0, 0, 0, 3, 4, 0, 0, 0], 3, 3, [5, 0, 0]],
    ["a diagonal out of order, with signs", [-2, 0, 0, 0, 7, 0, 0, 0, 3], 3, 3, [7, 3, 2]],
    ["a permutation", [0, 1, 0, 0, 0, 1, 1, 0, 0], 3, 3, [1, 1, 1]],
    ["zeros", [0, 0, 0, 0, 0, 0], 2, 3, [0, 0]],
    ["one value", [-4], 1, 1, [4]],
    ["a row", [3, 4, 12], 1, 3, [13]],
  ])("of %s are to be told by eye", (_, values, rows, columns, known) => {
    const ours = singularValues(values, rows, columns);
    expect(ours).toHaveLength(known.length);
    for (const [i, sigma] of known.entries()) expect(ours[i]).toBeCloseTo(sigma, 13);
  });

  test("have squares that add up to the matrix's", () => {
    const matrix = noise(12 * 7);
    const squares = (x: ArrayLike<number>) => Array.from(x).reduce((sum, value) => sum + value * value, 0);
    expect(squares(singularValues(matrix, 12, 7)) / squares(matrix)).toBeCloseTo(1, 13);
  });
});

describe("the effective rank", () => {
  test.each([1, 2, 5, 16])("of the identity of size %i is its size", (n) => {
    const identity = Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
    expect(effectiveRank(identity, n, n)).toBeCloseTo(n, 12);
  });

  test("of a product of two vectors is 1", () => {
    expect(effectiveRank(product([1, -2, 3], [0.5, 4]), 3, 2)).toBeCloseTo(1, 12);
  });

  test("of m equal singular values is m, whatever the others' number", () => {
    expect(effectiveRank(withSingularValues([2, 2, 2], 9, 5), 9, 5)).toBeCloseTo(3, 10);
  });

  test("of singular values 2, 1, 1 is exp(½ ln 2 + ½ ln 4) = 2^1.5", () => {
    expect(effectiveRank(withSingularValues([2, 1, 1], 4, 6), 4, 6)).toBeCloseTo(2 ** 1.5, 10);
  });

  test("does not change with the scale, nor with the transpose", () => {
    const matrix = noise(8 * 5);
    const rank = effectiveRank(matrix, 8, 5);
    expect(rank).toBeGreaterThan(1);
    expect(rank).toBeLessThan(5);
    for (const scale of [1e-8, -3, 1e8]) {
      expect(
        effectiveRank(
          matrix.map((value) => scale * value),
          8,
          5,
        ),
      ).toBeCloseTo(rank, 10);
    }
    const transposed = Array.from(matrix, (_, i) => matrix[(i % 8) * 5 + Math.floor(i / 8)]);
    expect(effectiveRank(transposed, 5, 8)).toBeCloseTo(rank, 10);
  });

  test("of zeros is 0, and of what is not finite no number", () => {
    expect(effectiveRank([0, 0, 0, 0], 2, 2)).toBe(0);
    expect(effectiveRank([1, Number.NaN, 0, 1], 2, 2)).toBeNaN();
    expect(effectiveRank([1, Number.POSITIVE_INFINITY, 0, 1], 2, 2)).toBeNaN();
  });
});
