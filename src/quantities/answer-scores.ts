import { checkArguments } from "../arguments.ts";
import { MOST_REACH, othersOf } from "../compiled/ratios.ts";
import { firstToken } from "../networks/architecture.ts";
import type { Activations } from "../networks/forward.ts";
import { meanOver } from "../networks/pair-losses.ts";
import { exponential } from "../numerics/exponential.ts";
import { crossEntropy } from "../numerics/losses.ts";
import type { Network } from "../runs/run.ts";
import { TEST, TRAIN } from "../tasks/_split.ts";
import type { OverSplit } from "./split-losses.ts";

/** Mean loss in nats and share of right answers, over each part of the split. */
export interface AnswerScores {
  readonly loss: OverSplit;
  readonly accuracy: OverSplit;
}

/**
 * Mean cross-entropy, float64 over the p answers, and accuracy of any logits [pair, answer]. A pair's loss is
 * log1p(Σ_{c ≠ answer} e^{z_c − z_answer}), a sum of positive numbers, so that a loss of 1e-20 keeps its digits.
 */
export function answerScores(logits: Float32Array, network: Network): AnswerScores {
  const { p, answers } = network.task;
  const { others, right, reach } = othersOf({ data: logits, stride: p, first: 0, width: p, answers });
  const loss = reach < MOST_REACH ? others.map(Math.log1p) : eachLoss(logits, p, answers);
  return { loss: parts(loss, network), accuracy: parts(right, network) };
}

/** One by one: where logits differ by more than e^z can hold. */
function eachLoss(logits: Float32Array, p: number, answers: Int32Array): Float64Array {
  return Float64Array.from(answers, (answer, s) => (answer < 0 ? 0 : answerLoss(logits, s * p, p, answer)));
}

/** Cross-entropy of one pair, in nats and float64, over the p answers from logit `from` on. */
export function answerLoss(logits: Float32Array, from: number, p: number, answer: number): number {
  const level = logits[from + answer];
  let others = 0;
  for (let i = from; i < from + answer; i++) others += exponential(logits[i] - level);
  for (let i = from + answer + 1; i < from + p; i++) others += exponential(logits[i] - level);
  // Where logits differ by more than 709, the sum of their exponentials is no float64.
  return others < Number.POSITIVE_INFINITY
    ? Math.log1p(others)
    : crossEntropy(logits.subarray(from, from + p), 0, p, p, answer);
}

/** The scores of any logits [pair, token] of all p² pairs, as `forward` gives them, with an edit or without. */
export function logitScores(logits: Activations["logits"], network: Network): AnswerScores {
  checkArguments("logitScores", { logits, network });
  const { data, shape } = logits;
  const { p } = network.task;
  const [pairs, stride] = shape;
  const first = firstToken(network.architecture);
  const answers = new Float32Array(pairs * p);
  for (let s = 0; s < pairs; s++) {
    for (let c = 0; c < p; c++) answers[s * p + c] = data[s * stride + first + c];
  }
  return answerScores(answers, network);
}

function parts(values: ArrayLike<number>, { task, split }: Network): OverSplit {
  return {
    train: split ? meanOver(values, task, split, TRAIN) : null,
    test: split ? meanOver(values, task, split, TEST) : null,
    all: meanOver(values, task),
  };
}
