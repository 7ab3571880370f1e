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

/**
 * The spectrum of a matrix over its axis of residues, in the orthonormal basis (Nanda et al. 2023, section 4.1), float64.
 * For tasks on the multiplicative group the residues 1 … p−1 are taken in the order of a primitive root's powers.
 * `column(j)` gives where column j begins in `data`, and the distance between residues.
 */
export function spectrum(
  data: ArrayLike<number>,
  columns: number,
  column: (j: number) => { readonly start: number; readonly stride: number },
  { n, order }: Pick<CyclicForm, "n" | "order">,
): Spectrum {
  const transform = realTransform(n);
  const count = frequencyCount(n);
  const [cos, sin] = [new Float64Array(count), new Float64Array(count)];
  const line = new Float64Array(n);
  for (let j = 0; j < columns; j++) {
    const { start, stride } = column(j);
    for (let i = 0; i < n; i++) line[i] = data[start + order[i] * stride];
    const waves = transform(line);
    for (let k = 0; k < count; k++) {
      cos[k] += waves.cos[k] ** 2;
      sin[k] += waves.sin[k] ** 2;
    }
  }
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
