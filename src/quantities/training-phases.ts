import type { LoggedAxis } from "../logs/curves/curve.ts";
import { between, type ChangePoint, lastingStep, type Series, series } from "./change-points.ts";
import { type DoubleDescent, doubleDescent } from "./dynamics/double-descent.ts";
import { type EarlyStopping, earlyStopping } from "./dynamics/early-stopping.ts";
import { type Leakage, leakage } from "./dynamics/leakage.ts";
import { type Plateau, plateau } from "./dynamics/plateau.ts";
import { type Sharpness, sharpness } from "./dynamics/sharpness.ts";
import { type Delay, grokkingDelay } from "./grokking-delay.ts";
import type { RunSeries } from "./phase-boundaries.ts";
import { type Phase, phasesBetween } from "./phase-evidence.ts";
import { type Slingshot, slingshots } from "./slingshots.ts";
import { confidenceOf, doubtsOf } from "./verdicts/confidence.ts";
import { divergence } from "./verdicts/divergence.ts";
import { memorisedFirst } from "./verdicts/generalisation.ts";
import { judgement } from "./verdicts/judgement.ts";
import { deciding, type LearntSet, learntSet, MIN_EVALUATIONS } from "./verdicts/learnt-set.ts";
import { testAlone, trainAlone } from "./verdicts/one-sided.ts";
import { type Ceiling, type Judgement, lastEpoch, said } from "./verdicts/said.ts";
import type { Confidence, Doubt, Fact, Verdict } from "./verdicts/verdict.ts";

/** What is known of a run, one value a checkpoint; null where there is none. A value that is not finite was logged as such. */
export interface Curves {
  /** Ascending, spaced as they are. */
  readonly epochs: readonly number[];
  /** What they count; epochs unless told otherwise. */
  readonly axis?: LoggedAxis;
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

/** What a run's curves tell. Plain data: sentences are made of it elsewhere. */
export interface TrainingPhases {
  readonly axis: LoggedAxis;
  /** The last epoch at which either set is known. */
  readonly end: number;
  readonly verdict: Verdict;
  readonly confidence: Confidence;
  /** What lessens the confidence; none where it is high. */
  readonly doubts: readonly Doubt[];
  /** What decided. */
  readonly evidence: readonly Fact[];
  /** The level below the threshold at which an accuracy stays; null where it does not. */
  readonly ceiling: Ceiling | null;
  readonly train: LearntSet;
  readonly test: LearntSet;
  /** One after the other, from the first epoch to the last; empty where the run does not memorise first. */
  readonly phases: readonly Phase[];
  readonly delay: Delay;
  readonly plateau: Plateau | null;
  readonly sharpness: Sharpness | null;
  readonly early_stopping: readonly EarlyStopping[];
  readonly double_descent: DoubleDescent | null;
  readonly leakage: readonly Leakage[];
  /** From where on its unmirrored pairs are learnt; null where there are none, or too few checkpoints have their accuracy. */
  readonly unmirrored: { readonly at: ChangePoint | null } | null;
  /** Of the train loss and of the sum of squares. They move no boundary. */
  readonly slingshots: readonly Slingshot[];
}

/** What else is to be known of a run. */
export interface PhasesSettings {
  /** The accuracy from which a set counts as learnt, a share; 0.95 unless told otherwise. */
  readonly learnt?: number;
  /** The share of pairs that were trained on, where it is known. */
  readonly fraction?: number | null;
}

/** Most answers right. Below the delay's 99 %, which a small test set may miss for a few pairs. */
export const LEARNT_ACCURACY = 0.95;
/** A loss below this is 0: in float64 the probability of the right answer is 1. */
const LEAST_LOSS = Number.EPSILON;
/** A loss below this jumps by rounding in float32. */
const LEAST_JUMP = 1e-6;

/**
 * The epochs M ≤ C ≤ S that cut a run into memorisation, circuit formation, cleanup and stable, with a verdict. The phases
 * are those of Nanda et al. 2023, arXiv:2301.05217, section 5, which draws them by hand; this definition is ours:
 *
 * 1. A set is learnt from where on its accuracy is ≥ 95 % (`learnt`); without accuracies, its loss ≤ 0.2 nats (as `learntLoss`).
 * 2. M: the train set is learnt, and the excluded loss is lowest; where that is not known, the test loss highest.
 * 3. C: from here on the test loss is below 1/e of its highest.
 * 4. S: from here on the logarithm of the test loss has made 90 % of its fall, and the rest is at most half as steep.
 * 5. Such a run grokked, is grokking, or memorised; it has phases where both its losses are known.
 *
 * "From where on" is the step that disagrees with the fewest checkpoints; lowest and highest are of a running median, over
 * the epochs from where on the train loss is below 1/e of its first until the test set is learnt: a slingshot or noise
 * moves none of them. The fall is to the median of the last tenth of the epochs. Restricted loss and sum of squares
 * place no boundary: they confirm a phase or cast doubt on it, as a slingshot makes the weight norm jump.
 *
 * The verdict is of every run, with or without phases: the definitions are in docs/verdicts.md.
 */
export function trainingPhases(curves: Curves, settings: PhasesSettings = {}): TrainingPhases {
  const { learnt = LEARNT_ACCURACY, fraction = null } = settings;
  const loss = (values?: readonly (number | null)[]) => series(curves.epochs, values, LEAST_LOSS);
  const run: RunSeries = {
    train: loss(curves.train_loss),
    test: loss(curves.test_loss),
    trainAccuracy: series(curves.epochs, curves.train_accuracy),
    testAccuracy: series(curves.epochs, curves.test_accuracy),
    restricted: loss(curves.restricted_loss),
    excluded: loss(curves.excluded_loss),
    squares: series(curves.epochs, curves.sum_of_squares),
  };
  const start = Math.max(run.train.values[0] ?? 0, run.test.values[0] ?? 0);
  const train = learntSet("train", run.train, run.trainAccuracy, learnt, start);
  const test = learntSet("test", run.test, run.testAccuracy, learnt, start);
  const judged = judgedOf(curves, run, train, test);
  const doubts = doubtsOf(judged, train, test);
  const unmirrored = series(curves.epochs, curves.unmirrored_accuracy);
  const end = lastEpoch(run);
  const rise = riseOf(run, train, test);
  return {
    axis: curves.axis ?? "epoch",
    end,
    verdict: judged.verdict,
    confidence: confidenceOf(judged, doubts),
    doubts,
    evidence: [...[train, test].flatMap(learntFact), ...judged.evidence],
    ceiling: judged.ceiling,
    train,
    test,
    phases: judged.boundaries ? phasesBetween(run, judged.boundaries) : [],
    delay: grokkingDelay(run.trainAccuracy, run.testAccuracy),
    plateau: plateau(train.until === null ? train.at : null, rise, end),
    sharpness: rise,
    early_stopping: earlyStopping(run.test, run.testAccuracy),
    double_descent: doubleDescent(run.test, run.train, train.at),
    leakage: leakage(run, train, test, fraction),
    unmirrored:
      unmirrored.epochs.length >= MIN_EVALUATIONS ? { at: lastingStep(unmirrored, (share) => share >= learnt) } : null,
    slingshots: [...slingshots("train loss", run.train, LEAST_JUMP), ...slingshots("sum of squares", run.squares)],
  };
}

/** The phase that an epoch lies in, of two that meet there the later; undefined where it lies in none. */
export function phaseAt(phases: readonly Phase[], epoch: number): Phase | undefined {
  return phases.findLast(({ from, to }) => from <= epoch && epoch <= to);
}

function judgedOf(curves: Curves, run: RunSeries, train: LearntSet, test: LearntSet): Judgement {
  const diverged = divergence(curves, run.train, run.trainAccuracy, train);
  if (diverged) return said("diverged", diverged.evidence, { doubts: diverged.doubts });
  const [trained, tested] = [train, test].map(({ evaluations }) => evaluations >= MIN_EVALUATIONS);
  if (trained && tested) return judgement(run, train, test);
  if (trained) return trainAlone(run, train);
  if (tested) return testAlone(run, test);
  const missing = [train, test].filter(({ evaluations }) => evaluations === 0);
  return said("not enough evidence", [], { doubts: missing.map(({ set }): Doubt => ({ kind: "no curve", set })) });
}

/** How the test set gets better: where the train set is learnt first, from then on; and only as long as it stays so. */
function riseOf(run: RunSeries, train: LearntSet, test: LearntSet): Sharpness | null {
  const { by, curve } = deciding(run.test, run.testAccuracy);
  const first = by === "accuracy" && memorisedFirst(run, train, test.level?.value ?? 1);
  return sharpness(upTo(curve, test.until), by, first ? train.at?.epoch : undefined);
}

function upTo(curve: Series, end: number | null): Series {
  return end === null ? curve : between(curve, Number.NEGATIVE_INFINITY, end);
}

function learntFact({ set, by, threshold, at, until, evaluations }: LearntSet): readonly Fact[] {
  return evaluations === 0 ? [] : [{ kind: "learnt", set, by, threshold, at, until }];
}
