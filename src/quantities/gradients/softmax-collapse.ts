import { logSoftmaxFloat32 } from "../../numerics/losses.ts";

/** Of how many rows of logits float32 leaves nothing to learn from. */
export interface SoftmaxCollapse {
  readonly rows: number;
  /** Σ_c exp(z_c − max z) rounds to 1: only the largest logit counts. Softmax collapse (Prieto et al. 2025, arXiv:2501.04697). */
  readonly collapsed: number;
  /** The loss is exactly 0: collapsed, and the right answer's logit is the largest. */
  readonly zeroLoss: number;
  /** Every entry of ∂loss/∂z, softmax z − onehot, is exactly 0: the row does not move any weight. */
  readonly zeroGradient: number;
}

/**
 * Counts over some rows of float32 logits [row, column], each step rounded to float32 and the exponentials added in the order of
 * PyTorch's CPU kernels, as `log_softmax` and its backward pass do; `answers` has each row's right column. The gradient is
 * that of a row's own loss: of a mean over n rows it is an n-th, which rounds to 0 a little sooner.
 */
export function softmaxCollapse(
  logits: ArrayLike<number>,
  columns: number,
  rows: ArrayLike<number>,
  answers: ArrayLike<number>,
): SoftmaxCollapse {
  let [collapsed, zeroLoss, zeroGradient] = [0, 0, 0];
  for (let i = 0; i < rows.length; i++) {
    const { sum, logProbability } = logSoftmaxFloat32(logits, rows[i], columns, columns);
    if (sum === 1) collapsed++;
    if (logProbability(answers[i]) === 0) zeroLoss++;
    else continue;
    let still = true;
    for (let c = 0; c < columns && still; c++)
      still = c === answers[i] || Math.fround(Math.exp(logProbability(c))) === 0;
    if (still) zeroGradient++;
  }
  return { rows: rows.length, collapsed, zeroLoss, zeroGradient };
}
