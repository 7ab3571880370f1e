import { between, levelAt, NEAR } from "../change-points.ts";
import { HALF, MADE, type RunSeries } from "../phase-boundaries.ts";
import { deciding, type LearntSet } from "./learnt-set.ts";
import { share } from "./trend.ts";

/** Generalisation is late if it takes this many times the epochs of memorisation. */
export const LATE = 2;

/** How the test set was learnt, beside the train set. */
export type Generalisation =
  | "late"
  | "with training"
  /** Half-way with the train set, and the rest late. */
  | "half-way with training"
  /** It was by the first evaluation of both. */
  | "before the first"
  /** The evaluations are too far apart to call it late or not; in the second case they are most of the run apart. */
  | "with training, or late"
  | "unseen";

/**
 * Whether the test set was learnt long after the train set: that took at most half the epochs, or the test set was no better
 * than at the start when the train set was learnt; and the test set was not half-way then.
 */
export function generalisation(run: RunSeries, train: LearntSet, test: LearntSet): Generalisation {
  const [fitted, generalised] = [train.first, test.at];
  if (!fitted || !generalised) return "with training";
  if (generalised.earliest === generalised.latest)
    return fitted.epoch > generalised.epoch ? "with training" : "before the first";
  if (fitted.epoch === generalised.epoch) {
    const { epochs } = deciding(run.test, run.testAccuracy).curve;
    const apart = generalised.latest - generalised.earliest;
    return apart > HALF * (epochs[epochs.length - 1] - epochs[0]) ? "unseen" : "with training, or late";
  }
  const late = generalised.earliest >= LATE * fitted.latest;
  if (!memorisedFirst(run, train, test.level?.value ?? 1)) return late ? "half-way with training" : "with training";
  if (late || noBetter(run, train, test)) return "late";
  return generalised.latest < LATE * fitted.earliest ? "with training" : "with training, or late";
}

/**
 * Whether the test set was not half-way to `last` when the train set was learnt: its accuracy below half of it, or still at
 * its first level, as where the answers are two; without accuracies, its loss not half-way in the logarithm.
 */
export function memorisedFirst(run: RunSeries, train: LearntSet, last: number): boolean {
  const { curve, by } = deciding(run.test, run.testAccuracy);
  const [first] = curve.values;
  const fitted = train.first;
  if (!fitted || first === undefined) return false;
  const then = levelAt(curve, fitted.epoch) as number;
  if (by === "loss") return share(Math.log(then), Math.log(first), Math.log(last)) < HALF;
  if (then < HALF * last) return true;
  const [untrained = 1] = deciding(run.train, run.trainAccuracy).curve.values;
  const rose = train.by === "loss" || untrained <= MADE;
  return rose && fitted.earliest < fitted.latest && share(then, first, last) < NEAR;
}

/** Whether the test set, at some evaluation after the train set was learnt, was no better than at the first. */
function noBetter(run: RunSeries, train: LearntSet, test: LearntSet): boolean {
  const [from, to] = [train.first?.latest as number, test.at?.earliest as number];
  if (run.test.epochs.length > 0) return between(run.test, from, to).values.some((loss) => loss >= run.test.values[0]);
  const { values } = run.testAccuracy;
  return between(run.testAccuracy, from, to).values.some((one) => share(one, values[0], test.level?.value ?? 1) < NEAR);
}
