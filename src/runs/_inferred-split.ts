import { logitsOf } from "../networks/forward.ts";
import type { Architecture } from "../networks/model.ts";
import { correctPairs, lossesOfPairs, meanOver } from "../networks/pair-losses.ts";
import { inferredSplit } from "../tasks/_infer-split.ts";
import type { Split } from "../tasks/_split.ts";
import { counts } from "../tasks/_splits.ts";
import type { Task } from "../tasks/_task.ts";
import { storedModel } from "./model-at.ts";
import type { Checkpoint } from "./run.ts";

/** Checkpoints looked at, up to where the network generalises: enough of them are of the memorisation era. */
const MAX_LOOKED_AT = 16;
/** While it memorises, a network gets its training pairs right and few others: this share of all pairs. */
const MEMORISING = { from: 0.05, to: 0.9 };
/** Training losses fall by orders of magnitude over the era: each checkpoint's are counted in its own loss at this rank. */
const SCALE_RANK = 0.05;
/** The least loss but 0 in float32: a scale below it is noise. */
const LEAST_LOSS = 2 ** -23;
/** One checkpoint's gap is chance; the largest loss over several is not. */
const MIN_ERA = 2;

/** The split that the memorisation era betrays: training pairs have small losses throughout it, others do not. */
export function inferredFromCheckpoints(
  architecture: Architecture,
  task: Task,
  checkpoints: readonly Pick<Checkpoint, "weights">[],
): Split | undefined {
  const step = Math.max(1, Math.ceil(checkpoints.length / MAX_LOOKED_AT));
  let era = 0;
  let leastRight = 1;
  const worst = new Float64Array(task.answers.length).fill(Number.NEGATIVE_INFINITY);
  for (const { weights } of checkpoints.filter((_, i) => i % step === 0)) {
    const logits = logitsOf(storedModel(architecture, weights));
    const accuracy = meanOver(correctPairs(logits, architecture, task), task);
    if (accuracy > MEMORISING.to) break;
    if (!(accuracy >= MEMORISING.from)) continue;
    era++;
    leastRight = Math.min(leastRight, accuracy);
    const losses = lossesOfPairs(logits, architecture, task);
    const scale = typicalLoss(losses);
    // Not Math.max: NaN is a pair that the task leaves out, and stays one.
    for (let s = 0; s < worst.length; s++) worst[s] = losses[s] / scale <= worst[s] ? worst[s] : losses[s] / scale;
  }
  const split = era >= MIN_ERA ? inferredSplit(worst)?.split : undefined;
  if (!split) return undefined;
  // All training pairs are right throughout the era. More than were ever right are some that it did not train on.
  const { train, test } = counts(split);
  return train <= leastRight * (train + test) ? split : undefined;
}

/** What a training pair's loss is like at one checkpoint: few enough pairs lie below it that these all were trained on. */
function typicalLoss(losses: Float64Array): number {
  const sorted = losses.filter((loss) => !Number.isNaN(loss)).sort();
  return Math.max(sorted[Math.floor(SCALE_RANK * sorted.length)] ?? 0, LEAST_LOSS);
}
