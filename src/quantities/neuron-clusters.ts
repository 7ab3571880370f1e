import type { Model } from "../networks/model.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { neuronFrequencies } from "./neuron-frequencies.ts";
import { neuronPowers } from "./neuron-powers.ts";

/** Share of its variance that a frequency must explain for the neuron to be of its cluster: Nanda et al. 2023. */
export const CLUSTERED = 0.85;

/** In a frequency's cluster; in none; or the same for every pair, as a dead ReLU neuron is. */
export type NeuronGroup = "cluster" | "unclustered" | "constant";

/** The group of each neuron of the last layer [neuron]; unclustered is too what overflowed, and has no variance. */
export const neuronGroups: (model: Model, form: CyclicForm) => readonly NeuronGroup[] = memoOfTwo((model, form) => {
  const { frequency, share } = neuronFrequencies(model, form);
  const { variance } = neuronPowers(model, form);
  return Array.from(frequency, (k, i) => {
    if (share[i] >= CLUSTERED) return "cluster";
    return k === 0 && !Number.isNaN(variance[i]) ? "constant" : "unclustered";
  });
});

/** The neurons of each cluster that has any, by frequency. */
export const neuronClusters: (model: Model, form: CyclicForm) => ReadonlyMap<number, readonly number[]> = memoOfTwo(
  (model, form) => {
    const { frequency } = neuronFrequencies(model, form);
    const groups = neuronGroups(model, form);
    const clustered = [...frequency.keys()].filter((i) => groups[i] === "cluster");
    const found = [...new Set(clustered.map((i) => frequency[i]))].sort((a, b) => a - b);
    return new Map(found.map((k) => [k, clustered.filter((i) => frequency[i] === k)]));
  },
);
