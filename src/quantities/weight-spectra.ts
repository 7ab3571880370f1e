import { firstToken } from "../models/_architecture.ts";
import type { Model } from "../models/_model.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { embeddings } from "./embeddings.ts";
import { answerWeights, fromNeurons } from "./neuron-logit-map.ts";
import { components, type Spectrum, spectrum } from "./spectrum.ts";

/** The spectrum of each embedding over the inputs, norms over d_model; '=' and other signs are left out. */
export const embeddingSpectra: (
  model: Model,
  form: CyclicForm,
) => readonly { readonly name: string; readonly spectrum: Spectrum }[] = memoOfTwo((model, form) =>
  embeddings(model).map(({ name, W }) => {
    const width = W.shape[1];
    const rows = W.data.subarray(firstToken(model.architecture) * width);
    return { name, spectrum: spectrum(components(rows, width, (j) => j, width, form)) };
  }),
);

/**
 * The spectrum of W_L over the answers, norms over the neurons. The transform is linear, so it is taken of the d_model
 * rows of W_U and not of the rows of all neurons.
 */
export const logitMapSpectrum: (model: Model, form: CyclicForm) => Spectrum = memoOfTwo((model, form) => {
  const { data, rows, columns } = answerWeights(model);
  const waves = components(data, rows, (d) => d * columns, 1, form);
  const ofNeurons = fromNeurons(model, { data: waves.data, rows, columns: waves.data.length / rows });
  return spectrum({ data: ofNeurons.data, functions: ofNeurons.rows });
});
