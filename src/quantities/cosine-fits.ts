import { firstToken } from "../networks/architecture.ts";
import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { frequencyCount, realTransform } from "../numerics/fourier.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { answerResidue, logitSums } from "./pair-sums.ts";

/** The logits against cos(w_k(a ± b − c)) over the cube [a, b, c], each at k − 1 for k = 1 … ⌊n/2⌋, float64. */
export interface CosineFits {
  readonly form: CyclicForm;
  readonly p: number;
  /** ⟨L, cos⟩ / ‖cos‖. Centring L over the answers does not change it, as the cosine sums to 0. */
  readonly coefficient: Float64Array;
  /** ⟨L, cos⟩ / (‖L‖ ‖cos‖). */
  readonly similarity: Float64Array;
  /** The same of the logits centred over the answers of each pair, a shift that the softmax does not see. */
  readonly centredSimilarity: Float64Array;
  /** coefficient² / ‖L − mean over answers‖². */
  readonly varianceShare: Float64Array;
}

/**
 * Coefficient and similarity of each frequency's cosine (Nanda et al. 2023, section 4.2). The coefficient is that of a
 * histogram over a ± b − c. On the multiplicative group the answer 0, which is no element of it, is left out.
 */
export const cosineFits: (model: Model, form: CyclicForm) => CosineFits = memoOfTwo((model, form) => {
  const { n, order } = form;
  const { p } = model.architecture;
  const { data } = logitSums(model, form)[answerResidue(form)];
  const histogram = new Float64Array(n);
  for (let r = 0; r < n; r++) {
    for (let c = 0; c < n; c++) histogram[(r - c + n) % n] += data[r * p + order[c]];
  }
  // The transform's cosine has norm 1 over Z_n; over the cube each place stands n² times.
  const coefficient = realTransform(n)(histogram)
    .cos.slice(0, frequencyCount(n))
    .map((x) => x / n);
  const { whole, centred } = squares(model, form);
  return {
    form,
    p,
    coefficient,
    similarity: coefficient.map((x) => x / Math.sqrt(whole)),
    centredSimilarity: coefficient.map((x) => x / Math.sqrt(centred)),
    varianceShare: coefficient.map((x) => x ** 2 / centred),
  };
});

/** ‖L‖² over the cube, and ‖L − mean over answers‖². */
function squares(model: Model, { n, order }: CyclicForm): { readonly whole: number; readonly centred: number } {
  const { data, shape } = logitsOf(model);
  const first = firstToken(model.architecture);
  const { p } = model.architecture;
  let whole = 0;
  let centred = 0;
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const at = (order[a] * p + order[b]) * shape[1] + first;
      let sum = 0;
      for (let c = 0; c < n; c++) sum += data[at + order[c]];
      const mean = sum / n;
      for (let c = 0; c < n; c++) {
        const value = data[at + order[c]];
        whole += value * value;
        centred += (value - mean) * (value - mean);
      }
    }
  }
  return { whole, centred };
}
