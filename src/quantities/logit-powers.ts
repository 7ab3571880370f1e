import { firstToken } from "../networks/architecture.ts";
import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { frequencyCount } from "../numerics/fourier.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { waves } from "./frequency-waves.ts";
import { logitSums, type Residue } from "./pair-sums.ts";
import { pairVariances } from "./pair-variances.ts";

/** How much of the logits lies in functions of one frequency of a, b, a + b and a − b, over the n² pairs, float64. */
export interface LogitPowers {
  /** Σ over the answers of squares of the two components of that residue [frequency] at k − 1. */
  readonly power: Readonly<Record<Residue, Float64Array>>;
  /** Σ (L − mean over the pairs, for each answer)² over pairs and answers: what all components hold but the constant. */
  readonly variance: number;
}

/**
 * Powers of the logits' 2-D Fourier components {1, cos_k, sin_k}(a) × {1, cos_k, sin_k}(b): 4 are of a or b alone; the
 * other 4 span the waves of a + b and a − b. For even n, k = n/2 has one component for both, which counts as that of a + b.
 * On the multiplicative group the answer 0, which is no element of it, is left out.
 */
export const logitPowers: (model: Model, form: CyclicForm) => LogitPowers = memoOfTwo((model, form) => {
  const { n, order } = form;
  const sums = logitSums(model, form);
  const of = (residue: Residue): Float64Array => {
    const { width } = sums[residue];
    const { cos, sin } = waves(sums[residue]);
    return Float64Array.from({ length: frequencyCount(n) }, (_, k) => {
      if (2 * (k + 1) === n && residue === "minus") return 0;
      return order.reduce((sum, c) => sum + (cos[k * width + c] ** 2 + sin[k * width + c] ** 2) / n, 0);
    });
  };
  const power = { a: of("a"), b: of("b"), plus: of("plus"), minus: of("minus") };
  const { data, shape } = logitsOf(model);
  const { architecture } = model;
  const { p } = architecture;
  const columns = { stride: shape[1], offset: firstToken(architecture), width: p, p };
  const variances = pairVariances(data, columns, form, sums);
  return { power, variance: order.reduce((sum, c) => sum + variances[c], 0) };
});
