import type { Model } from "../../networks/model.ts";
import type { CyclicForm } from "../../tasks/_cyclic.ts";
import { CLUSTERED } from "../neuron-clusters.ts";
import { neuronFrequencies } from "../neuron-frequencies.ts";

/** Neurons of one layer that go together. */
export interface NeuronPart {
  /** The key frequency that they follow; null of the others. */
  readonly frequency: number | null;
  readonly what: "cluster" | "other frequencies" | "unclustered";
  /** Their indices in the layer, ascending; none where the part is empty. */
  readonly neurons: readonly number[];
}

/** The name of every layer's neurons, after the activation function, from the first to the last. */
export function neuronLayers({ architecture }: Model): readonly string[] {
  switch (architecture.kind) {
    case "transformer":
      return Array.from({ length: architecture.blocks }, (_, i) => `blocks.${i}.mlp.hook_post`);
    case "mlp":
      return Array.from({ length: architecture.hiddenLayers }, (_, i) => `layers.${i}.hook_post`);
    case "blocks":
      return [];
  }
}

/**
 * A layer's neurons in parts that every checkpoint has: those of each key frequency, by the rule of the clusters (Nanda et
 * al. 2023: the frequency explains at least 0.85 of the variance over the pairs), those of all other frequencies together,
 * and those of none, the constant ones among them. In a block before the last, where a neuron works at every position, it is
 * sorted by what it does at the last one.
 */
export function neuronParts(
  model: Model,
  form: CyclicForm,
  layer: number,
  keys: readonly number[],
): readonly NeuronPart[] {
  const { frequency, share } = neuronFrequencies(model, form, layer);
  const of = (wanted: (k: number | null) => boolean) =>
    Array.from(share.keys()).filter((i) => wanted(share[i] >= CLUSTERED ? frequency[i] : null));
  return [
    ...keys.map((k) => ({ frequency: k, what: "cluster" as const, neurons: of((one) => one === k) })),
    {
      frequency: null,
      what: "other frequencies",
      neurons: of((one) => one !== null && !keys.includes(one)),
    },
    { frequency: null, what: "unclustered", neurons: of((one) => one === null) },
  ];
}
