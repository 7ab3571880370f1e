import type { Level } from "../quantities/change-points.ts";
import { BEGUN } from "../quantities/phase-boundaries.ts";
import { FEW } from "../quantities/verdicts/learnt-set.ts";
import { KEPT } from "./recent.ts";
import type { Course } from "./rise.ts";
import type { CurveLabel, State, StateFact } from "./state.ts";
import type { WatchedSet } from "./watched-set.ts";

/** Evaluations in which a set that can be learnt shows something of it. */
const MANY = 20;

/** What a run is doing, where that began as far as this row tells, and what shows it. */
export interface Judged {
  readonly state: State;
  readonly since: number;
  /** To be asked before the next row: few rows are looked at. */
  readonly evidence: () => readonly StateFact[];
}

/** The state at one row: the first of the definitions in docs/forecast.md that holds. */
export function judged(
  epoch: number,
  train: WatchedSet,
  test: WatchedSet,
  trainCourse: Course | null,
  course: Course | null,
): Judged {
  const said = (state: State, since: number, ...facts: readonly StateFact[]): Judged => ({
    state,
    since,
    evidence: () => [...train.facts, ...test.facts, ...facts, ...train.levels, ...test.levels],
  });
  const diverged = divergence(train, test);
  if (diverged) return said("diverged", diverged.since, ...diverged.facts);
  if (test.learnt) return said("generalised", test.learnt.epoch);
  if (test.lost) return said("collapsing", test.lost.epoch, ...changes(test.label, test.first, test.curve.level));
  const [trained, tested] = [train, test].map(({ curve }) => curve.count);
  if (trained > 0 && trained < FEW) return said("not enough evidence", epoch, few(train));
  if (trained > 0 && !train.learnt)
    return said(
      "fitting",
      train.lost?.epoch ?? train.curve.first?.epoch ?? epoch,
      ...changes(train.label, train.curve.first, train.curve.level),
      ...stays(train, trainCourse),
    );
  if (tested < FEW)
    return said("not enough evidence", epoch, tested === 0 ? { kind: "no curve", set: "test" } : few(test));
  if (course?.fallen) return said("collapsing", course.fallen.epoch, ...changes(test.label, course.from, course.now));
  if (course?.begun) {
    const facts = changes(test.label, course.from, course.now);
    return course.still ? said("plateau", course.still.epoch, ...facts) : said("rising", course.now.epoch, ...facts);
  }
  if (trained === 0) return said("not enough evidence", epoch, { kind: "no curve", set: "train" });
  return said("memorised", train.learnt?.epoch ?? epoch);
}

/** The train loss (the test loss, where that alone is known) is not finite for three evaluations, or e times its first. */
function divergence(train: WatchedSet, test: WatchedSet): { since: number; facts: readonly StateFact[] } | null {
  const set = train.loss.first || train.loss.lost ? train : test;
  const { loss } = set;
  const curve: CurveLabel = `${set.set} loss`;
  // A loss that is no number beside an accuracy that stays is one of arithmetic.
  const fitted = train.learnt !== null && train.by === "accuracy";
  if (loss.lost && loss.lost.values >= FEW && !fitted)
    return { since: loss.lost.epoch, facts: [{ kind: "not finite", curve, ...loss.lost }] };
  const high = Math.exp(BEGUN) * (loss.first?.value ?? 0);
  const now = loss.median(KEPT);
  if (set !== train || train.learnt || loss.count < KEPT || !now || !(now.value >= high)) return null;
  const since = loss.agreeing((value) => value >= high, FEW, KEPT)?.epoch ?? now.epoch;
  return { since, facts: changes(curve, loss.first, now) };
}

/** That a train set does not get better: it keeps a level, or has made nothing of its way in many evaluations. */
function stays({ label, curve }: WatchedSet, course: Course | null): readonly StateFact[] {
  const since = course?.begun ? course.still : curve.count >= MANY ? curve.first : null;
  return since && course ? [{ kind: "stays", curve: label, since: since.epoch, value: course.now.value }] : [];
}

function few({ set, curve }: WatchedSet): StateFact {
  return { kind: "few evaluations", set, count: curve.count, least: FEW };
}

function changes(curve: CurveLabel, from: Level | null, to: Level | null): readonly StateFact[] {
  return from && to && from.epoch < to.epoch ? [{ kind: "change", curve, from, to }] : [];
}
