import type { LearntSet } from "../quantities/verdicts/learnt-set.ts";
import {
  CONFIDENCES,
  type Confidence,
  type Doubt,
  type Fact,
  type SetName,
  VERDICTS,
  type Verdict,
} from "../quantities/verdicts/verdict.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { kinds, OPTIONAL_CURVE, optionalChangePoint, optionalLevel } from "./_curve-fields.ts";

export const FACT: field.TaggedFields<Fact> = {
  kind: kinds<Fact["kind"]>({
    learnt: "from where on a set is learnt",
    level: "what a curve is",
    highest: "where it is highest",
    change: "from what to what it goes",
    ceiling: "where it levels off below what counts as learnt",
    falling: "from here on the test loss is below 1/e of its highest",
    circuit: "excluded and restricted loss have moved by a factor e",
    "not finite": "from here to the end a curve is no number",
  }),
  set: column.optionalText<SetName>("train or test"),
  by: column.optionalText<LearntSet["by"]>("accuracy or loss: what decides"),
  curve: OPTIONAL_CURVE,
  threshold: column.optionalNumber("what counts as learnt: a share, or nats"),
  at: optionalChangePoint("from where on it is learnt; null where it is not for good"),
  until: column.optionalNumber("up to which epoch it is learnt; null to the end"),
  epoch: column.optionalNumber("at which epoch, or from which on"),
  value: column.optionalNumber("what the curve is there: a share, or nats"),
  from: optionalLevel("what it was"),
  to: optionalLevel("what it became"),
  values: column.optionalInteger("how many evaluations are no number"),
};

export const DOUBT: field.TaggedFields<Doubt> = {
  kind: kinds<Doubt["kind"]>({
    "no curve": "of this set nothing is known",
    "few evaluations": "fewer than asked for",
    "losses alone": "sets are told learnt by a loss, for want of accuracies",
    guesses: "without accuracies a loss that fell is not told from one that began worse than a guess",
    "far apart": "whether the test set was learnt late lies between two evaluations",
    later: "the test set took far longer, half-way as it was when the train set was learnt",
    "from the first": "learnt at the first evaluation",
    "too early": "the run is shorter than so many times what the train set took",
    "still moving": "a curve moves in the last half of the run",
    unsteady: "evaluations are on the wrong side of a step",
    "lost again": "learnt up to here only",
    "set not learnt": "this set itself is not learnt",
    "last value alone": "a single value is no number, the last",
    waits: "a curve waits at its first level for longer than it then rises",
  }),
  set: column.optionalText<SetName>("train or test"),
  curve: OPTIONAL_CURVE,
  count: column.optionalInteger("evaluations that there are"),
  least: column.optionalInteger("evaluations that are asked for"),
  earliest: column.optionalNumber("between this epoch …"),
  latest: column.optionalNumber("… and this one"),
  times: column.optionalNumber("how many times as many epochs; null where that is no number"),
  from: optionalLevel("what the curve was"),
  to: optionalLevel("what it became"),
  exceptions: column.optionalInteger("evaluations on the wrong side"),
  of: column.optionalInteger("of so many"),
  epoch: column.optionalNumber("the last epoch at which it was learnt"),
  until: column.optionalNumber("up to which epoch it waits"),
};

function learnt(description: string) {
  return field.record(description, {
    set: column.text<SetName>("train or test"),
    by: column.text<LearntSet["by"]>("accuracy or loss: what decides"),
    threshold: column.number("from which accuracy (a share), or up to which loss (nats), it is learnt"),
    evaluations: column.integer("values of the curve that decides"),
    at: optionalChangePoint("from where on it is learnt; null where it never is"),
    first: optionalChangePoint("the same, of the first time that it is learnt for a while"),
    until: column.optionalNumber("the last epoch of that, where it is learnt for a while only"),
    lost: column.boolean("whether it is far from that at the end"),
    level: optionalLevel("what it comes to: the median over the last tenth of the epochs"),
  });
}

/** What a run came to, and by what. */
export const VERDICT_FIELDS = {
  verdict: column.text<Verdict>(
    `what it came to by its last evaluation, as in docs/verdicts.md: ${VERDICTS.join("; ")}`,
  ),
  confidence: column.text<Confidence>(CONFIDENCES.join(", ")),
  doubts: field.taggedRecords<Doubt>("what the verdict lacks; none where the confidence is high", DOUBT),
  evidence: field.taggedRecords<Fact>("what decided", FACT),
  ceiling: field.optionalRecord("the level below its threshold at which an accuracy stays; null where it does not", {
    value: column.number("that level", "share"),
    threshold: column.number("what would count as learnt", "share"),
    at: optionalChangePoint("from where on nine tenths of the rise to it are made; null where it did not rise late"),
  }),
  train: learnt("whether and when the train set is learnt"),
  test: learnt("whether and when the held-out set is"),
  unmirrored: field.optionalRecord(
    "when the test pairs that training did not see mirrored are learnt; null where there are none, or too few values",
    { at: optionalChangePoint("from where on; null where they never are for good") },
  ),
};
