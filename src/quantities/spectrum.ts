import { frequencyCount } from "../numerics/fourier.ts";
import { gini } from "../numerics/statistics.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { product } from "../tensors/product.ts";

/** Norms of a matrix's Fourier components over an axis of residues, at k − 1 for k = 1 … ⌊n/2⌋. The constant is left out. */
export interface Spectrum {
  /** ‖cos_k M‖ over the other axis. */
  readonly cos: Float64Array;
  /** ‖sin_k M‖. */
  readonly sin: Float64Array;
  /** √(cos² + sin²): the norm of frequency k. */
  readonly norm: Float64Array;
}

/** Fourier components of many functions on Z_n: for each, all cosines, then all sines, in the orthonormal basis. */
export interface Components {
  /** [function, 2·⌊n/2⌋]. */
  readonly data: Float64Array;
  readonly functions: number;
}

/**
 * The components of `functions` functions of a residue, where function j has its value at residue x in
 * `data[start(j) + x · stride]`. For tasks on the multiplicative group the residues 1 … p−1 are taken in the order of a
 * primitive root's powers.
 */
export function components(
  data: ArrayLike<number>,
  functions: number,
  start: (j: number) => number,
  stride: number,
  { n, order }: Pick<CyclicForm, "n" | "order">,
): Components {
  const count = frequencyCount(n);
  const values = new Float64Array(functions * n);
  for (let j = 0; j < functions; j++) {
    // Of a constant exactly nothing is left: no wave sees what is taken off.
    const level = data[start(j) + order[0] * stride];
    for (let i = 0; i < n; i++) values[j * n + i] = data[start(j) + order[i] * stride] - level;
  }
  // As one product of matrices: a third of the time of a fast transform for each function, as n is small.
  return { data: product(values, { data: realBasis(n), rows: n, columns: 2 * count }).data, functions };
}

/** √(2/n) cos w_k x and √(2/n) sin w_k x [x, 2·⌊n/2⌋], cosines first; for even n the last is (−1)^x/√n, without a sine. */
const realBasis = (n: number): Float64Array => {
  const known = bases.get(n);
  if (known) return known;
  const count = frequencyCount(n);
  const basis = new Float64Array(n * 2 * count);
  for (let x = 0; x < n; x++) {
    for (let k = 1; k <= count; k++) {
      const angle = (2 * Math.PI * ((k * x) % n)) / n;
      const half = 2 * k === n;
      const scale = Math.sqrt((half ? 1 : 2) / n);
      basis[x * 2 * count + k - 1] = scale * Math.cos(angle);
      basis[x * 2 * count + count + k - 1] = half ? 0 : scale * Math.sin(angle);
    }
  }
  bases.set(n, basis);
  return basis;
};
const bases = new Map<number, Float64Array>();

/** Norms of each component over all functions (Nanda et al. 2023, section 4.1), float64. */
export function spectrum({ data, functions }: Components): Spectrum {
  const width = data.length / functions;
  const squares = new Float64Array(width);
  for (let i = 0; i < data.length; i++) squares[i % width] += data[i] * data[i];
  const cos = squares.slice(0, width / 2);
  const sin = squares.slice(width / 2);
  const norm = cos.map((power, k) => Math.sqrt(power + sin[k]));
  return { cos: cos.map(Math.sqrt), sin: sin.map(Math.sqrt), norm };
}

/** Gini of the norms, per component (n − 1 values) and per frequency: two numbers that the literature calls one. */
export function spectrumGini(
  { cos, sin, norm }: Spectrum,
  n: number,
): { readonly perComponent: number; readonly perFrequency: number } {
  // For even n the frequency n/2 has no sine: its place is no component.
  const sines = n % 2 === 0 ? sin.subarray(0, -1) : sin;
  return { perComponent: gini(Float64Array.from([...cos, ...sines])), perFrequency: gini(norm) };
}
