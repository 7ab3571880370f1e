import { expect, test } from "vitest";
import { choleskyRoot, solvedSymmetric } from "#numerics/cholesky.js";
import { product } from "#numerics/matmul.js";
import { columnMeans, lessRow, matrixOf, plus, transposed } from "#numerics/matrices.js";
import { tensor } from "#numerics/tensor.js";
import { dot, norm, plusTimes, times } from "#numerics/vectors.js";

const matrix = (rows: number, columns: number, ...data: readonly number[]) => ({
  data: Float64Array.from(data),
  rows,
  columns,
});

test("vectors: dot, norm, times and plusTimes", () => {
  expect(dot([1, 2, 3], [4, -5, 6])).toBe(12);
  expect(norm([3, 4])).toBe(5);
  expect(times(-2, [1, 0.5])).toEqual(Float64Array.of(-2, -1));
  expect(plusTimes([1, 2], 3, [4, -5])).toEqual(Float64Array.of(13, -13));
});

test("a tensor as a matrix has a row for all but the last axis", () => {
  const data = Float32Array.from({ length: 12 }, (_, i) => i);
  expect(matrixOf(tensor(["a", "b", "c"], [2, 3, 2], data))).toEqual(matrix(6, 2, ...data));
});

test("transposed, its columns' means, a row less", () => {
  const A = matrix(2, 3, 1, 2, 3, 5, 8, 13);
  expect(transposed(A)).toEqual(matrix(3, 2, 1, 5, 2, 8, 3, 13));
  expect(columnMeans(A)).toEqual(Float64Array.of(3, 5, 8));
  expect(lessRow(A, [1, 2, 3])).toEqual(matrix(2, 3, 0, 0, 0, 4, 6, 10));
});

test("a bias is added to every row, and none where there is none", () => {
  const x = Float64Array.of(1, 2, 3, 4);
  expect(plus(x, [10, 20])).toEqual(Float64Array.of(11, 22, 13, 24));
  expect(plus(x, undefined)).toBe(x);
});

/** Every path: an odd row alone, fours of k and what is left of them. */
test.each([
  [1, 1, 1],
  [1, 9, 2],
  [2, 3, 2],
  [2, 4, 3],
  [2, 8, 3],
  [3, 5, 4],
  [4, 6, 3],
])("the product of [%i, %i] and [·, %i] is Σ_k A_ik B_kj", (rows, inner, columns) => {
  // Whole numbers: every sum is exact.
  const A = Float64Array.from({ length: rows * inner }, (_, i) => ((i * 7) % 11) - 5);
  const B = Float64Array.from({ length: inner * columns }, (_, i) => ((i * 5) % 13) - 6);
  const known = Float64Array.from({ length: rows * columns }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    return Array.from({ length: inner }, (_, k) => A[i * inner + k] * B[k * columns + j]).reduce((a, b) => a + b);
  });
  expect(product(A, { data: B, rows: inner, columns })).toEqual({ data: known, rows, columns });
});

test("L of A = L Lᵀ: whole numbers where A is made of them", () => {
  expect(choleskyRoot([4, 2, 0, 2, 5, 4, 0, 4, 8], 3)).toEqual(Float64Array.of(2, 0, 0, 1, 2, 0, 0, 2, 2));
});

test("of a singular matrix a pivot is 0 and so is its column; of one with a NaN it is none", () => {
  expect(choleskyRoot([1, 1, 1, 1], 2)).toEqual(Float64Array.of(1, 0, 1, 0));
  expect(choleskyRoot([0, 0, 0, 9], 2)).toEqual(Float64Array.of(0, 0, 0, 3));
  // Rounding leaves it under 0, as it may here.
  expect(
    choleskyRoot([1, 1, 2, 1, 1 - 1e-9, 7, 2, 7, 8], 3)
      .slice(3, 8)
      .map(Math.abs),
  ).toEqual(Float64Array.of(1, 0, 0, 2, 0));
  expect(choleskyRoot([Number.NaN, 1, 1, 1], 2)[0]).toBeNaN();
});

test("A X = B in numbers that are exact", () => {
  const A = matrix(3, 3, 4, 2, 0, 2, 5, 4, 0, 4, 8);
  // A (1, 2, 3)ᵀ = (8, 24, 32)ᵀ, A (0, −1, 1)ᵀ = (−2, −1, 4)ᵀ.
  expect(solvedSymmetric(A, matrix(3, 2, 8, -2, 24, -1, 32, 4))).toEqual(matrix(3, 2, 1, 0, 2, -1, 3, 1));
  const refusal = "the matrix is not positive definite: pivot 0 is not above 0";
  expect(() => solvedSymmetric(matrix(1, 1, 0), matrix(1, 1, 1))).toThrow(new RangeError(refusal));
});
