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
  readonly epochsWithin: readonly [number, number] | null;
  /** test / train; null where either is, or train is at epoch 0. */
  readonly ratio: number | null;
  /** The numbers in a sentence, or why there are none. */
  readonly reason: string;
}

/**
 * t_test − t_train and t_test / t_train, t the first epoch from which the accuracy stays at 99 % or more: the step at 99 %
 * that disagrees with the fewest checkpoints. Power et al. 2022, arXiv:2201.02177, count steps to 99 % without saying what
 * of accuracies that fall again; a slingshot crosses 99 % for some epochs and back, and moves no t of ours.
 */
export function grokkingDelay(trainAccuracy: Series, testAccuracy: Series): Delay {
  const train = lastingStep(trainAccuracy, (accuracy) => accuracy >= DELAY_ACCURACY);
  const test = lastingStep(testAccuracy, (accuracy) => accuracy >= DELAY_ACCURACY);
  const reasons = `${crossingInWords("train", trainAccuracy, train)}, ${crossingInWords("test", testAccuracy, test)}`;
  if (!train || !test) return { train, test, epochs: null, epochsWithin: null, ratio: null, reason: reasons };
  const { epochs: seen } = testAccuracy;
  // Both were there before anyone looked: their order cannot be told.
  if (train.epoch === seen[0] && test.epoch === seen[0])
    return { train, test, epochs: null, epochsWithin: null, ratio: null, reason: `${reasons}: no delay can be seen` };
  const epochs = test.epoch - train.epoch;
  const ratio = train.epoch > 0 ? test.epoch / train.epoch : null;
  const times = ratio === null ? "" : `, ${Number(ratio.toPrecision(3))} times as many`;
  return {
    train,
    test,
    epochs,
    epochsWithin: [test.earliest - train.latest, test.latest - train.earliest],
    ratio,
    reason: `${reasons}: ${epochs} epochs later${times}`,
  };
}

function crossingInWords(name: string, accuracy: Series, crossing: ChangePoint | null): string {
  if (accuracy.values.length === 0) return `${name} accuracy is not known`;
  if (crossing) {
    const { epoch, earliest, exceptions } = crossing;
    const since = earliest === epoch ? "at the first checkpoint" : `after epoch ${earliest}`;
    const but = exceptions === 0 ? "" : `, but for ${exceptions} of ${accuracy.values.length} checkpoints`;
    return `${name} accuracy is 99 % from epoch ${epoch} on (${since}${but})`;
  }
  const best = accuracy.values.reduce((a, b) => Math.max(a, b));
  const first = accuracy.epochs[accuracy.values.findIndex((value) => value >= DELAY_ACCURACY)];
  return first === undefined
    ? `${name} accuracy never reaches 99 % (${Number((100 * best).toPrecision(3))} % at most)`
    : `${name} accuracy is 99 % at epoch ${first}, but not for good`;
}
