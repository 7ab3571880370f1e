import { crossEntropyFloat32 } from "../numerics/losses.ts";
import type { Outcome } from "./_gradient.ts";

/** How a trainer computes its loss. */
export interface LossSettings {
  readonly dtype: "float64" | "float32";
  /** Logit columns of a row; all of them enter the softmax. */
  readonly columns: number;
}

/** exp of this is still far from the subnormals that begin at e^−708. */
const LEAST_EXPONENT = -700;

/**
 * Σ over the rows of the cross-entropy in nats, how many rows are right, and the gradient in place of the logits, times
 * `scale`.
 *
 * The gradient is softmax − one-hot. Of a confident row the answer's entry p − 1 rounds to 0 in float32 and training
 * stalls; it is minus the sum of the other entries, which keep their digits, so it is written as that sum. In `float32`
 * the loss is PyTorch's, and that entry is rounded as a naive trainer's is.
 */
export function crossEntropyGradient(
  logits: Float32Array,
  answers: ArrayLike<number>,
  { dtype, columns }: LossSettings,
  scale: number,
): Outcome {
  let loss = 0;
  let correct = 0;
  const exact = dtype === "float64";
  const shares = new Float64Array(columns);
  for (let row = 0; row < answers.length; row++) {
    const at = row * columns;
    const answer = answers[row];
    let top = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < columns; c++) if (!(logits[at + c] <= top)) top = logits[at + c];
    if (logits[at + answer] === top) correct++;
    let others = 0;
    for (let c = 0; c < columns; c++) {
      const share = Math.exp(logits[at + c] - top);
      shares[c] = share;
      if (c !== answer) others += share;
    }
    const total = others + shares[answer];
    loss += exact
      ? lossOf(logits[at + answer] - top, others, shares[answer])
      : crossEntropyFloat32(logits, row, columns, columns, answer);
    for (let c = 0; c < columns; c++) logits[at + c] = (shares[c] / total) * scale;
    logits[at + answer] = exact ? (-others / total) * scale : (Math.fround(shares[answer] / total) - 1) * scale;
  }
  return { loss, correct };
}

/** log(total / share) = log1p(others / share): keeps losses far below float64's 1e-16 beside 1. */
function lossOf(exponent: number, others: number, share: number): number {
  return exponent < LEAST_EXPONENT ? Math.log(others) - exponent : Math.log1p(others / share);
}
