type Logits = Float32Array | Float64Array;

/** exp rounds to 0 below this in float64: the least subnormal is e^−744.4. */
const LEAST_EXPONENT_64 = -746;
/** exp rounds to 0 below this in float32: the least subnormal is e^−103.3, half of it e^−104.0. */
const LEAST_EXPONENT_32 = -104;

/**
 * log Σ_c exp(z_c) − z_answer in float64, of the row z that starts at `row · stride`, where columns past `columns` are
 * left out. With m the column of the maximum it is (z_m − z_answer) + log1p(Σ_{c≠m} exp(z_c − z_m)), so a loss of 1e-20
 * keeps its digits, where a plain log-sum-exp gives 0 below 1e-16.
 */
export function crossEntropy(logits: Logits, row: number, stride: number, columns: number, answer: number): number {
  const start = row * stride;
  const top = maximumAt(logits, start, columns);
  const most = logits[top] as number;
  let others = 0;
  for (let c = start; c < start + columns; c++) {
    const exponent = (logits[c] as number) - most;
    if (c === top || exponent < LEAST_EXPONENT_64) continue;
    others += Math.exp(exponent);
  }
  return most - (logits[start + answer] as number) + Math.log1p(others);
}

/** PyTorch's CPU kernels add eight float32 at a time (AVX2), and those eight as a tree. */
const LANES = 8;

/** A row's softmax in float32. */
interface LogSoftmaxFloat32 {
  /** Σ_c exp(z_c − m), m the largest: exactly 1 where all others are lost beside it. */
  readonly sum: number;
  /** (z_c − m) − log of the sum. */
  readonly logProbability: (column: number) => number;
}

/**
 * log softmax of a row with every step rounded to float32, as PyTorch's `log_softmax` of a float32 row does. The
 * exponentials are added in PyTorch's order: from left to right the small ones would be lost beside the 1 of the largest,
 * and the mean loss of a trained network be off by 0.5 %.
 */
export function logSoftmaxFloat32(
  logits: ArrayLike<number>,
  row: number,
  stride: number,
  columns: number,
): LogSoftmaxFloat32 {
  const start = row * stride;
  const most = Math.fround(logits[maximumAt(logits, start, columns)]);
  lanes.fill(0);
  for (let c = 0; c < columns; c++) {
    const exponent = Math.fround(Math.fround(logits[start + c]) - most);
    if (exponent < LEAST_EXPONENT_32) continue;
    // Stored into float32, the sum is rounded.
    lanes[c % LANES] += Math.fround(Math.exp(exponent));
  }
  for (let half = LANES / 2; half >= 1; half /= 2) {
    for (let lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
  }
  const sum = lanes[0];
  const log = Math.fround(Math.log(sum));
  return {
    sum,
    logProbability: (column) => Math.fround(Math.fround(Math.fround(logits[start + column]) - most) - log),
  };
}

/** −log softmax at the answer in float32: exactly 0 where the sum rounds to 1, else at least 2⁻²³ = 1.2e-7. */
export function crossEntropyFloat32(
  logits: Logits,
  row: number,
  stride: number,
  columns: number,
  answer: number,
): number {
  // Less than 0, not negated: a loss of 0 is no −0.
  return 0 - logSoftmaxFloat32(logits, row, stride, columns).logProbability(answer);
}

const lanes = new Float32Array(LANES);

/** Cross-entropy of every pair's row, in the arithmetic of `dtype`, as float64 [pair]; NaN where the answer is < 0. */
export function pairLosses(
  logits: Logits,
  pairs: number,
  stride: number,
  columns: number,
  answers: Int32Array,
  dtype: "float32" | "float64",
): Float64Array {
  const loss = dtype === "float32" ? crossEntropyFloat32 : crossEntropy;
  const losses = new Float64Array(pairs);
  for (let s = 0; s < pairs; s++) {
    const answer = answers[s] as number;
    losses[s] = answer < 0 ? Number.NaN : loss(logits, s, stride, columns, answer);
  }
  return losses;
}

/** 1 for every pair whose answer is the argmax of its row, else 0 [pair]; of equal maxima the first counts, as in torch. */
export function correct(
  logits: Logits,
  pairs: number,
  stride: number,
  columns: number,
  answers: Int32Array,
): Uint8Array {
  const right = new Uint8Array(pairs);
  for (let s = 0; s < pairs; s++) {
    const answer = answers[s] as number;
    if (answer >= 0 && answer < columns && isFirstMaximum(logits, s * stride, columns, answer)) right[s] = 1;
  }
  return right;
}

/** Whether a row's largest logit is the answer's, and none before it is as large. A row with a NaN has no largest. */
function isFirstMaximum(logits: Logits, start: number, columns: number, answer: number): boolean {
  const own = start + answer;
  const value = logits[own] as number;
  for (let i = start; i < own; i++) if (!((logits[i] as number) < value)) return false;
  for (let i = own; i < start + columns; i++) if (!((logits[i] as number) <= value)) return false;
  return true;
}

/** Where, from `start` on, the first maximum of `columns` values is. */
function maximumAt(logits: ArrayLike<number>, start: number, columns: number): number {
  let top = start;
  for (let c = start + 1; c < start + columns; c++) if ((logits[c] as number) > (logits[top] as number)) top = c;
  return top;
}
