import type { Series } from "../change-points.ts";
import { sharpness } from "../dynamics/sharpness.ts";
import { type RunSeries, settledLevel } from "../phase-boundaries.ts";
import { courseOf, learning } from "./learning.ts";
import { deciding, type LearntSet } from "./learnt-set.ts";
import { overfitting } from "./overfitting.ts";
import { collapse, ends, type Judgement, said } from "./said.ts";
import type { CurveName, Doubt, Fact } from "./verdict.ts";

/** What a run came to of which the train set alone is known: an accuracy that never rose says so, a loss says nothing. */
export function trainAlone(run: RunSeries, train: LearntSet): Judgement {
  const lacks: Doubt = { kind: "no curve", set: "test" };
  const seen =
    train.by === "accuracy" && !train.at
      ? learning(run, train, { ...train, set: "test", evaluations: 0 })
      : said("not enough evidence", ends(run));
  const told = seen.verdict === "never learnt" ? seen : said("not enough evidence", seen.evidence);
  return { ...told, doubts: [...told.doubts, lacks] };
}

/**
 * What a run came to of which the test set alone is known: that it generalised with training, where the test set began to
 * get better sooner than it then took; else whether the train set was learnt long before is not known.
 */
export function testAlone(run: RunSeries, test: LearntSet): Judgement {
  const told = ofTest(run, test);
  return { ...told, doubts: [...told.doubts, { kind: "no curve", set: "train" }] };
}

function ofTest(run: RunSeries, test: LearntSet): Judgement {
  const { by, curve } = deciding(run.test, run.testAccuracy);
  const held = test.at && test.until === null;
  if (test.lost) return said("collapsed after generalising", collapse(run, test));
  const over = held ? null : overfitting(run, { ...test, set: "train", at: null, first: null });
  if (over) return said("overfitted", over);
  const { from, to, rose, moving } = courseOf(curve, by);
  const change: Fact = { kind: "change", curve: `test ${by}`, from, to };
  const waits = [waited("test loss", run.test, "loss"), waited("test accuracy", run.testAccuracy, "accuracy")].flat();
  if (waits.length > 0) return said("not enough evidence", [change], { doubts: waits });
  if (!rose || (moving && !held && by === "accuracy")) return said("not enough evidence", [change]);
  if (held || by === "loss") return said("generalised with training", [change]);
  const { value } = settledLevel(curve);
  const { threshold } = test;
  const fact: Fact = { kind: "ceiling", curve: "test accuracy", value, threshold };
  return said("plateau below its threshold", [fact], { ceiling: { value, threshold, at: null } });
}

/** That a curve waits at its first level for longer than it then takes. */
function waited(curve: CurveName, values: Series, by: LearntSet["by"]): readonly Doubt[] {
  const rise = sharpness(values, by);
  const waits = rise && rise.tenth.epoch - values.epochs[0] > rise.epochs;
  return waits ? [{ kind: "waits", curve, until: rise.tenth.epoch }] : [];
}
