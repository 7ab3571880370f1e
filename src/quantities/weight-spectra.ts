import { firstToken } from "../networks/architecture.ts";
import { type Model, weight } from "../networks/model.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { embeddings } from "./embeddings.ts";
import { answerWeights, fromNeurons } from "./neuron-logit-map.ts";
import { blocksWithLogitMap, memoOfBlockAndForm, type OfBlockAndForm } from "./of-block.ts";
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
 * rows of W_U and not of the rows of all neurons. Of the last block unless one is named.
 */
export const logitMapComponents: OfBlockAndForm<Components> = memoOfBlockAndForm((model, form, block) => {
  const rows = weight(model, "W_U").shape[0];
  const { data } = answerComponents(model, form);
  const ofNeurons = fromNeurons(model, { data, rows, columns: data.length / rows }, block);
  return { data: ofNeurons.data, functions: ofNeurons.rows };
});

/** Fourier components of each row of W_U over the answers. */
const answerComponents: (model: Model, form: CyclicForm) => Components = memoOfTwo((model, form) => {
  const { data, rows, columns } = answerWeights(model);
  return components(data, rows, (d) => d * columns, 1, form);
});

/** The spectrum of W_L over the answers, norms over the neurons; of the last block unless one is named. */
export const logitMapSpectrum: OfBlockAndForm<Spectrum> = memoOfBlockAndForm((model, form, block) =>
  spectrum(logitMapComponents(model, form, block)),
);

/**
 * The norm of each frequency in W_L over the answers [k − 1], over the neurons of all blocks together: those of every block that has
 * a W_L, so that it is the last layer's in an MLP, and the only block's where there is one.
 */
export const wholeLogitMapNorms: (model: Model, form: CyclicForm) => Float64Array = memoOfTwo((model, form) => {
  const norms = blocksWithLogitMap(model).map((block) => logitMapSpectrum(model, form, block).norm);
  return norms.length === 1 ? norms[0] : norms[0].map((_, k) => Math.hypot(...norms.map((norm) => norm[k])));
});
