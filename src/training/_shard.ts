import type { BackendName } from "../engine/backend.ts";
import { partsOf } from "./_parameters.ts";
import { trainingPlan } from "./_plan.ts";
import type { TrainingConfig } from "./config.ts";
import type { Outcome } from "./gradient.ts";

/** What a thread is given once. The buffers are shared: weights are read, and each shard's gradient is written. */
export interface WorkerData {
  readonly config: TrainingConfig;
  readonly backend: BackendName;
  readonly weights: SharedArrayBuffer;
  readonly gradients: readonly SharedArrayBuffer[];
}

/** Some pairs to learn from, or to be tested on. */
export interface Work {
  readonly shard: number;
  readonly pairs: Int32Array;
  /** Times the gradient of the summed loss; undefined where only the outcome is wanted. */
  readonly scale: number | undefined;
}

/** What gives the outcome on some pairs, once the backend runs; their gradient is left in the shard's buffer. */
export function shardWork({ config, weights, gradients }: WorkerData): (work: Work) => Outcome {
  // A gradient remembers its last batch: by itself each shard of a full one is the same at every step.
  const plans = gradients.map(() => trainingPlan(config));
  const shared = new Float32Array(weights);
  // Node hands native code no memory that threads share ("Invalid argument").
  const own = new Float32Array(shared.length);
  const W = partsOf(plans[0].parameters, own);
  return ({ shard, pairs, scale }) => {
    own.set(shared);
    const plan = plans[shard];
    const answers = pairs.map((pair) => plan.labels[pair]);
    if (scale === undefined) return plan.gradient(W, pairs, answers, undefined, 1, config.loss_dtype);
    const gradient = new Float32Array(gradients[shard]);
    return plan.gradient(W, pairs, answers, partsOf(plan.parameters, gradient), scale, config.loss_dtype);
  };
}
