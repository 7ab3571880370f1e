import type { Matrix64 } from "./matmul.ts";

/**
 * X with A X = B for a symmetric positive definite A, by A = L Lᵀ; float64. Throws a RangeError where A is not positive
 * definite. A and B are left as they are.
 */
export function solvedSymmetric(A: Matrix64, B: Matrix64): Matrix64 {
  const { rows: n } = A;
  const L = Float64Array.from(A.data);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = L[i * n + j];
      for (let k = 0, x = i * n, y = j * n; k < j; k++) sum -= L[x + k] * L[y + k];
      if (i > j) L[i * n + j] = sum / L[j * n + j];
      else if (sum > 0) L[j * n + j] = Math.sqrt(sum);
      else throw new RangeError(`the matrix is not positive definite: pivot ${j} is ${sum}`);
    }
  }
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
