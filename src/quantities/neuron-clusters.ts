import { neuronFrequencies } from "./neuron-frequencies.ts";
import { neuronPowers } from "./neuron-powers.ts";
import { memoOfBlockAndForm, type OfBlockAndForm } from "./of-block.ts";

/** Share of its variance that a frequency must explain for the neuron to be of its cluster: Nanda et al. 2023. */
export const CLUSTERED = 0.85;

/** In a frequency's cluster; in none; or the same for every pair, as a dead ReLU neuron is. */
export type NeuronGroup = "cluster" | "unclustered" | "constant";

/**
 * The group of each neuron of a block [neuron], the last unless one is named; unclustered is too what overflowed, and has no
 * variance.
 */
export const neuronGroups: OfBlockAndForm<readonly NeuronGroup[]> = memoOfBlockAndForm((model, form, block) => {
  const { frequency, share } = neuronFrequencies(model, form, block);
  const { variance } = neuronPowers(model, form, block);
  return Array.from(frequency, (k, i) => {
    if (share[i] >= CLUSTERED) return "cluster";
    return k === 0 && !Number.isNaN(variance[i]) ? "constant" : "unclustered";
  });
});

/** The neurons of each cluster of a block that has any, by frequency; of the last block unless one is named. */
export const neuronClusters: OfBlockAndForm<ReadonlyMap<number, readonly number[]>> = memoOfBlockAndForm(
  (model, form, block) => {
    const { frequency } = neuronFrequencies(model, form, block);
    const groups = neuronGroups(model, form, block);
    const clustered = [...frequency.keys()].filter((i) => groups[i] === "cluster");
    const found = [...new Set(clustered.map((i) => frequency[i]))].sort((a, b) => a - b);
    return new Map(found.map((k) => [k, clustered.filter((i) => frequency[i] === k)]));
  },
);
