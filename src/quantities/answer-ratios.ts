import { firstToken } from "../networks/architecture.ts";
import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { exponential } from "../numerics/exponential.ts";
import { memoOfShape, memoOfTwo } from "../numerics/memo.ts";
import type { Task } from "../tasks/_task.ts";
import { evaluation } from "../tensors/evaluate.ts";
import {
  add,
  broadcast,
  cast,
  exp,
  max,
  negate,
  parameter,
  pick,
  place,
  scalar,
  slice,
  subtract,
  sum,
} from "../tensors/operations.ts";

/** e^700 is near the largest float64: where logits differ by more, products of their exponentials cannot be kept. */
export const MAX_EXPONENT = 700;

/** e^{L_c − L_answer} of every pair [pair, answer] over the p answers, float64. */
export interface AnswerRatios {
  /** 0 at the right answer, so that a sum over a row is over the wrong ones; 0 where a pair has no answer. */
  readonly ratios: Float64Array;
  /** The sum of each row [pair]. */
  readonly others: Float64Array;
  /** The same of the logits that are no answers, such as that of '=', summed [pair]. */
  readonly signs: Float64Array;
  /** The largest |L_c − L_answer|, signs included; NaN where a logit is. */
  readonly reach: number;
  /** 1 where the right answer's logit is the largest of the p, the first of equals, as in torch; else 0 [pair]. */
  readonly right: Uint8Array;
}

/** Rows that the backend takes at a time: their exponentials stay near the processor. */
const ROWS = 512;

/** The exponentials that every loss over the answers is made of: a pair's is log1p of the sum of its row. */
export const answerRatios: (model: Model, task: Task) => AnswerRatios = memoOfTwo((model, { p, answers }) => {
  const { data, shape } = logitsOf(model);
  const [pairs, stride] = shape;
  const first = firstToken(model.architecture);
  const ratios = new Float64Array(pairs * p);
  const others = new Float64Array(pairs);
  const right = new Uint8Array(pairs);
  let reach = 0;
  for (let row = 0; row < pairs; row += ROWS) {
    const end = Math.min(row + ROWS, pairs);
    const feeds = {
      logits: data.subarray(row * stride, end * stride),
      answers: answers.slice(row, end).map((answer) => Math.max(answer, 0)),
    };
    const found = wrongAnswers(
      end - row,
      stride,
      first,
      p,
    )((name) => feeds[name as keyof typeof feeds], {
      ratios: ratios.subarray(row * p, end * p),
      others: others.subarray(row, end),
    });
    const [most, least] = [found.most, found.least] as readonly Float64Array[];
    for (let i = 0, s = row; s < end; i++, s++) {
      if (answers[s] < 0) {
        ratios.fill(0, s * p, (s + 1) * p);
        others[s] = 0;
      } else {
        // A NaN stays one.
        if (!(most[i] <= reach)) reach = most[i];
        if (!(least[i] <= reach)) reach = least[i];
        if (most[i] < 0 || (most[i] === 0 && isFirstLargest(data, s * stride + first, p, answers[s]))) right[s] = 1;
      }
    }
    // The engine's maximum may pass a NaN over; a sum does not.
    if (others.subarray(row, end).some(Number.isNaN)) reach = Number.NaN;
  }
  const signs = new Float64Array(pairs);
  for (let s = 0; s < pairs; s++) {
    if (answers[s] < 0) continue;
    const level = data[s * stride + first + answers[s]];
    for (let t = first === 0 ? p : 0; t < stride; t = t + 1 === first ? first + p : t + 1) {
      const apart = data[s * stride + t] - level;
      reach = Math.max(reach, Math.abs(apart));
      signs[s] += exponential(apart);
    }
  }
  return { ratios, others, right, signs, reach };
});

/** What computes, of `rows` rows of logits, what the wrong answers have over the right one. */
const wrongAnswers = memoOfShape((rows, stride, first, p) => {
  const index = parameter("answers", [rows], "int32");
  const float32 = slice(parameter("logits", [rows, stride]), 1, first, first + p);
  const logits = cast(float32, "float64");
  const answer = pick(logits, index);
  const apart = subtract(logits, answer);
  const wrong = place(apart, index, broadcast(scalar(Number.NEGATIVE_INFINITY, "float64"), [rows, 1]));
  const ratios = exp(wrong);
  // By how much the answer is above the smallest.
  const least = add(answer, cast(max(negate(float32)), "float64"));
  return evaluation({ ratios, others: sum(ratios, [1]), most: max(wrong), least });
});

/** Whether the answer's logit, of the p from `from` on, is the largest, the first of equals. */
export function isFirstLargest(logits: ArrayLike<number>, from: number, p: number, answer: number): boolean {
  const level = logits[from + answer];
  for (let c = 0; c < p; c++) if (logits[from + c] > level || (logits[from + c] === level && c < answer)) return false;
  return true;
}
