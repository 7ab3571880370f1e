import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { ANALYSIS, type LossConvention, lossesOfPairs, meanOver } from "../networks/pair-losses.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import type { Network } from "../runs/run.ts";
import { TEST, TRAIN } from "../tasks/_split.ts";
import { answerRatios, MAX_EXPONENT } from "./answer-ratios.ts";

/** Means over the training pairs, the test pairs, all pairs; null where the split is not known. */
export interface OverSplit {
  readonly train: number | null;
  readonly test: number | null;
  readonly all: number;
}

/** Mean cross-entropy in nats over each part of the split. */
export function losses(model: Model, network: Network, convention: LossConvention = ANALYSIS): OverSplit {
  return convention.dtype === "float64"
    ? lossesOver[convention.over](model, network)
    : overSplit(lossesOfPairs(logitsOf(model), network.architecture, network.task, convention), network);
}

const lossesOver = {
  answers: memoOfTwo((model: Model, network: Network) => lossesOfRatios(model, network, "answers")),
  all: memoOfTwo((model: Model, network: Network) => lossesOfRatios(model, network, "all")),
};

/** From the exponentials that the progress measures need too; the long way where they leave float64. */
function lossesOfRatios(model: Model, network: Network, over: LossConvention["over"]): OverSplit {
  const { task, architecture } = network;
  const { others, signs, reach } = answerRatios(model, task);
  if (!(reach < MAX_EXPONENT))
    return overSplit(lossesOfPairs(logitsOf(model), architecture, task, { over, dtype: "float64" }), network);
  const losses = others.map((sum, s) =>
    task.answers[s] < 0 ? Number.NaN : Math.log1p(over === "all" ? sum + signs[s] : sum),
  );
  return overSplit(losses, network);
}

/** Share of pairs whose largest answer logit is the right one, over each part of the split. */
export const accuracies: (model: Model, network: Network) => OverSplit = memoOfTwo((model, network) =>
  overSplit(answerRatios(model, network.task).right, network),
);

function overSplit(values: ArrayLike<number>, { task, split }: Network): OverSplit {
  // A split may hold nothing out.
  const over = (part: number) => (split?.member.includes(part) ? meanOver(values, task, split, part) : null);
  return {
    train: over(TRAIN),
    test: over(TEST),
    all: meanOver(values, task),
  };
}
