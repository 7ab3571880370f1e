import { frequencyCount } from "../numerics/fourier.ts";
import { waves } from "./frequency-waves.ts";
import { neuronSums } from "./neuron-sums.ts";
import { memoOfBlockAndForm, type OfBlockAndForm } from "./of-block.ts";
import type { Residue } from "./pair-sums.ts";

/** How much of each neuron's activity over the n² pairs lies in each frequency, float64. */
export interface NeuronPowers {
  /** Σ of squares of the 8 components {1, cos_k, sin_k}(a) × {1, cos_k, sin_k}(b) but the constant [neuron, frequency]. */
  readonly power: Float64Array;
  /** Σ (x − mean)² over the pairs [neuron]. */
  readonly variance: Float64Array;
  readonly neurons: number;
  readonly frequencies: number;
}

const RESIDUES: readonly Residue[] = ["a", "b", "plus", "minus"];

/**
 * Powers of a block's neurons, after the activation function; the last block's unless one is named. Of the 8 components 4 are
 * functions of a or of b; the other 4 span the same space as cos and sin of k(a + b) and k(a − b).
 */
export const neuronPowers: OfBlockAndForm<NeuronPowers> = memoOfBlockAndForm((model, form, block) => {
  const sums = neuronSums(model, form, block);
  const { n, width: neurons } = sums.a;
  const frequencies = frequencyCount(n);
  const power = new Float64Array(neurons * frequencies);
  for (const residue of RESIDUES) {
    const { cos, sin } = waves(sums[residue]);
    for (let k = 1; k <= frequencies; k++) {
      // (−1)^{a+b} and (−1)^{a−b} are the same component: at k = n/2 the difference counts no second time.
      if (2 * k === n && residue === "minus") continue;
      for (let i = 0; i < neurons; i++) {
        const at = (k - 1) * neurons + i;
        power[i * frequencies + k - 1] += cos[at] ** 2 + sin[at] ** 2;
      }
    }
  }
  for (let i = 0; i < power.length; i++) power[i] /= n;
  return { power, variance: sums.variance, neurons, frequencies };
});
