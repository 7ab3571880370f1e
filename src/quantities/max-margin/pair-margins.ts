import { firstToken } from "../../networks/architecture.ts";
import { logitsOf } from "../../networks/forward.ts";
import type { Model } from "../../networks/model.ts";
import { NO_ANSWER, type Task } from "../../tasks/_task.ts";

/** The right answer's logit less the best wrong one of each pair [a·p + b], of float32 logits; NaN where there is no answer. */
export function pairMargins(model: Model, { answers }: Task): Float64Array {
  const { data, shape } = logitsOf(model);
  const { p } = model.architecture;
  const first = firstToken(model.architecture);
  return Float64Array.from(answers, (answer, s) => {
    if (answer === NO_ANSWER) return Number.NaN;
    const at = s * shape[1] + first;
    let wrong = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < p; c++) if (c !== answer && !(data[at + c] <= wrong)) wrong = data[at + c];
    return data[at + answer] - wrong;
  });
}
