import { expect, test } from "vitest";
import { solvedSymmetric } from "#numerics/cholesky.js";
import { normal } from "../_networks.ts";

const matrix = (rows: number, columns: number, value: (i: number) => number) => ({
  data: Float64Array.from({ length: rows * columns }, (_, i) => value(i)),
  rows,
  columns,
});

test("A X = B, with A and B left as they are", () => {
  const draw = normal(3);
  const n = 9;
  const R = matrix(n, n, () => draw(1));
  // RᵀR + I is positive definite.
  const A = matrix(n, n, (s) => {
    const [i, j] = [Math.floor(s / n), s % n];
    let sum = i === j ? 1 : 0;
    for (let k = 0; k < n; k++) sum += R.data[k * n + i] * R.data[k * n + j];
    return sum;
  });
  const B = matrix(n, 4, () => draw(1));
  const [a, b] = [A.data.slice(), B.data.slice()];
  const X = solvedSymmetric(A, B);
  expect([X.rows, X.columns]).toEqual([n, 4]);
  for (let i = 0; i < n; i++)
    for (let c = 0; c < 4; c++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += A.data[i * n + k] * X.data[k * 4 + c];
      expect(sum).toBeCloseTo(B.data[i * 4 + c], 10);
    }
  expect([A.data, B.data]).toEqual([a, b]);
});

test("a matrix that is not positive definite is refused, with the pivot", () => {
  const A = matrix(2, 2, (i) => [1, 2, 2, 1][i]);
  expect(() =>
    solvedSymmetric(
      A,
      matrix(2, 1, () => 1),
    ),
  ).toThrow(/pivot 1 is not above 0/);
});
