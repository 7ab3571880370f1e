import { firstToken } from "../networks/architecture.ts";
import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { mean } from "../numerics/statistics.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";

/** A deviation this small beside the logits themselves is the rounding of float32. */
const ROUNDING = 1e-6;

/**
 * o, the logit of the right answer at all pairs: rows are the distances d = a ∓ b, columns the first input a, both by their place
 * in the form's order, where it is s = a ± b = 2a − d.
 */
export function correctLogits(model: Model, { n, order, sign }: CyclicForm): Float64Array {
  const { data, shape } = logitsOf(model);
  const { p } = model.architecture;
  const first = firstToken(model.architecture);
  const correct = new Float64Array(n * n);
  for (let d = 0; d < n; d++) {
    for (let i = 0; i < n; i++) {
      const j = (sign * (i - d) + n) % n;
      const answer = order[(i + sign * j + n) % n];
      correct[d * n + i] = data[(order[i] * p + order[j]) * shape[1] + first + answer];
    }
  }
  return correct;
}

/**
 * mean_d std_s(o) / std(o), float64, of the correct logits o over the pairs with s = a ± b and d = a ∓ b: near 0 where the
 * distance decides how sure the network is, near 1 where it does not matter (Zhong et al. 2023, section 4; their code).
 * Null where o is the same for all pairs. For even n not every d meets every s: its deviation is over the n pairs that do.
 */
export function distanceIrrelevance(model: Model, form: CyclicForm): number | null {
  const { n } = form;
  const correct = correctLogits(model, form);
  const whole = deviation(correct);
  if (whole <= ROUNDING * Math.max(...correct.map(Math.abs))) return null;
  const rows = Array.from({ length: n }, (_, d) => deviation(correct.subarray(d * n, (d + 1) * n)));
  return mean(rows) / whole;
}

/** √(Σ (x − mean)² / n). */
function deviation(values: Float64Array): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((x) => (x - middle) ** 2)));
}
