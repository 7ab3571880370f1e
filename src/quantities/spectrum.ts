import { frequencyCount, realTransform } from "../numerics/fourier.ts";
import { gini } from "../numerics/statistics.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";

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
  const transform = realTransform(n);
  const count = frequencyCount(n);
  const out = new Float64Array(functions * 2 * count);
  const values = new Float64Array(n);
  for (let j = 0; j < functions; j++) {
    for (let i = 0; i < n; i++) values[i] = data[start(j) + order[i] * stride];
    const { cos, sin } = transform(values);
    out.set(cos, j * 2 * count);
    out.set(sin, j * 2 * count + count);
  }
  return { data: out, functions };
}

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
