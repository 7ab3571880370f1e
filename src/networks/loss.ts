import type { Expression } from "../tensors/expression.ts";
import {
  add,
  broadcast,
  cast,
  exp,
  log,
  log1p,
  max,
  negate,
  pick,
  place,
  relu,
  scalar,
  subtract,
  sum,
} from "../tensors/operations.ts";

/**
 * Cross-entropy of each row of logits [row, column] in nats, [row, 1], over all columns; `answers` int32 [row].
 *
 * In float64 it is log1p(Σ_{c ≠ answer} e^{z_c − z_answer}), shifted where an exponent is positive: a loss of 1e-20 keeps its
 * digits, and so does its gradient, of which a confident row's entry at the answer, p − 1, rounds to 0 and stalls training
 * where it is written so. In float32 it is log Σ e^{z − max} − (z_answer − max), as PyTorch's `log_softmax` has it.
 */
export function crossEntropy(logits: Expression, answers: Expression, dtype: "float64" | "float32"): Expression {
  if (dtype === "float32") {
    const z = cast(logits, "float32");
    const shifted = subtract(z, max(z));
    return subtract(log(sum(exp(shifted), [1])), pick(shifted, answers));
  }
  const z = cast(logits, "float64");
  const right = pick(z, answers);
  // By how much the best wrong answer is above the right one: 0 where the row is right. The loss does not depend on it.
  const above = withoutGradient(relu(subtract(max(z), right)));
  const nothing = broadcast(scalar(Number.NEGATIVE_INFINITY, "float64"), [z.shape[0], 1]);
  const wrong = sum(exp(place(subtract(z, add(right, above)), answers, nothing)), [1]);
  return add(above, log1p(add(subtract(exp(negate(above)), 1), wrong)));
}

/** The same values [row, 1], as if they were known: the maximum over one value, which has no gradient. */
function withoutGradient(x: Expression): Expression {
  return max(x);
}
