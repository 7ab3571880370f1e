import { correct, pairLosses } from "../numerics/losses.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import type { Split } from "../tasks/_split.ts";
import type { Task } from "../tasks/_task.ts";
import { type Architecture, firstToken } from "./architecture.ts";
import type { Activations } from "./forward.ts";

/** Which logits enter the softmax, and in which arithmetic: two choices that training code makes silently. */
export interface LossConvention {
  /** `answers`: the p answers, '=' dropped, as analyses do. `all`: every logit, as trainers do. */
  readonly over: "answers" | "all";
  readonly dtype: "float64" | "float32";
}

/** What every analysis uses (Nanda et al. 2023), in float64, where a float32 softmax would round small losses to 0. */
export const ANALYSIS: LossConvention = { over: "answers", dtype: "float64" };

/**
 * Cross-entropy of each pair [pair] in nats; NaN where the pair has no answer. Computed once for the same logits, task and
 * convention: which pairs were trained on is told by trying many splits against the same losses.
 */
export function lossesOfPairs(
  logits: Activations["logits"],
  architecture: Architecture,
  task: Task,
  convention: LossConvention = ANALYSIS,
): Float64Array {
  const known = knownLosses(logits, task);
  const key = `${convention.over} ${convention.dtype} ${firstToken(architecture)}`;
  const found = known.get(key) ?? computed(logits, architecture, task, convention);
  known.set(key, found);
  return found;
}

const knownLosses = memoOfTwo((_logits: Activations["logits"], _task: Task) => new Map<string, Float64Array>());

function computed(
  logits: Activations["logits"],
  architecture: Architecture,
  { answers }: Task,
  { over, dtype }: LossConvention,
): Float64Array {
  const [pairs, stride] = logits.shape;
  const offset = firstToken(architecture);
  if (over === "answers") {
    return pairLosses(logits.data.subarray(offset), pairs, stride, architecture.p, answers, dtype);
  }
  const shifted = offset === 0 ? answers : answers.map((c) => (c < 0 ? c : c + offset));
  return pairLosses(logits.data, pairs, stride, stride, shifted, dtype);
}

/** 1 where the largest of the p answers' logits is the right one, else 0 [pair]. */
export function correctPairs(logits: Activations["logits"], architecture: Architecture, { answers }: Task): Uint8Array {
  const [pairs, stride] = logits.shape;
  return correct(logits.data.subarray(firstToken(architecture)), pairs, stride, architecture.p, answers);
}

/** Mean over the pairs of one part of the split (`TRAIN` or `TEST`), or over all pairs that have an answer. */
export function meanOver(values: ArrayLike<number>, { answers }: Task, split?: Split, part?: number): number {
  let total = 0;
  let count = 0;
  for (let s = 0; s < values.length; s++) {
    if (answers[s] < 0 || (split && split.member[s] !== part)) continue;
    total += values[s];
    count++;
  }
  return total / count;
}
