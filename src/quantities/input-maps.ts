import { neuronsOf } from "../networks/forward.ts";
import type { Model, TransformerArchitecture } from "../networks/model.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { attentionPatterns } from "./attention-pattern.ts";
import { neuronClusters } from "./neuron-clusters.ts";
import { neuronPowers } from "./neuron-powers.ts";

/**
 * For each head of a block, the last unless one is named, the answering position's attention to a [pair]; none where there
 * is no attention, or no a.
 */
export function attentionMaps(model: Model, block?: number): readonly Float32Array[] {
  const { architecture } = model;
  const a = architecture.kind === "transformer" ? architecture.sequence.indexOf("a") : -1;
  if (a < 0) return [];
  const { blocks } = architecture as TransformerArchitecture;
  const { data, shape } = attentionPatterns(model)[block ?? blocks - 1];
  const [, heads, positions] = shape;
  return Array.from({ length: heads }, (_, h) => everyNth(data, heads * positions, h * positions + a));
}

/** One neuron of a block, the last unless one is named, after its nonlinearity [pair]. */
export function neuronMap(model: Model, neuron: number, block?: number): Float32Array {
  const { data, shape } = neuronsOf(model, block);
  return everyNth(data, shape[1], neuron);
}

/** A neuron that stands for a cluster. */
export interface ClusterNeuron {
  readonly neuron: number;
  readonly frequency: number;
}

/**
 * Of each cluster the neuron of the largest variance over the pairs, by frequency; of the clusters with the largest variance,
 * all their neurons' together, if there are more than `most`. Of the last block unless one is named.
 */
export function clusterNeurons(model: Model, form: CyclicForm, most: number, block?: number): readonly ClusterNeuron[] {
  const { variance } = neuronPowers(model, form, block);
  return Array.from(neuronClusters(model, form, block), ([frequency, neurons]) => ({
    frequency,
    neuron: neurons.reduce((best, i) => (variance[i] > variance[best] ? i : best)),
    together: neurons.reduce((sum, i) => sum + variance[i], 0),
  }))
    .toSorted((x, y) => y.together - x.together)
    .slice(0, most)
    .toSorted((x, y) => x.frequency - y.frequency)
    .map(({ neuron, frequency }) => ({ neuron, frequency }));
}

function everyNth(data: ArrayLike<number>, stride: number, offset: number): Float32Array {
  return Float32Array.from({ length: data.length / stride }, (_, s) => data[s * stride + offset]);
}
