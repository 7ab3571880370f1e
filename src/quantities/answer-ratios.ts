import { firstToken } from "../networks/architecture.ts";
import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { exponential } from "../numerics/exponential.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import type { Task } from "../tasks/_task.ts";

/** e^700 is near the largest float64: where logits differ by more, products of their exponentials cannot be kept. */
export const MAX_EXPONENT = 700;

/** e^{L_c − L_answer} of every pair [pair, answer] over the p answers, float64. */
export interface AnswerRatios {
  /** 0 at the right answer, so that a sum over a row is over the wrong ones; 0 where a pair has no answer. */
  readonly data: Float64Array;
  /** The same of the logits that are no answers, such as that of '=', summed [pair]. */
  readonly signs: Float64Array;
  /** The largest |L_c − L_answer|, signs included; NaN where a logit is. */
  readonly reach: number;
}

/** The exponentials that every loss over the answers is made of: a pair's is log1p of the sum of its row. */
export const answerRatios: (model: Model, task: Task) => AnswerRatios = memoOfTwo((model, { p, answers }) => {
  const { data, shape } = logitsOf(model);
  const [pairs, stride] = shape;
  const first = firstToken(model.architecture);
  const out = new Float64Array(pairs * p);
  const signs = new Float64Array(pairs);
  let reach = 0;
  for (let s = 0; s < pairs; s++) {
    if (answers[s] < 0) continue;
    const from = s * stride;
    const right = data[from + first + answers[s]];
    const at = s * p - first;
    for (let c = first; c < first + p; c++) {
      const apart = data[from + c] - right;
      reach = Math.max(reach, Math.abs(apart));
      out[at + c] = exponential(apart);
    }
    for (let t = first === 0 ? p : 0; t < stride; t = t + 1 === first ? first + p : t + 1) {
      const apart = data[from + t] - right;
      reach = Math.max(reach, Math.abs(apart));
      signs[s] += exponential(apart);
    }
    out[s * p + answers[s]] = 0;
  }
  return { data: out, signs, reach };
});
