import type { Model } from "../models/_model.ts";
import { logitsOf } from "../models/forward.ts";
import { ANALYSIS, correctPairs, type LossConvention, lossesOfPairs, meanOver } from "../models/pair-losses.ts";
import type { Network } from "../runs/run.ts";
import { TEST, TRAIN } from "../tasks/_split.ts";

/** Means over the training pairs, the test pairs, all pairs; null where the split is not known. */
export interface OverSplit {
  readonly train: number | null;
  readonly test: number | null;
  readonly all: number;
}

/** Mean cross-entropy in nats over each part of the split. */
export function losses(model: Model, network: Network, convention: LossConvention = ANALYSIS): OverSplit {
  return overSplit(lossesOfPairs(logitsOf(model), network.architecture, network.task, convention), network);
}

/** Share of pairs whose largest answer logit is the right one, over each part of the split. */
export function accuracies(model: Model, network: Network): OverSplit {
  return overSplit(correctPairs(logitsOf(model), network.architecture, network.task), network);
}

function overSplit(values: ArrayLike<number>, { task, split }: Network): OverSplit {
  return {
    train: split ? meanOver(values, task, split, TRAIN) : null,
    test: split ? meanOver(values, task, split, TEST) : null,
    all: meanOver(values, task),
  };
}
