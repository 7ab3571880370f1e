import { type Ratios, ratiosOf } from "../compiled/ratios.ts";
import { firstToken } from "../networks/architecture.ts";
import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { exponential } from "../numerics/exponential.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import type { Task } from "../tasks/_task.ts";

/** e^700 is near the largest float64: where logits differ by more, products of their exponentials cannot be kept. */
export const MAX_EXPONENT = 700;

/** e^{L_c − L_answer} of every pair over the p answers; `reach` has the signs' too. */
export interface AnswerRatios extends Ratios {
  /** The same of the logits that are no answers, such as that of '=', summed [pair]. */
  readonly signs: Float64Array;
}

/** The exponentials that every loss over the answers is made of: a pair's is log1p of the sum of its row. */
export const answerRatios: (model: Model, task: Task) => AnswerRatios = memoOfTwo((model, { p, answers }) => {
  const { data, shape } = logitsOf(model);
  const [pairs, stride] = shape;
  const first = firstToken(model.architecture);
  const found = ratiosOf({ data: data as Float32Array, stride, first, width: p, answers });
  let { reach } = found;
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
  return { ...found, signs, reach };
});
