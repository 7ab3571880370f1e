import {
  between,
  type Extremum,
  extremum,
  type Level,
  lastingStep,
  levelAt,
  NEAR,
  type Series,
} from "../change-points.ts";
import { BEGUN, HALF, LEVEL, type RunSeries, settledLevel } from "../phase-boundaries.ts";
import { type LearntSet, MIN_EVALUATIONS } from "./learnt-set.ts";
import type { CurveName, Fact } from "./verdict.ts";

/** A test loss fell with the train loss if by at least this share of it, in the logarithm. */
const FOLLOWS = 0.25;
/** An accuracy that no guess has where answers are equally frequent: half-way from one of two answers to all right. */
const ABLE = 0.75;

/**
 * That the test loss rises for good after having fallen with training, while the train loss falls on and the test accuracy
 * does not rise; null where it is not so. In numbers: after `fallWithTraining` the test loss is from some epoch on a quarter
 * above its lowest, the train loss falls on by a fifth, and the test accuracy makes no tenth of what it
 * lacked, or of all that it rose.
 */
export function overfitting(run: RunSeries, train: LearntSet): readonly Fact[] | null {
  const fall = fallWithTraining(run, train);
  if (!fall) return null;
  const [first, low] = fall;
  const settled = settledLevel(run.test);
  const after = between(run.test, low.epoch, Number.POSITIVE_INFINITY);
  const high = LEVEL * low.value;
  if (settled.value < high || !lastingStep(after, (loss) => loss >= high)) return null;
  const trained = since(run.train, low.epoch);
  if (trained && trained[1].value > trained[0].value / LEVEL) return null;
  const accuracy = known(run.testAccuracy) ? since(run.testAccuracy, low.epoch) : null;
  if (accuracy && rises(accuracy[0].value, accuracy[1].value, run.testAccuracy.values[0])) return null;
  const change = (curve: CurveName, [from, to]: readonly [Level, Level]): Fact => ({ kind: "change", curve, from, to });
  return [
    change("test loss", [first, low]),
    change("test loss", [low, settled]),
    ...(trained ? [change("train loss", trained)] : []),
    ...(accuracy ? [change("test accuracy", accuracy)] : []),
  ];
}

/**
 * The first test loss and the lowest, where it fell with training: a test loss that rises from the first while the train set
 * is learnt by heart may come down by grokking. Either the test accuracy there is ≥ 75 %, and was so when the train set was
 * learnt. Or, before the train set was learnt, the loss fell by √e or more from the first (of both sets, the higher), at least
 * a quarter as far as the train loss in the logarithm, to an accuracy of a tenth or more: less is what a network does that
 * learns to guess. Null where it did not.
 */
export function fallWithTraining(run: RunSeries, train: LearntSet): readonly [Level, Level] | null {
  const { test, testAccuracy } = run;
  if (test.epochs.length < MIN_EVALUATIONS) return null;
  const { epoch, value } = extremum(test, -1) as Extremum;
  const found = [
    { epoch: test.epochs[0], value: test.values[0] },
    { epoch, value },
  ] as const;
  const early = !train.first || epoch <= train.first.latest;
  const accuracy = known(testAccuracy) ? (levelAt(testAccuracy, epoch) as number) : null;
  const then = accuracy === null || !train.first ? accuracy : (levelAt(testAccuracy, train.first.epoch) as number);
  if (accuracy !== null && then !== null && Math.min(accuracy, early ? accuracy : then) >= ABLE) return found;
  if (!early || (accuracy !== null && accuracy < NEAR)) return null;
  const fell = Math.log(Math.max(test.values[0], run.train.values[0] ?? 0) / value);
  const trained = levelAt(run.train, epoch);
  const follows = trained === null || fell >= FOLLOWS * Math.log(run.train.values[0] / trained);
  return fell >= HALF * BEGUN && follows ? found : null;
}

/** Whether an accuracy makes a tenth of what it lacked, and of all that it rose. */
function rises(then: number, now: number, first: number): boolean {
  return now - then >= NEAR * Math.max(1 - then, now - first);
}

/** A curve's level at an epoch, and in the end; null of nothing. */
function since(curve: Series, epoch: number): readonly [Level, Level] | null {
  const value = levelAt(curve, epoch);
  return value === null ? null : [{ epoch, value }, settledLevel(curve)];
}

const known = ({ epochs }: Series) => epochs.length >= MIN_EVALUATIONS;
