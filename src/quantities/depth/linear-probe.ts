import { solvedSymmetric } from "../../numerics/cholesky.ts";
import type { Matrix64 } from "../../numerics/matmul.ts";
import { columnMeans, lessRow, transposed } from "../../numerics/matrices.ts";
import { memoOfList } from "../../numerics/memo.ts";
import { pythonShuffle } from "../../numerics/python-random.ts";
import type { Tensor } from "../../numerics/tensor.ts";
import type { Task } from "../../tasks/_task.ts";
import { product } from "../../tensors/product.ts";

/** More pairs than this are neither fitted nor scored: a share of 2048 is good to about 1 %. */
const MOST = 2048;
/** The ridge, as a share of the mean eigenvalue of the covariance within the answers. */
const RIDGE = 1e-4;

/** The pairs that a probe is fitted on, and those that it is scored on, by index a·p + b. */
export interface ProbePairs {
  readonly fitted: Int32Array;
  readonly held: Int32Array;
  /** The same pairs' answers dealt out again at random, for the control [pair of the task]. */
  readonly shuffled: Int32Array;
}

/**
 * Half of the unordered pairs {a, b} for fitting, the rest for scoring, so that no probe is scored on the mirror of what it
 * was fitted on; CPython's shuffle of the seed. It takes no account of which pairs the network was trained on.
 */
export const probePairs: (task: Task, seeds: readonly number[]) => ProbePairs = memoOfList((task: Task, [seed]) => {
  const { p, answers } = task;
  const known = Int32Array.from(answers.keys()).filter((s) => answers[s] >= 0);
  const unordered = known.filter((s) => Math.floor(s / p) <= s % p || answers[mirrored(s, p)] < 0);
  const order = pythonShuffle(seed, unordered.length);
  const half = Math.ceil(unordered.length / 2);
  const fits = new Uint8Array(p * p);
  for (let i = 0; i < half; i++) {
    const s = unordered[order[i]];
    fits[s] = 1;
    fits[mirrored(s, p)] = 1;
  }
  const dealt = pythonShuffle(seed + 1, known.length);
  const shuffled = new Int32Array(p * p).fill(-1);
  for (const [i, s] of known.entries()) shuffled[s] = answers[known[dealt[i]]];
  const some = pythonShuffle(seed + 2, known.length);
  const part = (which: number) =>
    Int32Array.from(some, (i) => known[i])
      .filter((s) => fits[s] === which)
      .subarray(0, MOST);
  return { fitted: part(1), held: part(0), shuffled };
});

function mirrored(s: number, p: number): number {
  return (s % p) * p + Math.floor(s / p);
}

/** A fitted probe's answers to the pairs that were held out [held pair], and those of one fitted on shuffled answers. */
export interface ProbeAnswers {
  readonly answers: Int32Array;
  readonly control: Int32Array;
}

/**
 * Linear discriminant analysis of an activation [pair, …] by the answer: score_c(x) = x · w_c − ½ μ_c · w_c, w_c = (S + λI)⁻¹ μ_c,
 * with μ_c the mean of the fitted pairs of answer c less that of all, S their pooled covariance within the answers, λ = 1e-4 of
 * its mean eigenvalue; float64. One layer, closed form, no prior. An answer that no fitted pair has is never given; of an
 * activation that is not finite none is, which is −1.
 */
export function probeAnswers(activation: Tensor, task: Task, pairs: ProbePairs): ProbeAnswers {
  const X = rowsOf(activation, pairs.fitted);
  const means = columnMeans(X);
  const centred = lessRow(X, means);
  const held = lessRow(rowsOf(activation, pairs.held), means);
  const scatter = product(transposed(centred).data, centred);
  const answersOf = (answers: Int32Array) => {
    const fitted = pairs.fitted.map((s) => answers[s]);
    return discriminated(held, classMeans(centred, fitted, task.p), scatter);
  };
  return { answers: answersOf(task.answers), control: answersOf(pairs.shuffled) };
}

interface ClassMeans {
  readonly counts: Float64Array;
  /** [answer, column] */
  readonly means: Matrix64;
}

function classMeans({ data, columns }: Matrix64, classes: Int32Array, p: number): ClassMeans {
  const counts = new Float64Array(p);
  const sums = new Float64Array(p * columns);
  for (const [i, c] of classes.entries()) {
    counts[c]++;
    for (let j = 0; j < columns; j++) sums[c * columns + j] += data[i * columns + j];
  }
  const means = sums.map((sum, i) => sum / Math.max(1, counts[Math.floor(i / columns)]));
  return { counts, means: { data: means, rows: p, columns } };
}

/** The answer of the largest score of each row; `scatter` is XᵀX of the centred rows that were fitted. */
function discriminated(held: Matrix64, { counts, means }: ClassMeans, scatter: Matrix64): Int32Array {
  const { rows: p, columns } = means;
  const weighted = means.data.map((value, i) => value * counts[Math.floor(i / columns)]);
  const between = product(transposed({ data: weighted, rows: p, columns }).data, means);
  const total = counts.reduce((x, y) => x + y, 0);
  const within = scatter.data.map((value, i) => (value - between.data[i]) / total);
  let trace = 0;
  for (let i = 0; i < columns; i++) trace += within[i * columns + i];
  if (!Number.isFinite(trace)) return new Int32Array(held.rows).fill(-1);
  // Where the activation says nothing of the pair, any ridge gives weights of 0.
  const ridge = trace > 0 ? (RIDGE * trace) / columns : 1;
  for (let i = 0; i < columns; i++) within[i * columns + i] += ridge;
  const W = solvedSymmetric({ data: within, rows: columns, columns }, transposed(means));
  const level = Float64Array.from(counts, (count, c) => {
    if (count === 0) return Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (let j = 0; j < columns; j++) sum -= (means.data[c * columns + j] * W.data[j * p + c]) / 2;
    return sum;
  });
  const scores = product(held.data, W);
  return Int32Array.from({ length: held.rows }, (_, i) => {
    let best = 0;
    for (let c = 1; c < p; c++)
      if (scores.data[i * p + c] + level[c] > scores.data[i * p + best] + level[best]) best = c;
    return best;
  });
}

/** The rows of some pairs, every axis after the pair's as one, float64. */
function rowsOf({ data, shape }: Tensor, pairs: Int32Array): Matrix64 {
  const columns = data.length / shape[0];
  const out = new Float64Array(pairs.length * columns);
  for (const [i, s] of pairs.entries()) for (let j = 0; j < columns; j++) out[i * columns + j] = data[s * columns + j];
  return { data: out, rows: pairs.length, columns };
}
