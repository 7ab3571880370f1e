import { firstToken } from "../networks/architecture.ts";
import type { Model } from "../networks/model.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { embeddings } from "./embeddings.ts";
import { answerWeights, fromNeurons } from "./neuron-logit-map.ts";
import { type Components, components, type Spectrum, spectrum } from "./spectrum.ts";

/** Fourier components of each column of each embedding over the inputs; '=' and other signs are left out. */
export const embeddingComponents: (
  model: Model,
  form: CyclicForm,
) => readonly { readonly name: string; readonly components: Components }[] = memoOfTwo((model, form) =>
  embeddings(model).map(({ name, W }) => {
    const width = W.shape[1];
    const rows = W.data.subarray(firstToken(model.architecture) * width);
    return { name, components: components(rows, width, (j) => j, width, form) };
  }),
);

/** The spectrum of each embedding over the inputs, norms over d_model. */
export const embeddingSpectra: (
  model: Model,
  form: CyclicForm,
) => readonly { readonly name: string; readonly spectrum: Spectrum }[] = memoOfTwo((model, form) =>
  embeddingComponents(model, form).map((one) => ({ name: one.name, spectrum: spectrum(one.components) })),
);

/**
 * Fourier components of each neuron's row of W_L over the answers. The transform is linear, so it is taken of the d_model
 * rows of W_U and not of the rows of all neurons.
 */
export const logitMapComponents: (model: Model, form: CyclicForm) => Components = memoOfTwo((model, form) => {
  const { data, rows, columns } = answerWeights(model);
  const waves = components(data, rows, (d) => d * columns, 1, form);
  const ofNeurons = fromNeurons(model, { data: waves.data, rows, columns: waves.data.length / rows });
  return { data: ofNeurons.data, functions: ofNeurons.rows };
});

/** The spectrum of W_L over the answers, norms over the neurons. */
export const logitMapSpectrum: (model: Model, form: CyclicForm) => Spectrum = memoOfTwo((model, form) =>
  spectrum(logitMapComponents(model, form)),
);
