import type { Architecture } from "../models/_model.ts";
import { logitsOf } from "../models/forward.ts";
import { correctPairs, lossesOfPairs, meanOver } from "../models/pair-losses.ts";
import { inferredSplit } from "../tasks/_infer-split.ts";
import type { Split } from "../tasks/_split.ts";
import type { Task } from "../tasks/_task.ts";
import { storedModel } from "./model-at.ts";
import type { Checkpoint } from "./run.ts";

/** Checkpoints looked at: enough to hit the memorisation era, few enough to open a run in a second. */
const MAX_LOOKED_AT = 8;
/** While it memorises, a network gets its training pairs right and few others: this share of all pairs. */
const MEMORISING = { from: 0.05, to: 0.9 };
/** One checkpoint's gap is chance; the largest loss over several is not. */
const MIN_ERA = 2;

/** The split that the memorisation era betrays: training pairs have small losses throughout it, others do not. */
export function inferredFromCheckpoints(
  architecture: Architecture,
  task: Task,
  checkpoints: readonly Checkpoint[],
): Split | undefined {
  const step = Math.max(1, Math.ceil(checkpoints.length / MAX_LOOKED_AT));
  let era = 0;
  const worst = new Float64Array(task.answers.length).fill(Number.NEGATIVE_INFINITY);
  for (const { weights } of checkpoints.filter((_, i) => i % step === 0)) {
    const logits = logitsOf(storedModel(architecture, weights));
    const accuracy = meanOver(correctPairs(logits, architecture, task), task);
    if (!(accuracy >= MEMORISING.from && accuracy <= MEMORISING.to)) continue;
    era++;
    const losses = lossesOfPairs(logits, architecture, task);
    for (let s = 0; s < worst.length; s++) worst[s] = losses[s] <= worst[s] ? worst[s] : losses[s];
  }
  return era >= MIN_ERA ? inferredSplit(worst)?.split : undefined;
}
