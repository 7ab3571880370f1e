import { type ChangePoint, lastingStep, type Series } from "./change-points.ts";

/** The share that both accuracies must reach: the usual one in the literature since Power et al. 2022. */
export const DELAY_ACCURACY = 0.99;

/** How much later the test set is learnt than the train set. */
export interface Delay {
  /** From which checkpoint on the accuracy is 99 %; null where it never is for good. */
  readonly train: ChangePoint | null;
  readonly test: ChangePoint | null;
  /** test − train, in epochs, as seen at the checkpoints; null where either is. */
  readonly epochs: number | null;
  /** The delay lies between these, as either crossing lies between two checkpoints. */
  readonly epochs_within: readonly [number, number] | null;
  /** test / train; null where either is, or train is at epoch 0. */
  readonly ratio: number | null;
  /** What the accuracies reach. */
  readonly reached: Readonly<Record<"train" | "test", Reached>>;
}

/** What an accuracy reaches, for good or not. */
export interface Reached {
  readonly evaluations: number;
  /** The highest; null where none is known. */
  readonly best: number | null;
  /** The first epoch at which it is 99 %; null where it never is. */
  readonly first: number | null;
}

/**
 * t_test − t_train and t_test / t_train, t the first epoch from which the accuracy stays at 99 % or more: the step at 99 %
 * that disagrees with the fewest checkpoints. Power et al. 2022, arXiv:2201.02177, count steps to 99 % without saying what
 * of accuracies that fall again; a slingshot crosses 99 % for some epochs and back, and moves no t of ours.
 */
export function grokkingDelay(trainAccuracy: Series, testAccuracy: Series): Delay {
  const train = lastingStep(trainAccuracy, (accuracy) => accuracy >= DELAY_ACCURACY);
  const test = lastingStep(testAccuracy, (accuracy) => accuracy >= DELAY_ACCURACY);
  const reached = { train: reach(trainAccuracy), test: reach(testAccuracy) };
  // Where both were there before anyone looked their order cannot be told.
  const seen = train && test && !(train.epoch === testAccuracy.epochs[0] && test.epoch === testAccuracy.epochs[0]);
  if (!seen) return { train, test, epochs: null, epochs_within: null, ratio: null, reached };
  return {
    train,
    test,
    epochs: test.epoch - train.epoch,
    epochs_within: [test.earliest - train.latest, test.latest - train.earliest],
    ratio: train.epoch > 0 ? test.epoch / train.epoch : null,
    reached,
  };
}

function reach({ epochs, values }: Series): Reached {
  let best: number | null = null;
  for (const value of values) if (best === null || value > best) best = value;
  const at = values.findIndex((value) => value >= DELAY_ACCURACY);
  return { evaluations: values.length, best, first: epochs[at] ?? null };
}
