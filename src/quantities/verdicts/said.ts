import { type ChangePoint, levelAt } from "../change-points.ts";
import type { Boundaries, RunSeries } from "../phase-boundaries.ts";
import { deciding, type LearntSet, MIN_EVALUATIONS } from "./learnt-set.ts";
import type { CurveName, Doubt, Fact, Verdict } from "./verdict.ts";

/** A level below its threshold at which an accuracy stays. */
export interface Ceiling {
  readonly value: number;
  readonly threshold: number;
  /** From where on nine tenths of the rise to it are made; null where it did not rise after the train set was learnt. */
  readonly at: ChangePoint | null;
}

/** A verdict with what speaks for it and what it lacks. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly evidence: readonly Fact[];
  readonly doubts: readonly Doubt[];
  readonly ceiling: Ceiling | null;
  /** Where the phases meet; null where the run does not memorise first, or its losses are not known. */
  readonly boundaries: Boundaries | null;
}

/** A verdict, most often without more than its evidence. */
export function said(verdict: Verdict, evidence: readonly Fact[], more: Partial<Judgement> = {}): Judgement {
  return { verdict, evidence, doubts: [], ceiling: null, boundaries: null, ...more };
}

/** The last values of both losses, or of both accuracies. */
export function ends(run: RunSeries): readonly Fact[] {
  const losses: readonly CurveName[] = ["train loss", "test loss"];
  const names: readonly CurveName[] =
    run.train.epochs.length + run.test.epochs.length > 0 ? losses : ["train accuracy", "test accuracy"];
  const curves = names === losses ? [run.train, run.test] : [run.trainAccuracy, run.testAccuracy];
  return names.flatMap((curve, i): readonly Fact[] => {
    const { epochs, values } = curves[i];
    const last = epochs.length - 1;
    return last < 0 ? [] : [{ kind: "level", curve, epoch: epochs[last], value: values[last] }];
  });
}

/** From what it was when it was learnt last to what a test set that is lost again comes to. */
export function collapse(run: RunSeries, { by, until, level }: LearntSet): readonly Fact[] {
  const { curve } = deciding(run.test, run.testAccuracy);
  if (until === null || !level) return [];
  const from = { epoch: until, value: levelAt(curve, until) as number };
  return [{ kind: "change", curve: `test ${by}`, from, to: level }];
}

/** The last epoch at which either set is known. */
export function lastEpoch({ train, test, trainAccuracy, testAccuracy }: RunSeries): number {
  const ends = [train, test, trainAccuracy, testAccuracy].map(({ epochs }) => epochs[epochs.length - 1] ?? 0);
  return Math.max(...ends);
}

/** Whether both losses are known well enough to cut the run into phases. */
export function lossesKnown({ train, test }: RunSeries): boolean {
  return Math.min(train.epochs.length, test.epochs.length) >= MIN_EVALUATIONS;
}
