import type { Model } from "../models/_model.ts";
import { forward } from "../models/forward.ts";
import { frequencyCount, realTransform } from "../numerics/fourier.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";

/** Which frequency each neuron of the last layer responds to. */
export interface NeuronFrequencies {
  /** k of the largest share, from 1; 0 for a neuron that is constant over the pairs. */
  readonly frequency: Int32Array;
  /** That share: the fraction of the neuron's variance over the pairs that frequency k explains. */
  readonly share: Float64Array;
}

/**
 * For each neuron the frequency k whose 8 non-constant components {1, cos_k, sin_k}(a) × {1, cos_k, sin_k}(b) hold the
 * largest share of its variance over all n² pairs (Nanda et al. 2023, published notebook). Float64.
 *
 * The 8 need no 2-D transform: 4 of them are the transforms of the sums over b and over a; the other 4 span the same
 * space as cos and sin of k(a + b) and k(a − b), so they are the transforms of the sums over both diagonals.
 */
export function neuronFrequencies(model: Model, { n, order }: CyclicForm): NeuronFrequencies {
  const { neurons } = forward(model);
  const [, width] = neurons.shape;
  const { p } = model.architecture;
  const sums = {
    a: new Float64Array(n * width),
    b: new Float64Array(n * width),
    plus: new Float64Array(n * width),
    minus: new Float64Array(n * width),
  };
  const squares = new Float64Array(width);
  const total = new Float64Array(width);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const at = (order[a] * p + order[b]) * width;
      const [inA, inB, inPlus, inMinus] = [a * width, b * width, ((a + b) % n) * width, ((a - b + n) % n) * width];
      for (let i = 0; i < width; i++) {
        const value = neurons.data[at + i];
        sums.a[inA + i] += value;
        sums.b[inB + i] += value;
        sums.plus[inPlus + i] += value;
        sums.minus[inMinus + i] += value;
        squares[i] += value * value;
        total[i] += value;
      }
    }
  }
  return strongest(sums, squares, total, n, width);
}

function strongest(
  sums: Readonly<Record<"a" | "b" | "plus" | "minus", Float64Array>>,
  squares: Float64Array,
  total: Float64Array,
  n: number,
  width: number,
): NeuronFrequencies {
  const transform = realTransform(n);
  const count = frequencyCount(n);
  const frequency = new Int32Array(width);
  const share = new Float64Array(width);
  for (let i = 0; i < width; i++) {
    const waves = [sums.a, sums.b, sums.plus, sums.minus].map((sum) => transform(sum, i, width));
    const variance = squares[i] - total[i] ** 2 / n ** 2;
    for (let k = 1; k <= count; k++) {
      // (−1)^{a+b} and (−1)^{a−b} are the same component: at k = n/2 the difference counts no second time.
      const used = 2 * k === n ? waves.slice(0, 3) : waves;
      const power = used.reduce((sum, { cos, sin }) => sum + cos[k - 1] ** 2 + sin[k - 1] ** 2, 0) / n;
      if (power / variance > share[i]) {
        share[i] = power / variance;
        frequency[i] = k;
      }
    }
  }
  return { frequency, share };
}
