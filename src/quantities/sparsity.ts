import type { Model } from "../networks/model.ts";
import { frequencyCount } from "../numerics/fourier.ts";
import { gini, inverseParticipationRatio } from "../numerics/statistics.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { waves } from "./frequency-waves.ts";
import { neuronPowers } from "./neuron-powers.ts";
import { neuronSums } from "./neuron-sums.ts";
import { type Components, spectrum, spectrumGini } from "./spectrum.ts";
import { embeddingComponents, logitMapComponents } from "./weight-spectra.ts";

/** How few Fourier components hold a matrix or the neurons: 0 (Gini) and 1/frequencies (IPR) where all are alike. */
export interface Sparsity {
  readonly giniPerComponent: number;
  readonly giniPerFrequency: number;
  /** Inverse participation ratio over the frequencies of each function, NaN of one that is constant. */
  readonly ipr: Float64Array;
}

/** Of an embedding's columns over the inputs, by its name. */
export function embeddingSparsity(
  model: Model,
  form: CyclicForm,
): readonly { readonly name: string; readonly sparsity: Sparsity }[] {
  return embeddingComponents(model, form).map((one) => ({
    name: one.name,
    sparsity: ofComponents(one.components, form),
  }));
}

/** Of the rows of W_L over the answers; of the last block unless one is named. */
export function logitMapSparsity(model: Model, form: CyclicForm, block?: number): Sparsity {
  return ofComponents(logitMapComponents(model, form, block), form);
}

/**
 * Of the neurons over the pairs: frequency k has the 8 components {1, cos_k, sin_k}² but the constant. As components count
 * the cosines and sines of a, b, a + b and a − b, which span them. Of the last block unless one is named.
 */
export function neuronSparsity(model: Model, form: CyclicForm, block?: number): Sparsity {
  const { power, neurons, frequencies } = neuronPowers(model, form, block);
  const perFrequency = new Float64Array(frequencies);
  for (let i = 0; i < power.length; i++) perFrequency[i % frequencies] += power[i];
  const sums = neuronSums(model, form, block);
  const norms = (["a", "b", "plus", "minus"] as const).flatMap((residue) => {
    const { cos, sin } = waves(sums[residue]);
    return Array.from({ length: frequencies }, (_, k) => {
      const half = 2 * (k + 1) === form.n;
      if (half && residue === "minus") return [];
      const norm = (of: Float64Array) => Math.hypot(...of.subarray(k * neurons, (k + 1) * neurons));
      return half ? [norm(cos)] : [norm(cos), norm(sin)];
    }).flat();
  });
  const ipr = Float64Array.from({ length: neurons }, (_, i) =>
    inverseParticipationRatio(power.subarray(i * frequencies, (i + 1) * frequencies)),
  );
  return { giniPerComponent: gini(norms), giniPerFrequency: gini(perFrequency.map(Math.sqrt)), ipr };
}

function ofComponents(components: Components, { n }: CyclicForm): Sparsity {
  const { perComponent, perFrequency } = spectrumGini(spectrum(components), n);
  const count = frequencyCount(n);
  const ipr = Float64Array.from({ length: components.functions }, (_, j) => {
    const of = components.data.subarray(j * 2 * count, (j + 1) * 2 * count);
    return inverseParticipationRatio(of.subarray(0, count).map((cos, k) => cos ** 2 + of[count + k] ** 2));
  });
  return { giniPerComponent: perComponent, giniPerFrequency: perFrequency, ipr };
}
