import { type ChangePoint, lastingStep, levelAt } from "../change-points.ts";
import {
  BEGUN,
  type Boundaries,
  boundariesOf,
  HALF,
  LEVEL,
  MADE,
  type RunSeries,
  settledLevel,
} from "../phase-boundaries.ts";
import { generalisation, LATE, memorisedFirst } from "./generalisation.ts";
import { learning } from "./learning.ts";
import type { LearntSet } from "./learnt-set.ts";
import { overfitting } from "./overfitting.ts";
import { type Rise, riseFrom } from "./rise.ts";
import { collapse, ends, type Judgement, lastEpoch, lossesKnown, said } from "./said.ts";
import type { Doubt, Fact } from "./verdict.ts";

/** What a run with curves of both sets came to: the first of the definitions in docs/verdicts.md that holds. */
export function judgement(run: RunSeries, train: LearntSet, test: LearntSet): Judgement {
  if (test.lost) return said("collapsed after generalising", [...collapse(run, test), ...ends(run)]);
  if (test.at && test.until === null) return generalised(run, train, test, test.at);
  const over = overfitting(run, train);
  if (over) return said("overfitted", over, { doubts: test.by === "loss" ? [{ kind: "guesses" }] : [] });
  return train.at && train.first ? memorised(run, train, test, train.at, train.first) : learning(run, train, test);
}

/** The test set is learnt, for good. */
function generalised(run: RunSeries, train: LearntSet, test: LearntSet, at: ChangePoint): Judgement {
  const apart: Doubt = { kind: "far apart", earliest: at.earliest, latest: at.latest };
  switch (generalisation(run, train, test)) {
    case "late":
      return grokked(run, train, at, []);
    case "with training":
      return said("generalised with training", ends(run));
    case "half-way with training": {
      const { epoch } = train.first as ChangePoint;
      const times = epoch > 0 ? at.epoch / epoch : null;
      return said("generalised with training", ends(run), { doubts: [{ kind: "later", times }] });
    }
    case "with training, or late":
      return said("generalised with training", ends(run), { doubts: [apart] });
    case "before the first":
      return said("not enough evidence", [], { doubts: [{ kind: "from the first", set: "test" }] });
    case "unseen":
      return said("not enough evidence", [], { doubts: [apart] });
  }
}

function grokked(run: RunSeries, train: LearntSet, at: ChangePoint, more: readonly Fact[]): Judgement {
  // Of a train set that is lost again no phase is told.
  if (!lossesKnown(run) || !train.at || train.until !== null) return said("grokked", [...more, ...ends(run)]);
  const boundaries = boundariesOf(run, train.at, at);
  const { epoch, value } = boundaries.highest;
  // A test loss that came down from a start worse than a guess has no cleanup in it.
  if ((boundaries.cleanup?.epoch ?? at.epoch) < train.at.earliest) return said("grokked", [...more, ...ends(run)]);
  const highest: Fact = { kind: "highest", curve: "test loss", epoch, value };
  return said("grokked", [...more, highest, ...ends(run)], { boundaries });
}

/** The train set is learnt, for good or for a while, and the test set is not. */
function memorised(
  run: RunSeries,
  train: LearntSet,
  test: LearntSet,
  fitted: ChangePoint,
  first: ChangePoint,
): Judgement {
  const rise = test.by === "accuracy" ? riseFrom(run.testAccuracy, first.epoch, test.threshold) : null;
  const level = rise ? (rise.rising ? null : levelledOff(run, train, test, rise)) : lowLoss(run, train, test);
  if (level) return level;
  const boundaries = lossesKnown(run) && train.until === null ? boundariesOf(run, fitted, null) : null;
  if (rise?.begun && rise.rising) {
    const evidence = [changeOf(rise), ...ends(run)];
    return memorisedFirst(run, train, test.threshold)
      ? said("grokking, not finished", evidence, { boundaries })
      : said("not enough evidence", evidence, { doubts: [{ ...changeOf(rise), kind: "still moving" }] });
  }
  if (lastEpoch(run) < LATE * first.epoch)
    return said("not enough evidence", ends(run), { doubts: [{ kind: "too early", times: LATE }] });
  const signs = boundaries ? signsOf(run, boundaries, rise) : [];
  if (signs.length > 0) return said("grokking, not finished", [...ends(run), ...signs], { boundaries });
  return said("memorised, not generalised", [...(rise?.begun ? [changeOf(rise)] : []), ...ends(run)], {
    doubts: falling(run),
    // What follows memorisation has not begun.
    boundaries: boundaries && { ...boundaries, circuit: null, cleanup: null, stable: null },
  });
}

/**
 * The test accuracy stays at a level: risen late and half-way, for as long as it took; or with training, and half as high as
 * the train accuracy.
 */
function levelledOff(run: RunSeries, train: LearntSet, test: LearntSet, rise: Rise): Judgement | null {
  const { threshold } = test;
  const { value } = rise.to;
  const fact: Fact = { kind: "ceiling", curve: "test accuracy", value, threshold };
  if (memorisedFirst(run, train, value)) {
    if (!rise.half) return null;
    const nearly = rise.from.value + MADE * (value - rise.from.value);
    const at = lastingStep(run.testAccuracy, (share) => share >= nearly);
    const late = at && at.earliest >= LATE * (train.first?.latest ?? 0) && lastEpoch(run) >= LATE * at.latest;
    return late ? { ...grokked(run, train, at, [fact]), ceiling: { value, threshold, at } } : null;
  }
  const trained = train.by === "accuracy" ? (train.level?.value ?? 1) : 1;
  if (value < HALF * trained) return null;
  return said("plateau below its threshold", [fact, ...ends(run)], { ceiling: { value, threshold, at: null } });
}

/** The test loss, which alone is known, stays as far as e times below the first loss as it was when the train set was learnt. */
function lowLoss({ train, test }: RunSeries, { first }: LearntSet, { threshold, level }: LearntSet): Judgement | null {
  const low = Math.max(train.values[0] ?? 0, test.values[0]) / Math.exp(BEGUN);
  const then = first && (levelAt(test, first.epoch) as number);
  if (!then || !level || Math.max(then, level.value) > low || then > Math.exp(BEGUN) * level.value) return null;
  const { value } = level;
  const fact: Fact = { kind: "ceiling", curve: "test loss", value, threshold };
  return said("plateau below its threshold", [fact], { ceiling: { value, threshold, at: null } });
}

/** What the losses tell of a circuit that forms: where accuracies are known, a test loss that falls alone tells nothing. */
function signsOf(run: RunSeries, { cleanup, circuit, formed }: Boundaries, rise: Rise | null): readonly Fact[] {
  if (!circuit) return [];
  const { values } = run.test;
  const below = values[values.length - 1] < values[0];
  if (cleanup && (rise ? rise.begun : below)) return [{ kind: "falling", epoch: cleanup.epoch }];
  return formed ? [{ kind: "circuit" }] : [];
}

/** That the test loss still comes down, by a fifth since half-way. */
function falling({ test }: RunSeries): readonly Doubt[] {
  if (test.epochs.length === 0) return [];
  const epoch = (test.epochs[0] + test.epochs[test.epochs.length - 1]) / 2;
  const [from, to] = [{ epoch, value: levelAt(test, epoch) as number }, settledLevel(test)];
  return from.value < LEVEL * to.value ? [] : [{ kind: "still moving", curve: "test loss", from, to }];
}

function changeOf({ from, to }: Rise) {
  return { kind: "change", curve: "test accuracy", from, to } as const;
}
