import { firstToken } from "../networks/architecture.ts";
import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { frequencyCount, realTransform } from "../numerics/fourier.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";

/**
 * The logits against the two closed forms of Zhong et al. 2023, arXiv:2306.17844, over the cube [a, b, c], each at k − 1 for
 * k = 1 … ⌊n/2⌋, float64. With s = a ± b, d = a ∓ b: clock cos w_k(s − c), pizza |cos(w_k d/2)| cos w_k(s − c).
 */
export interface ClosedForms {
  /** ⟨L, clock_k⟩ / ‖clock_k‖. */
  readonly clock: Float64Array;
  /** ⟨L, pizza_k⟩ / ‖pizza_k‖. */
  readonly pizza: Float64Array;
  /** ‖L − mean over the answers of each pair‖²: what the softmax sees of L. */
  readonly centred: number;
  /** ‖L − mean over the cube‖². */
  readonly whole: number;
}

/**
 * Within a form waves of different k are orthogonal already over c, so each α_k of the best fit Σ α_k form_k stands alone. A
 * pair enters only by d, and an answer by s − c: one pass over the logits makes the table [d, s − c] that all follows from.
 */
export const closedForms: (model: Model, form: CyclicForm) => ClosedForms = memoOfTwo((model, form) => {
  const { n } = form;
  const { table, centred, whole } = byDistance(model, form);
  const transform = realTransform(n);
  const count = frequencyCount(n);
  const [clock, pizza] = [new Float64Array(count), new Float64Array(count)];
  const squares = new Float64Array(count);
  for (let d = 0; d < n; d++) {
    const { cos } = transform(table, d * n);
    for (let i = 0; i < count; i++) {
      const petal = Math.abs(Math.cos((Math.PI * (i + 1) * d) / n));
      clock[i] += cos[i];
      pizza[i] += petal * cos[i];
      squares[i] += petal ** 2;
    }
  }
  // The transform's cosine has norm 1 over the answers; n pairs have each distance, and there are n distances.
  const share = pizza.map((x, i) => x / Math.sqrt(n * squares[i]));
  return { clock: clock.map((x) => x / n), pizza: share, centred, whole };
});

/** Σ L over the pairs with a ∓ b = d and the answers with s − c = r [d, r], and the two sums of squares. */
function byDistance(model: Model, { n, order, sign }: CyclicForm) {
  const { data, shape } = logitsOf(model);
  const { p } = model.architecture;
  const first = firstToken(model.architecture);
  const table = new Float64Array(n * n);
  let [centred, total, ofMeans] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const at = (order[i] * p + order[j]) * shape[1] + first;
      const s = (i + sign * j + n) % n;
      const row = ((i - sign * j + n) % n) * n;
      let sum = 0;
      for (let c = 0; c < n; c++) {
        const value = data[at + order[c]];
        sum += value;
        table[row + (c <= s ? s - c : s - c + n)] += value;
      }
      const mean = sum / n;
      for (let c = 0; c < n; c++) centred += (data[at + order[c]] - mean) ** 2;
      total += mean;
      ofMeans += mean ** 2;
    }
  }
  return { table, centred, whole: centred + n * (ofMeans - total ** 2 / n ** 2) };
}

/** How well one form explains the logits with these frequencies, all unless given. */
export interface Fit {
  /** R² of the best α_k, of the logits less their mean over the answers of each pair. */
  readonly rSquared: number;
  /**
   * 2r − 1, r the correlation of L with the fit over the cube: what is left of the variance after both are taken to mean 0
   * and variance 1, as the paper's FVE is. It is no R², and may be negative.
   */
  readonly standardised: number;
}

/** The fit of `closedForms`' clock or pizza. */
export function fit(forms: ClosedForms, form: "clock" | "pizza", frequencies?: readonly number[]): Fit {
  const parts = frequencies ? frequencies.map((k) => forms[form][k - 1]) : forms[form];
  let squares = 0;
  for (let i = 0; i < parts.length; i++) squares += parts[i] ** 2;
  // One wave may be there upside down; α_k of the wrong sign are no clock and no pizza.
  const sense = parts.length === 1 ? Math.sign(parts[0]) : 1;
  return {
    rSquared: squares / forms.centred,
    standardised: 2 * sense * Math.sqrt(squares / forms.whole) - 1,
  };
}
