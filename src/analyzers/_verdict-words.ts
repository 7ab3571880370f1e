import type { LoggedAxis } from "../logs/curves/curve.ts";
import type { TrainingPhases } from "../quantities/training-phases.ts";
import type { Doubt, Fact, Verdict } from "../quantities/verdicts/verdict.ts";
import { CURVE_UNITS, changeInWords, counted, inUnits, percent, shown } from "./_curve-words.ts";

/** A verdict with the numbers that decided: "grokked: train accuracy ≥ 95 % from epoch 137 on, …". */
export function verdictInWords(found: TrainingPhases): string {
  const by = byTheEnd(found.verdict) ? ` by ${found.axis} ${found.end}` : "";
  return `${found.verdict}${by}: ${reasonInWords(found)}`;
}

/** Whether what a verdict says holds up to the last evaluation alone: a run may go on. */
function byTheEnd(verdict: Verdict): boolean {
  return (
    verdict === "memorised, not generalised" || verdict === "never learnt" || verdict === "plateau below its threshold"
  );
}

/** The numbers that decided. */
export function reasonInWords({ evidence, axis, verdict, doubts }: TrainingPhases): string {
  const learnt = evidence.filter(({ kind }) => kind === "learnt").map((fact) => factInWords(fact, axis));
  const ends = evidence.filter((fact) => fact.kind === "level");
  const rest = evidence.filter(({ kind }) => kind !== "learnt" && kind !== "level" && !AFTER.has(kind));
  const after = evidence.filter(({ kind }) => AFTER.has(kind));
  // Of what cannot be told the doubts are the reason.
  const lacks = verdict === "not enough evidence" ? doubts.map((doubt) => doubtInWords(doubt, axis)) : [];
  const parts = [
    learnt.join(", "),
    ...rest.map((fact) => factInWords(fact, axis)),
    endsInWords(ends, axis),
    ...after.map((fact) => factInWords(fact, axis)),
    ...lacks,
  ];
  return parts.filter((part) => part !== "").join("; ");
}

const AFTER: ReadonlySet<Fact["kind"]> = new Set(["falling", "circuit"]);

/** "at epoch 16000 train loss 1e-7, test loss 2e-7", of the last values that are known. */
function endsInWords(ends: readonly Extract<Fact, { kind: "level" }>[], axis: LoggedAxis): string {
  return ends
    .map(
      ({ curve, epoch, value }, i) =>
        `${ends[i - 1]?.epoch === epoch ? "" : `at ${axis} ${epoch} `}${curve} ${inUnits(curve, value)}`,
    )
    .join(", ");
}

function factInWords(fact: Fact, axis: LoggedAxis): string {
  switch (fact.kind) {
    case "learnt": {
      const mark = fact.by === "accuracy" ? `accuracy ≥ ${percent(fact.threshold)}` : `loss ≤ ${shown(fact.threshold)}`;
      const until = fact.until === null ? "on" : `to ${fact.until}, and not since`;
      return `${fact.set} ${mark} ${fact.at ? `from ${axis} ${fact.at.epoch} ${until}` : `at no ${axis} for good`}`;
    }
    case "level":
      return `${fact.curve} is ${inUnits(fact.curve, fact.value)} at ${axis} ${fact.epoch}`;
    case "highest":
      return `the ${fact.curve} was ${inUnits(fact.curve, fact.value)} at ${axis} ${fact.epoch}`;
    case "change": {
      const said = changeInWords(fact.curve, fact.from, fact.to, (value) => inUnits(fact.curve, value));
      return `the ${said} (${axis}s ${fact.from.epoch} to ${fact.to.epoch})`;
    }
    case "ceiling":
      return `the ${fact.curve} levels off at ${inUnits(fact.curve, fact.value)}, a plateau ${CURVE_UNITS[fact.curve] === "nats" ? "above" : "below"} the threshold of ${inUnits(fact.curve, fact.threshold)}`;
    case "falling":
      return `from ${axis} ${fact.epoch} on the test loss is below 1/e of its highest`;
    case "circuit":
      return "the excluded loss has risen and the restricted loss fallen, each by a factor e";
    case "not finite":
      return `the ${fact.curve} is not finite from ${axis} ${fact.epoch} to the end, ${counted(fact.values, "evaluation")}`;
  }
}

/** "moderate: sets are told learnt by their losses, without accuracies"; what speaks for a high one. */
export function confidenceInWords({ confidence, doubts, axis, train, test }: TrainingPhases): string {
  const seen = [train, test].filter(({ evaluations }) => evaluations > 0);
  const count = seen.map(({ evaluations }) => evaluations).sort((a, b) => a - b)[0] ?? 0;
  const why = doubts.map((doubt) => doubtInWords(doubt, axis));
  const steady = `both sets are known at ${counted(count, "evaluation")}, and no curve speaks against it`;
  return `${confidence}: ${why.length > 0 ? why.join("; ") : steady}`;
}

/** The confidence in brackets, where it is not high; of what cannot be told the reason says all. */
export function reservation(found: TrainingPhases): string {
  if (found.confidence === "high" || found.verdict === "not enough evidence") return "";
  return ` (confidence ${confidenceInWords(found)})`;
}

export function doubtInWords(doubt: Doubt, axis: LoggedAxis): string {
  switch (doubt.kind) {
    case "no curve":
      return doubt.set === "train"
        ? "no train curve is known: whether the train set was learnt long before is not"
        : "no test curve is known: values of a held-out set are missing";
    case "few evaluations":
      return `${doubt.set} values at ${counted(doubt.count, "evaluation")}: with fewer than ${doubt.least} a phase can pass unseen`;
    case "losses alone":
      return "without accuracies, a set is told learnt by its loss";
    case "guesses":
      return "without accuracies, a start worse than a guess looks like a loss that falls";
    case "far apart":
      return `the evaluations are too far apart to call it late or not (between ${axis}s ${doubt.earliest} and ${doubt.latest})`;
    case "later":
      return `the test set took ${doubt.times === null ? "many" : shown(doubt.times)} times the ${axis}s of the train set, and was half-way when that was learnt`;
    case "from the first":
      return `the ${doubt.set} set is learnt at the first evaluation`;
    case "too early":
      return `too early to call generalisation late: the run is not ${doubt.times} times as long as the train set took`;
    case "still moving": {
      const words = changeInWords(doubt.curve, doubt.from, doubt.to, (value) => inUnits(doubt.curve, value));
      return `the ${words} in the last half of the run: it is still moving`;
    }
    case "unsteady":
      return `the ${doubt.set} curve is on the wrong side at ${doubt.exceptions} of ${counted(doubt.of, "evaluation")}`;
    case "lost again":
      return `the ${doubt.set} set is not learnt any longer after ${axis} ${doubt.epoch}`;
    case "set not learnt":
      return `the ${doubt.set} set itself does not count as learnt, as with dropout or augmentation`;
    case "last value alone":
      return "the last value alone is not finite";
    case "waits":
      return `the ${doubt.curve} waits until ${axis} ${doubt.until}, longer than it then takes: this may be late generalisation`;
  }
}

/** When the unmirrored test pairs were learnt, where that is not when the test set was; else undefined. */
export function unmirroredInWords({ test, unmirrored, axis }: TrainingPhases): string | undefined {
  if (unmirrored === null) return undefined;
  const [all, own] = [test.until === null ? test.at : null, unmirrored.at];
  if (own?.epoch === all?.epoch) return undefined;
  // A log can tell the test set's epoch more closely than checkpoints tell that of its pairs.
  if (own && all && own.earliest < all.latest && all.earliest < own.latest) return undefined;
  const said = own ? `from ${axis} ${own.epoch} on` : `at no ${axis} for good`;
  return `the test pairs that training did not see mirrored are learnt ${said}`;
}
