import { type Architecture, firstToken } from "../../networks/architecture.ts";
import { gridBatch } from "../../networks/batch.ts";
import { networkGraph } from "../../networks/graph.ts";
import type { Model } from "../../networks/model.ts";
import { float32Weights, type ModelWeights } from "../../networks/weights.ts";
import { memoOfTwo } from "../../numerics/memo.ts";
import type { Task } from "../../tasks/_task.ts";
import { ballOf } from "../../tensors/balls/balls.ts";
import { type Expression, sizeOf } from "../../tensors/expression.ts";
import { flops } from "../../tensors/flops.ts";
import { broadcast, scalar, slice } from "../../tensors/operations.ts";
import { ordered } from "../../tensors/order.ts";
import { computed } from "../computed.ts";

/** Values of the widest activation in one batch of pairs: bounds memory, and stays near the processor. */
const BATCH_VALUES = 2 ** 19;

/** The p answers' logits with a bound on what rounding can do to each [pair, answer], float64. */
export interface BoundedLogits {
  readonly logits: Float64Array;
  /** The real value, and every float32 value that an engine may compute, are this near; ∞ or NaN where there is no bound. */
  readonly radius: Float64Array;
}

/** The answers' logits of all p² pairs, batch by batch, handed over with the index of the first pair. */
export function eachBoundedLogits(model: Model, take: (bounded: BoundedLogits, first: number) => void): void {
  const { architecture } = model;
  const { p } = architecture;
  const weights = float32Weights(model);
  const all = Int32Array.from({ length: p }, (_, i) => i);
  const widest = Math.max(...ordered([answerLogits(architecture, weights, all.subarray(0, 1))]).map(valuesIn));
  const count = Math.max(1, Math.min(p, Math.floor(BATCH_VALUES / widest)));
  for (let from = 0; from < p; from += count) {
    const a = all.subarray(from, from + count);
    const x = answerLogits(architecture, weights, a);
    const { mid, radius } = ballOf(x);
    const zero = broadcast(scalar(0, "float64"), x.shape);
    const found = computed({ logits: mid, radius: radius ?? zero }, weights.feeds);
    take({ logits: found.logits, radius: found.radius }, from * p);
  }
}

/** The graph of the answers' logits [pair, answer] for these a and every b. */
export function answerLogits(architecture: Architecture, { of }: ModelWeights, a: Int32Array): Expression {
  const { p } = architecture;
  const batch = gridBatch(
    a,
    Int32Array.from({ length: p }, (_, i) => i),
  );
  const first = firstToken(architecture);
  return slice(batch.spread(networkGraph(architecture, of, batch).logits), 1, first, first + p);
}

/** A weight is no activation: it is as large whatever the batch is. */
function valuesIn({ operation, shape }: Expression): number {
  return operation === "parameter" ? 0 : sizeOf(shape);
}

/** How far each pair's right answer stands above the others [pair], float64; NaN where a pair has no answer. */
export interface AnswerMargins {
  /** L_right − max_{c ≠ right} L_c over the p answers. */
  readonly margin: Float64Array;
  /** The most that rounding can change a difference L_right − L_c by: max_c of the two bounds together. */
  readonly rounding: Float64Array;
  /** 1 where L_right − L_c is over its own bound for every c: right in whatever order float32 sums are taken. */
  readonly certified: Uint8Array;
}

/**
 * The accuracy certificate: margins against a proven bound on the forward pass's rounding error (`tensors/balls`), for any list
 * of blocks. A NaN certifies nothing.
 */
export const answerMargins: (model: Model, task: Task) => AnswerMargins = memoOfTwo((model, { p, answers }) => {
  const pairs = answers.length;
  const margin = new Float64Array(pairs).fill(Number.NaN);
  const rounding = new Float64Array(pairs).fill(Number.NaN);
  const certified = new Uint8Array(pairs);
  eachBoundedLogits(model, ({ logits, radius }, first) => {
    for (let s = first, at = 0; at < logits.length; s++, at += p) {
      const right = answers[s];
      if (right < 0) continue;
      let [least, most, proven] = [Number.POSITIVE_INFINITY, 0, 1];
      for (let c = 0; c < p; c++) {
        if (c === right) continue;
        const apart = logits[at + right] - logits[at + c];
        const bound = radius[at + right] + radius[at + c];
        least = Math.min(least, apart);
        // Where there is none, a NaN among them, it is ∞.
        most = bound <= most ? most : Number.isNaN(bound) ? Number.POSITIVE_INFINITY : bound;
        if (!(apart > bound)) proven = 0;
      }
      margin[s] = least;
      rounding[s] = most;
      certified[s] = proven;
    }
  });
  return { margin, rounding, certified };
});

/** Floating-point operations of the forward pass over all p² pairs, with what depends on one token computed once a token. */
export function forwardFlops(model: Model): number {
  const { architecture } = model;
  const all = Int32Array.from({ length: architecture.p }, (_, i) => i);
  return flops([answerLogits(architecture, float32Weights(model), all)]);
}
