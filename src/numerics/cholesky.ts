import type { Matrix64 } from "./matmul.ts";

/**
 * L with L Lᵀ = A [n, n], lower triangular, float64. Where A is singular, a pivot that rounding leaves at or under 0 is 0, and
 * its column.
 */
export function choleskyRoot(A: ArrayLike<number>, n: number): Float64Array {
  const L = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let rest = A[i * n + j];
      for (let k = 0, x = i * n, y = j * n; k < j; k++) rest -= L[x + k] * L[y + k];
      if (i === j) L[i * n + j] = rest > 0 ? Math.sqrt(rest) : rest * 0;
      else L[i * n + j] = L[j * n + j] === 0 ? 0 : rest / L[j * n + j];
    }
  }
  return L;
}

/**
 * X with A X = B for a symmetric positive definite A, by A = L Lᵀ; float64. Throws a RangeError where A is not positive
 * definite. A and B are left as they are.
 */
export function solvedSymmetric(A: Matrix64, B: Matrix64): Matrix64 {
  const { rows: n } = A;
  const L = choleskyRoot(A.data, n);
  for (let j = 0; j < n; j++)
    if (!(L[j * n + j] > 0)) throw new RangeError(`the matrix is not positive definite: pivot ${j} is not above 0`);
  const { columns } = B;
  const X = Float64Array.from(B.data);
  const subtractRow = (to: number, from: number, factor: number) => {
    for (let c = 0; c < columns; c++) X[to * columns + c] -= factor * X[from * columns + c];
  };
  const divideRow = (row: number, by: number) => {
    for (let c = 0; c < columns; c++) X[row * columns + c] /= by;
  };
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) subtractRow(i, k, L[i * n + k]);
    divideRow(i, L[i * n + i]);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) subtractRow(i, k, L[k * n + i]);
    divideRow(i, L[i * n + i]);
  }
  return { data: X, rows: n, columns };
}
