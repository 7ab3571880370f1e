import { type GradientSettings, type LossFunction, lossFunction, type Triple } from "../../networks/gradients.ts";
import type { Model } from "../../networks/model.ts";
import type { Network } from "../../runs/run.ts";
import { TRAIN } from "../../tasks/_split.ts";
import { NO_ANSWER } from "../../tasks/_task.ts";

/** The training pairs with their right answers, in the order of the pairs a·p + b; none where the split is not known. */
export function trainingTriples({ task: { p, answers }, split }: Network): readonly Triple[] {
  if (!split) return [];
  const triples: Triple[] = [];
  for (const [pair, part] of split.member.entries())
    if (part === TRAIN && answers[pair] !== NO_ANSWER) triples.push([Math.floor(pair / p), pair % p, answers[pair]]);
  return triples;
}

/**
 * L(w), the mean cross-entropy over some pairs in float64, the softmax over every logit that the network has, '=' among them,
 * as trainers have it. Weight decay is no part of it, nor is any other loss that the run may have been trained with.
 */
export function trainingLoss(
  model: Model,
  triples: readonly Triple[],
  dtype: GradientSettings["dtype"] = "float64",
): LossFunction {
  return lossFunction(model, triples, { dtype, over: "all" });
}
