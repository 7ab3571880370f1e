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

/**
 * A layer's neurons in parts that every checkpoint has: those of each key frequency, by the rule of the clusters (Nanda et
 * al. 2023: the frequency explains at least 0.85 of the variance over the pairs), those of all other frequencies together,
 * and those of none, the constant ones among them. In a block before the last, where a neuron works at every position, it is
 * sorted by what it does at the last one.
 */
export function neuronParts(
  model: Model,
  form: CyclicForm,
  block: number,
  keys: readonly number[],
): readonly NeuronPart[] {
  const { frequency, share } = neuronFrequencies(model, form, block);
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
