import { trainingPlan } from "../training/_plan.ts";
import type { TrainingConfig } from "../training/config.ts";

/** How large a run is. */
export interface RunSize {
  /** Values of all weights. */
  readonly parameters: number;
  /** Pairs that are trained on, and held out. */
  readonly train: number;
  readonly test: number;
}

/** What changes no size: runs of a grid over these are planned once. */
const APART = /seed$|^(weight_decay|learning_rate|init_scale|beta1|beta2|epsilon|warm_up|epochs|\w+_every)$/;
const known = new Map<string, RunSize>();

/** The size of a configuration's run. */
export function runSize(config: TrainingConfig): RunSize {
  const key = JSON.stringify(Object.entries(config).filter(([name]) => !APART.test(name)));
  const size = known.get(key);
  if (size) return size;
  const { parameters, train, test } = trainingPlan(config);
  const found = { parameters: parameters.size, train: train.length, test: test.length };
  known.set(key, found);
  return found;
}
