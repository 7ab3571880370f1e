import { type Level, NEAR, type Series } from "../change-points.ts";
import { LEVEL, type RunSeries, settledLevel } from "../phase-boundaries.ts";
import { deciding, type LearntSet } from "./learnt-set.ts";
import { ends, type Judgement, said } from "./said.ts";
import { lastHalf } from "./trend.ts";
import type { CurveName, Doubt, Fact } from "./verdict.ts";

/** A curve that has not moved may be about to, while it changes by this much in the last half of the run. */
const STIRS = NEAR * NEAR;
/** A test loss falls with the train loss if at least so far, in the logarithm. */
const CLOSE = 0.75;

/** What a curve of the train set did on the whole, and whether it still does. */
interface Course {
  readonly from: Level;
  readonly to: Level;
  /** How much it rose, or its logarithm fell. */
  readonly made: number;
  readonly rose: boolean;
  readonly moving: boolean;
  readonly half: readonly [Level, Level];
}

/** What a run came to whose train set is not learnt. */
export function learning(run: RunSeries, train: LearntSet, test: LearntSet): Judgement {
  const { by, curve } = deciding(run.train, run.trainAccuracy);
  const course = courseOf(curve, by);
  const tested = deciding(run.test, run.testAccuracy);
  const other = test.evaluations > 0 ? courseOf(tested.curve, tested.by) : null;
  const change = changeOf(`train ${by}`, course);
  const moving = [
    ...(course.moving ? [movingOf(`train ${by}`, course)] : []),
    // With dropout a test set can be learnt before the train set shows it.
    ...(other?.moving ? [movingOf(`test ${tested.by}`, other)] : []),
  ];
  if (moving.length > 0) return said("not enough evidence", [change], { doubts: moving });
  if (!course.rose && !other?.rose) return said("never learnt", [change, ...ends(run)]);
  if (by === "loss" && other && tested.by === "loss" && other.made >= CLOSE * course.made)
    return said("generalised with training", [change, changeOf("test loss", other)]);
  if (by === "loss") return said("plateau below its threshold", [change, ...ends(run)]);
  const known = run.testAccuracy.epochs.length > 0;
  const { value } = known ? settledLevel(run.testAccuracy) : course.to;
  const { threshold } = train;
  const fact: Fact = { kind: "ceiling", curve: known ? "test accuracy" : "train accuracy", value, threshold };
  return said("plateau below its threshold", [change, fact], { ceiling: { value, threshold, at: null } });
}

function changeOf(curve: CurveName, { from, to }: Course): Fact {
  return { kind: "change", curve, from, to };
}

function movingOf(curve: CurveName, { half: [from, to] }: Course): Doubt {
  return { kind: "still moving", curve, from, to };
}

/** Whether a curve that should rise (an accuracy) or fall (a loss) has by a tenth (a fifth), and does by as much of that still. */
export function courseOf(curve: Series, by: LearntSet["by"]): Course {
  const from: Level = { epoch: curve.epochs[0], value: curve.values[0] };
  const to = settledLevel(curve);
  const half = lastHalf(curve) as readonly [Level, Level];
  const [before, now] = half.map(({ value }) => value);
  if (by === "accuracy") {
    const made = to.value - from.value;
    const rose = made >= NEAR * (1 - from.value);
    return { from, to, made, half, rose, moving: now - before >= (rose ? NEAR * made : STIRS) };
  }
  const made = Math.log(from.value / to.value);
  const rose = made >= Math.log(LEVEL);
  return { from, to, made, half, rose, moving: Math.log(before / now) >= (rose ? NEAR * made : STIRS) };
}
