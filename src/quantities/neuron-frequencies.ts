import { neuronPowers } from "./neuron-powers.ts";
import { memoOfBlockAndForm, type OfBlockAndForm } from "./of-block.ts";

/** Which frequency each neuron of a block responds to. */
export interface NeuronFrequencies {
  /** k of the largest share, from 1; 0 for a neuron that is constant over the pairs. */
  readonly frequency: Int32Array;
  /** That share: the fraction of the neuron's variance over the pairs that frequency k explains. */
  readonly share: Float64Array;
}

/**
 * For each neuron the frequency k whose 8 non-constant components {1, cos_k, sin_k}(a) × {1, cos_k, sin_k}(b) hold the
 * largest share of its variance over all n² pairs (Nanda et al. 2023, published notebook). Float64; of the last block unless
 * one is named.
 */
export const neuronFrequencies: OfBlockAndForm<NeuronFrequencies> = memoOfBlockAndForm((model, form, block) => {
  const { power, variance, neurons, frequencies } = neuronPowers(model, form, block);
  const frequency = new Int32Array(neurons);
  const share = new Float64Array(neurons);
  for (let i = 0; i < neurons; i++) {
    for (let k = 1; k <= frequencies; k++) {
      const explained = power[i * frequencies + k - 1] / variance[i];
      if (explained > share[i]) {
        share[i] = explained;
        frequency[i] = k;
      }
    }
  }
  return { frequency, share };
});
