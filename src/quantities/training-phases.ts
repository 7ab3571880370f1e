import { between, type ChangePoint, lastingStep, levelAt, type Series, series } from "./change-points.ts";
import { type Delay, grokkingDelay } from "./grokking-delay.ts";
import { type Boundaries, boundariesOf, LEVEL, type RunSeries, settledLevel } from "./phase-boundaries.ts";
import { shown } from "./phase-doubts.ts";
import { type Phase, phasesBetween } from "./phase-evidence.ts";
import { type Slingshot, slingshots } from "./slingshots.ts";

/** What is known of a run, one value a checkpoint; null or NaN where there is none. */
export interface Curves {
  /** Ascending, spaced as they are. */
  readonly epochs: readonly number[];
  readonly train_loss: readonly (number | null)[];
  readonly test_loss: readonly (number | null)[];
  readonly train_accuracy?: readonly (number | null)[];
  readonly test_accuracy?: readonly (number | null)[];
  /** Over all pairs. */
  readonly restricted_loss?: readonly (number | null)[];
  /** Over train pairs. */
  readonly excluded_loss?: readonly (number | null)[];
  /** Of all weights. */
  readonly sum_of_squares?: readonly (number | null)[];
  /** Over the test pairs (a, b) with a ≠ b whose (b, a) was not trained on. */
  readonly unmirrored_accuracy?: readonly (number | null)[];
}

export type Verdict =
  /** The test set is learnt, late: line 5 of the definition. */
  | "grokked"
  /** It is not, but the test loss is below 1/e of its highest, or excluded and restricted loss have moved as far. */
  | "grokking, not finished"
  /** The test set is learnt, and not late. */
  | "generalised at once"
  /** The train set alone is learnt, and the test loss stays. */
  | "no grokking"
  /** Not even the train set is learnt. */
  | "not fitted"
  /** Too few checkpoints, or too far apart, or the run ends before it is decided. */
  | "not enough evidence";

export interface TrainingPhases {
  readonly verdict: Verdict;
  /** A sentence with the numbers that decided. */
  readonly reason: string;
  /** One after the other, from the first epoch to the last; empty where the run does not memorise first. */
  readonly phases: readonly Phase[];
  readonly delay: Delay;
  /** From where on the test set is learnt: line 1 of the definition; null where it is not. */
  readonly generalised: ChangePoint | null;
  /** From where on its unmirrored pairs are; absent where there are none, or too few checkpoints have their accuracy. */
  readonly unmirrored?: ChangePoint | null;
  /** Of the train loss and of the sum of squares. They move no boundary. */
  readonly slingshots: readonly Slingshot[];
}

/** A checkpoint before training and one in each phase: with fewer, a phase can pass unseen. */
const MIN_CHECKPOINTS = 5;
/** Most answers right. Below the delay's 99 %, which a small test set may miss for a few pairs. */
const LEARNT_ACCURACY = 0.95;
/** The same in nats, where there is no accuracy: 5 % of answers wrong at 4 nats each, as in the runs that have both. */
const LEARNT_LOSS = 0.2;
/** Generalisation is late if it takes this many times the epochs of memorisation. */
const LATE = 2;
/** A loss below this is 0: in float64 the probability of the right answer is 1. */
const LEAST_LOSS = Number.EPSILON;
/** A loss below this jumps by rounding in float32. */
const LEAST_JUMP = 1e-6;

/**
 * The epochs M ≤ C ≤ S that cut a run into memorisation, circuit formation, cleanup and stable, with a verdict. The phases
 * are those of Nanda et al. 2023, arXiv:2301.05217, section 5, which draws them by hand; this definition is ours:
 *
 * 1. A set is learnt from where on its accuracy is ≥ 95 %; without accuracies, its loss ≤ 0.2 nats.
 * 2. M: the train set is learnt, and the excluded loss is lowest; where that is not known, the test loss highest.
 * 3. C: from here on the test loss is below 1/e of its highest.
 * 4. S: from here on the logarithm of the test loss has made 90 % of its fall, and the rest is at most half as steep.
 * 5. The run grokked if the test set took at least twice the epochs of the train set, or was no better than at the start
 *    when the train set was learnt.
 *
 * "From where on" is the step that disagrees with the fewest checkpoints; lowest and highest are of a running median, over
 * the epochs from where on the train loss is below 1/e of its first until the test set is learnt: a slingshot or noise
 * moves none of them. The fall is to the median of the last tenth of the epochs. Restricted loss and sum of squares
 * place no boundary: they confirm a phase or cast doubt on it, as a slingshot makes the weight norm jump.
 */
export function trainingPhases(curves: Curves): TrainingPhases {
  const loss = (values?: readonly (number | null)[]) =>
    series(
      curves.epochs,
      values?.map((value) => (value === null ? null : Math.max(value, LEAST_LOSS))),
    );
  const run: RunSeries = {
    train: loss(curves.train_loss),
    test: loss(curves.test_loss),
    trainAccuracy: series(curves.epochs, curves.train_accuracy),
    testAccuracy: series(curves.epochs, curves.test_accuracy),
    restricted: loss(curves.restricted_loss),
    excluded: loss(curves.excluded_loss),
    squares: series(curves.epochs, curves.sum_of_squares),
  };
  const { verdict, reason, boundaries } = judged(run);
  const unmirrored = series(curves.epochs, curves.unmirrored_accuracy);
  return {
    verdict,
    reason,
    phases: boundaries ? phasesBetween(run, boundaries) : [],
    delay: grokkingDelay(run.trainAccuracy, run.testAccuracy),
    generalised: learnt(run.test, run.testAccuracy),
    ...(hasAccuracy(unmirrored) ? { unmirrored: lastingStep(unmirrored, isLearnt) } : {}),
    slingshots: [...slingshots("train loss", run.train, LEAST_JUMP), ...slingshots("sum of squares", run.squares)],
  };
}

/** When the unmirrored test pairs were learnt, where that is not when the test set was; else undefined. */
export function unmirroredInWords({ generalised, unmirrored }: TrainingPhases): string | undefined {
  if (unmirrored === undefined || unmirrored?.epoch === generalised?.epoch) return undefined;
  // A log can tell the test set's epoch more closely than checkpoints tell that of its pairs.
  if (unmirrored && generalised && unmirrored.earliest < generalised.latest && generalised.earliest < unmirrored.latest)
    return undefined;
  const said = unmirrored ? `from epoch ${unmirrored.epoch} on` : "at no epoch for good";
  return `the test pairs that training did not see mirrored are learnt ${said}`;
}

/** The phase that an epoch lies in, of two that meet there the later; undefined where it lies in none. */
export function phaseAt(phases: readonly Phase[], epoch: number): Phase | undefined {
  return phases.findLast(({ from, to }) => from <= epoch && epoch <= to);
}

interface Judged {
  readonly verdict: Verdict;
  readonly reason: string;
  /** Absent where the run does not memorise first. */
  readonly boundaries?: Boundaries;
}

function judged(run: RunSeries): Judged {
  const known = Math.min(run.train.epochs.length, run.test.epochs.length);
  if (known < MIN_CHECKPOINTS) {
    const reason = `losses at ${known} checkpoint${known === 1 ? "" : "s"}: with fewer than ${MIN_CHECKPOINTS} a phase can pass unseen`;
    return { verdict: "not enough evidence", reason };
  }
  const fitted = learnt(run.train, run.trainAccuracy);
  const generalised = learnt(run.test, run.testAccuracy);
  if (!fitted) {
    return { verdict: "not fitted", reason: `${inWords("train", run.trainAccuracy, fitted)}; ${atTheEnd(run)}` };
  }
  const both = `${inWords("train", run.trainAccuracy, fitted)}, ${inWords("test", run.testAccuracy, generalised)}`;
  return generalised ? generalising(run, fitted, generalised, both) : memorising(run, fitted, both);
}

function generalising(run: RunSeries, fitted: ChangePoint, generalised: ChangePoint, both: string): Judged {
  const seenAt = generalised.earliest;
  if (seenAt === generalised.latest) return { verdict: "not enough evidence", reason: `${both}, the first checkpoint` };
  const memorised = between(run.test, fitted.latest, seenAt).values.some((loss) => loss >= run.test.values[0]);
  if (memorised || seenAt >= LATE * fitted.latest) {
    const boundaries = boundariesOf(run, fitted, generalised);
    const { value, epoch } = boundaries.highest;
    const reason = `${both}; the test loss was ${shown(value)} at epoch ${epoch}; ${atTheEnd(run)}`;
    return { verdict: "grokked", reason, boundaries };
  }
  return generalised.latest < LATE * fitted.earliest
    ? { verdict: "generalised at once", reason: `${both}: less than ${LATE} times as many epochs` }
    : { verdict: "not enough evidence", reason: `${both}: the checkpoints are too far apart to call it late or not` };
}

function memorising(run: RunSeries, fitted: ChangePoint, both: string): Judged {
  const end = lastEpoch(run);
  const reason = `${both}; ${atTheEnd(run)}`;
  if (end < LATE * fitted.epoch) {
    return { verdict: "not enough evidence", reason: `${reason}: too early to call generalisation late` };
  }
  const boundaries = boundariesOf(run, fitted, null);
  const { circuit, cleanup } = boundaries;
  if (circuit) {
    const begun = cleanup
      ? `from epoch ${cleanup.epoch} on the test loss is below 1/e of its highest`
      : "the excluded loss has risen and the restricted loss fallen, each by a factor e";
    return { verdict: "grokking, not finished", reason: `${reason}; ${begun}`, boundaries };
  }
  const halfway = levelAt(run.test, (run.test.epochs[0] + end) / 2) as number;
  return halfway < LEVEL * settledLevel(run.test).value
    ? { verdict: "no grokking", reason, boundaries }
    : { verdict: "not enough evidence", reason: `${reason} and falling, from ${shown(halfway)} half-way`, boundaries };
}

/** From which checkpoint on a set is learnt: by its accuracy if that is known, else by its loss. */
function learnt(loss: Series, accuracy: Series): ChangePoint | null {
  return hasAccuracy(accuracy) ? lastingStep(accuracy, isLearnt) : lastingStep(loss, (nats) => nats <= LEARNT_LOSS);
}

const isLearnt = (share: number) => share >= LEARNT_ACCURACY;

const hasAccuracy = (accuracy: Series) => accuracy.epochs.length >= MIN_CHECKPOINTS;

function inWords(set: string, accuracy: Series, step: ChangePoint | null): string {
  const mark = hasAccuracy(accuracy) ? `accuracy ≥ ${100 * LEARNT_ACCURACY} %` : `loss ≤ ${LEARNT_LOSS}`;
  return `${set} ${mark} ${step ? `from epoch ${step.epoch} on` : "at no epoch for good"}`;
}

const lastEpoch = ({ train, test }: RunSeries) => Math.max(...train.epochs.slice(-1), ...test.epochs.slice(-1));

function atTheEnd(run: RunSeries): string {
  const [train, test] = [run.train, run.test].map(({ values }) => shown(values[values.length - 1]));
  return `at epoch ${lastEpoch(run)} train loss ${train}, test loss ${test}`;
}
