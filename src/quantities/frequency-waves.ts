import { frequencyCount } from "../numerics/fourier.ts";
import { product } from "../numerics/matmul.ts";
import { memo } from "../numerics/memo.ts";
import type { ResidueSums } from "./pair-sums.ts";

/** Coefficients of the orthonormal cosines and sines over the residues, of many functions: [frequency, column] at k − 1. */
export interface Waves {
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

/** The coefficients of each column's sums over the pairs of equal residue. */
export const waves: (sums: ResidueSums) => Waves = memo(({ data, n, width }) => {
  const keys = Array.from({ length: frequencyCount(n) }, (_, i) => i + 1);
  // As one product of matrices: half the time of a fast transform a column, as n is small.
  const along = (wave: (angle: number) => number): Float64Array =>
    product(basis(n, keys, wave), { data, rows: n, columns: width }).data;
  return { cos: along(Math.cos), sin: along(Math.sin) };
});

/** The orthonormal cosines or sines of these frequencies [frequency, residue]; for even n the last is (−1)^r/√n and 0. */
function basis(n: number, keys: readonly number[], wave: (angle: number) => number): Float64Array {
  const values = new Float64Array(keys.length * n);
  for (const [i, k] of keys.entries()) {
    const half = 2 * k === n;
    const scale = Math.sqrt((half ? 1 : 2) / n);
    for (let r = 0; r < n; r++) {
      values[i * n + r] = half && wave === Math.sin ? 0 : scale * wave((2 * Math.PI * ((k * r) % n)) / n);
    }
  }
  return values;
}

/** Σ_{k ∈ keys} cos_k(r) C_k + sin_k(r) S_k [residue, column]: the part of these frequencies in the mean over n pairs. */
export function wavePart(sums: ResidueSums, keys: readonly number[]): Float64Array {
  const { n, width } = sums;
  // A product over nothing would not know how many rows it has.
  if (keys.length === 0) return new Float64Array(n * width);
  const { cos, sin } = waves(sums);
  const functions = new Float64Array(n * 2 * keys.length);
  const coefficients = new Float64Array(2 * keys.length * width);
  const [cosines, sines] = [basis(n, keys, Math.cos), basis(n, keys, Math.sin)];
  for (const [i, k] of keys.entries()) {
    for (let r = 0; r < n; r++) {
      functions[r * 2 * keys.length + 2 * i] = cosines[i * n + r] / n;
      functions[r * 2 * keys.length + 2 * i + 1] = sines[i * n + r] / n;
    }
    coefficients.set(cos.subarray((k - 1) * width, k * width), 2 * i * width);
    coefficients.set(sin.subarray((k - 1) * width, k * width), (2 * i + 1) * width);
  }
  return product(functions, { data: coefficients, rows: 2 * keys.length, columns: width }).data;
}
