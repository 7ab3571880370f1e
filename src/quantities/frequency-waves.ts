import { type Term, tabulated } from "../compiled/outcomes.ts";
import { frequencyCount } from "../numerics/fourier.ts";
import { memo, memoOfList, memoOfShape } from "../numerics/memo.ts";
import { product } from "../tensors/product.ts";
import type { ResidueSums } from "./pair-sums.ts";

/** Coefficients of the orthonormal cosines and sines over the residues, of many functions: [frequency, column] at k − 1. */
export interface Waves {
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

/** The coefficients of each column's sums over the pairs of equal residue. */
export const waves: (sums: ResidueSums) => Waves = memo((sums) => {
  const { n, width } = sums;
  const count = frequencyCount(n);
  const { cosines, sines } = circle(n);
  const { even, odd } = folded(sums);
  // As one product of matrices: a third of the time of a fast transform for each column, as n is small.
  const along = (wave: Float64Array, half: Float64Array): Float64Array => {
    const basis = new Float64Array(count * count);
    for (let k = 1; k <= count; k++) {
      for (let r = 1; r <= count; r++) basis[(k - 1) * count + r - 1] = scaleOf(k, n) * wave[(k * r) % n];
    }
    return product(basis, { data: half, rows: count, columns: width }).data;
  };
  return { cos: along(cosines, even), sin: along(sines, odd) };
});

/** Σ_{k ∈ keys} cos_k(r) C_k + sin_k(r) S_k [residue, column]: the part of these frequencies in the mean over n pairs. */
export function wavePart(sums: ResidueSums, keys: readonly number[]): Float64Array {
  return tabulated(waveTerms(sums, keys), sums.n, sums.width);
}

/** The terms of `wavePart`: a cosine and a sine of each frequency over the residues, and its coefficients. */
export const waveTerms: (sums: ResidueSums, keys: readonly number[]) => readonly Term[] = memoOfList((sums, keys) => {
  const { n, width } = sums;
  const { cos, sin } = waves(sums);
  return keys.flatMap((k) => {
    const [ofCosine, ofSine] = meanWaves(n, k);
    const at = (k - 1) * width;
    return [
      { ofRow: ofCosine, ofAnswer: cos.subarray(at, at + width) },
      { ofRow: ofSine, ofAnswer: sin.subarray(at, at + width) },
    ];
  });
});

/** The orthonormal cosine and sine of a frequency over the residues, by n. */
const meanWaves = memoOfShape((n, k) => {
  const { cosines, sines } = circle(n);
  const along = (wave: Float64Array) =>
    Float64Array.from({ length: n }, (_, r) => (scaleOf(k, n) * wave[(k * r) % n]) / n);
  return [along(cosines), along(sines)] as const;
});

/** √(2/n); for even n the last frequency is (−1)^r/√n, and has no sine. */
function scaleOf(k: number, n: number): number {
  return Math.sqrt((2 * k === n ? 1 : 2) / n);
}

/** cos 2πx/n and sin 2πx/n for x = 0 … n−1. */
const circle = memoOfShape((n) => {
  const angles = Float64Array.from({ length: n }, (_, x) => (2 * Math.PI * x) / n);
  // Exactly 0 half-way round, where rounding would leave the sine of n/2 a trace.
  return { cosines: angles.map(Math.cos), sines: angles.map((angle, x) => (2 * x === n ? 0 : Math.sin(angle))) };
});

/**
 * f(r) + f(n − r) and f(r) − f(n − r) [residue, column] for r = 1 … ⌊n/2⌋, all that the cosines and the sines see, with f(0)
 * taken off first: of a constant, exactly nothing is left.
 */
function folded({ data, n, width }: ResidueSums): { readonly even: Float64Array; readonly odd: Float64Array } {
  const count = frequencyCount(n);
  const even = new Float64Array(count * width);
  const odd = new Float64Array(count * width);
  for (let r = 1; r <= count; r++) {
    const [at, there, back] = [(r - 1) * width, r * width, (n - r) * width];
    for (let c = 0; c < width; c++) {
      const x = data[there + c] - data[c];
      const y = there === back ? 0 : data[back + c] - data[c];
      even[at + c] = x + y;
      odd[at + c] = there === back ? 0 : x - y;
    }
  }
  return { even, odd };
}
