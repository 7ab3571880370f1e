import type { CyclicForm } from "../tasks/_cyclic.ts";
import type { PairColumns, PairSums } from "./pair-sums.ts";

/** Σ (x − mean)² over the n² pairs of each column of values that a pair has [column], from the values and their sums; float64. */
export function pairVariances(
  data: ArrayLike<number>,
  { stride, offset, width, p }: PairColumns,
  { n, order }: CyclicForm,
  { a: { data: sumsOverB } }: PairSums,
): Float64Array {
  const mean = new Float64Array(width);
  for (let i = 0; i < sumsOverB.length; i++) mean[i % width] += sumsOverB[i] / n ** 2;
  const variance = new Float64Array(width);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const at = (order[a] * p + order[b]) * stride + offset;
      for (let i = 0; i < width; i++) variance[i] += (data[at + i] - mean[i]) ** 2;
    }
  }
  return variance;
}
