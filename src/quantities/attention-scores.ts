import { firstToken, keyHeadOf } from "../networks/architecture.ts";
import { type Model, optionalWeight, type TransformerArchitecture, weight } from "../networks/model.ts";
import { memo, memoOfTwo } from "../numerics/memo.ts";
import { argmax } from "../numerics/statistics.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import type { ExplainedBy } from "./attention-pattern.ts";
import { inComponentOrder } from "./component-order.ts";
import { type Components, components } from "./spectrum.ts";

/** True where the first block's scores are one function of the input for each head, or why they are not. */
export function hasInputScores({ sequence, normalisation, positions }: TransformerArchitecture): true | string {
  if (typeof sequence[sequence.length - 1] !== "number")
    return "the answer is read at an input, so that the query depends on it";
  if (positions) return "positions that no table holds take part in the scores";
  if (normalisation !== "none" && normalisation !== "post") return "a norm stands between the embedding and the keys";
  return true;
}

/**
 * C_j = ((W_E['='] + W_pos[last]) W_Q + b_Q) W_Kᵀ W_Eᵀ / √d_head [head, input], float64: what '=' scores input j in the first
 * block, up to a constant of each position, which the softmax weighs against the others (Nanda et al. 2023, published
 * notebook, where there is no b_Q). Asked only where `hasInputScores` is true.
 */
export const inputScores: (model: Model) => Float64Array = memo((model) => {
  const architecture = model.architecture as TransformerArchitecture;
  const { sequence, p } = architecture;
  const [W_E, W_Q, W_K] = [weight(model, "W_E"), weight(model, "W_Q", 0), weight(model, "W_K", 0)];
  const [W_pos, b_Q] = [optionalWeight(model, "W_pos"), optionalWeight(model, "b_Q", 0)];
  const [heads, d_model, d_head] = W_Q.shape;
  const scale = architecture.scale ?? 1 / Math.sqrt(d_head);
  const last = sequence.length - 1;
  const sign = Number(sequence[last]) * d_model;
  const x = Float64Array.from(
    { length: d_model },
    (_, m) => W_E.data[sign + m] + (W_pos?.data[last * d_model + m] ?? 0),
  );
  const scores = new Float64Array(heads * p);
  for (let h = 0; h < heads; h++) {
    // W_K q_h, which each embedding meets.
    const direction = new Float64Array(d_model);
    const key = keyHeadOf(architecture, h);
    for (let i = 0; i < d_head; i++) {
      let q = b_Q?.data[h * d_head + i] ?? 0;
      for (let m = 0; m < d_model; m++) q += x[m] * W_Q.data[(h * d_model + m) * d_head + i];
      for (let m = 0; m < d_model; m++) direction[m] += q * W_K.data[(key * d_model + m) * d_head + i] * scale;
    }
    for (let j = 0; j < p; j++) {
      const from = (firstToken(model.architecture) + j) * d_model;
      for (let m = 0; m < d_model; m++) scores[h * p + j] += direction[m] * W_E.data[from + m];
    }
  }
  return scores;
});

/**
 * C_j in the orthonormal Fourier basis over the inputs [head][component]: constant, cos 1, sin 1, cos 2, … (Nanda et al. 2023,
 * figure 8).
 */
export function scoreComponents(model: Model, form: CyclicForm): readonly Float64Array[] {
  const { p, heads } = model.architecture as TransformerArchitecture;
  const { n, order } = form;
  return Array.from({ length: heads }, (_, h) => {
    const constant = order.reduce((sum, j) => sum + inputScores(model)[h * p + j], 0) / Math.sqrt(n);
    return Float64Array.of(constant, ...inComponentOrder(scoreWaves(model, form), h, n));
  });
}

const scoreWaves: (model: Model, form: CyclicForm) => Components = memoOfTwo((model, form) => {
  const { p, heads } = model.architecture as TransformerArchitecture;
  return components(inputScores(model), heads, (h) => h * p, 1, form);
});

/**
 * The frequency of each head [head]: the k that holds most of the power of C_j over the inputs without the constant, and the
 * share that it holds, whatever the scale of C_j. Undefined where C_j is constant.
 */
export const scoreFrequencies: (model: Model, form: CyclicForm) => readonly (ExplainedBy | undefined)[] = memoOfTwo(
  (model, form) => {
    const { heads } = model.architecture as TransformerArchitecture;
    const { data } = scoreWaves(model, form);
    const count = data.length / heads / 2;
    return Array.from({ length: heads }, (_, h) => {
      const waves = data.subarray(h * 2 * count, (h + 1) * 2 * count);
      const power = waves.slice(0, count).map((cos, i) => cos ** 2 + waves[count + i] ** 2);
      const total = power.reduce((sum, x) => sum + x, 0);
      const best = argmax(power);
      return total > 0 ? { frequency: best + 1, fve: power[best] / total } : undefined;
    });
  },
);
