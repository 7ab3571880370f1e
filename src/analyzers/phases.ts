import { withBands } from "../figures/bands.ts";
import { lines } from "../figures/lines.ts";
import type { Phase } from "../quantities/phase-evidence.ts";
import { excludedScores, restrictedScores } from "../quantities/progress-losses.ts";
import { unmirroredAccuracy } from "../quantities/split-audit.ts";
import { accuracies, losses } from "../quantities/split-losses.ts";
import { totalSumOfSquares } from "../quantities/sum-of-squares.ts";
import { LEARNT_ACCURACY } from "../quantities/training-phases.ts";
import type { LoggedCurve } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
import {
  delayInWords,
  descentInWords,
  leakageInWords,
  plateauInWords,
  sharpnessInWords,
  slingshotsInWords,
  stoppingInWords,
} from "./_curve-shape-words.ts";
import { axisOf, drawnInWords, keysSentence, phaseBands, valued } from "./_figures.ts";
import { chosenKeys, KEY_OPTIONS, keysFinding, keysFor } from "./_keys.ts";
import * as option from "./_options.ts";
import { concludedRun, PHASES_FIELDS } from "./_phase-fields.ts";
import {
  curvesOfLog,
  fractionOf,
  isOfLog,
  labelled,
  NO_PHASE,
  type PhaseRow,
  type RunPhases,
  rowsOfLog,
  runsOf,
  trainOnly,
} from "./_phase-rows.ts";
import { phaseInWords } from "./_phase-words.ts";
import { PUBLISHED } from "./_variants.ts";
import { confidenceInWords, unmirroredInWords, verdictInWords } from "./_verdict-words.ts";

/**
 * Memorisation: the train set is fitted by heart. Circuit formation: nothing shows in train and test loss, while the
 * generalising circuit grows beside the memorising one. Cleanup: weight decay removes the memorising one, and test loss
 * falls. Then nothing changes much.
 */
export default defineAnalyzer({
  name: "phases",
  title: "Phases of training",
  question:
    "When did the network memorise, form the generalising circuit, and clean up; what did it come to, did it grok, and how late?",
  source:
    "the phases of Nanda et al. 2023, arXiv:2301.05217, section 5, which draws them by hand; the definitions are ours, in docs/measures/phases.md and docs/verdicts.md; delay: Power et al. 2022, arXiv:2201.02177",
  options: {
    ...KEY_OPTIONS,
    learnt: option.number("the accuracy from which a set counts as learnt, a share", [0, 1], LEARNT_ACCURACY),
  },
  columns: {
    series: column.text("which run, where a file holds the curves of many; else empty"),
    set: column.text("which held-out set the test columns are of, where a log has several; else empty"),
    phase: column.text<Phase["name"] | "">(
      "memorisation, circuit formation, cleanup or stable; empty where none is found",
    ),
    phase_from: column.optionalInteger("first epoch of that phase; of the whole run, not of its checkpoints alone"),
    phase_to: column.optionalInteger("its last epoch, which is the next phase's first"),
    train_loss: column.optionalNumber(
      "float64, over the p answers, training pairs; from curves alone, as logged",
      "nats",
    ),
    test_loss: column.optionalNumber("the same over test pairs", "nats"),
    train_accuracy: column.optionalNumber("training pairs", "share"),
    test_accuracy: column.optionalNumber("test pairs", "share"),
    restricted_loss: column.optionalNumber("variant sum-directions, key frequencies, all pairs, float64", "nats"),
    excluded_loss: column.optionalNumber("variant sum-directions, key frequencies, training pairs, float64", "nats"),
    sum_of_squares: column.optionalNumber("Σw² of all parameters", "weight²"),
    unmirrored_accuracy: column.optionalNumber(
      "test pairs a ≠ b whose (b, a) was not trained on, of a commutative operation",
      "share",
    ),
    keys: column.integers("the key frequencies of restricted and excluded loss"),
  },
  summary: {
    series: ["series", "set"],
    values: [
      "train_loss",
      "test_loss",
      "train_accuracy",
      "test_accuracy",
      "restricted_loss",
      "excluded_loss",
      "sum_of_squares",
    ],
  },
  forward: true,
  anyNetwork: true,
  prepare: (run, options) => ({ ...chosenKeys(run, options), fraction: fractionOf(run) }),
  measure: (model, { network, options, prepared }) => {
    const form = cyclicForm(network.task);
    const keys = form ? keysFor(model, network, options, prepared).keys : [];
    const circuit = form && keys.length > 0;
    const loss = losses(model, network);
    const accuracy = accuracies(model, network);
    return [
      {
        series: "",
        set: "",
        ...NO_PHASE,
        train_loss: loss.train,
        test_loss: loss.test,
        train_accuracy: accuracy.train,
        test_accuracy: accuracy.test,
        restricted_loss: circuit ? (restrictedScores(model, network, form, PUBLISHED, keys).all?.loss ?? null) : null,
        excluded_loss: circuit ? (excludedScores(model, network, form, PUBLISHED, keys).train?.loss ?? null) : null,
        sum_of_squares: totalSumOfSquares(model),
        unmirrored_accuracy: unmirroredAccuracy(model, network),
        keys,
      },
    ];
  },
  finish: (rows, { history, options }) => labelled(rows, history, options),
  curves: (history, options) => labelled(rowsOfLog(history), history, options),
  conclusion: PHASES_FIELDS,
  conclude: ({ rows }, { history, options, prepared }) => ({
    runs: runsOf(rows, history, options.learnt, prepared?.fraction ?? null).map(concludedRun),
  }),
  findings: ({ rows }, { prepared, conclusion, history }): readonly Finding[] => [
    ...(prepared ? [keysFinding(prepared)] : []),
    ...(conclusion?.runs ?? []).flatMap(inWords),
    ...thinnedInWords(rows, history),
  ],
  figures: ({ columns, rows }, _, { conclusion }) => {
    const table = { columns, rows: bySet(rows) };
    const { axis = "epoch" } = conclusion?.runs[0] ?? {};
    const x = axis === "epoch" ? {} : { x: axis };
    const logged = isOfLog(rows);
    const whose = logged ? "as logged" : "over the p answers in float64";
    const trained = drawnInWords(rows, valued(rows, ["train_loss", "test_loss"]), "loss");
    const scored = drawnInWords(rows, valued(rows, ["train_accuracy", "test_accuracy"]), "accuracy");
    const hasCircuit = valued(rows, ["restricted_loss", "excluded_loss"]).length > 0;
    const circuit =
      "; restricted loss over all pairs and excluded loss over the training pairs, variant sum-directions";
    const figures = [
      lines(table, {
        name: "progress-measures",
        title: "Progress measures",
        caption: `Loss of ${trained.pairs}, ${whose}${hasCircuit ? circuit : ""}.${logged ? "" : ` ${keysSentence(rows)}`}`,
        x: "epoch",
        y: valued(rows, ["train_loss", "test_loss", "restricted_loss", "excluded_loss"]),
        series: "series",
        connected: logged,
        log: "y",
        axes: { y: axisOf(rows, ["train_loss", "test_loss", "restricted_loss", "excluded_loss"], "loss (nats)"), ...x },
      }),
      lines(table, {
        name: "accuracies",
        title: "Accuracies",
        caption: `Share of ${scored.pairs} whose largest answer logit is the right one's.`,
        x: "epoch",
        y: valued(rows, ["train_accuracy", "test_accuracy"]),
        series: "series",
        connected: logged,
        axes: { y: axisOf(rows, ["train_accuracy", "test_accuracy"], "accuracy"), ...x },
      }),
    ];
    return figures.map((figure) => withBands(figure, phaseBands(conclusion)));
  },
});

function thinnedInWords(rows: readonly PhaseRow[], history: readonly LoggedCurve[]): readonly Finding[] {
  const written = curvesOfLog(history).reduce((sum, { curves }) => sum + curves.epochs.length, 0);
  if (!isOfLog(rows) || rows.length >= written) return [];
  const value = `${rows.length} of ${written} logged rows, the lowest and the highest of neighbours; the rest of what is said is of all`;
  return [{ label: "table and figures", value }];
}

/** Rows whose lines are a set's: the train curves, which sets share, by themselves. */
function bySet<R extends PhaseRow>(rows: readonly R[]): readonly R[] {
  if (rows.every(({ set }) => set === "")) return rows;
  const primary = new Map(rows.toReversed().map(({ series, set }) => [series, set]));
  return [
    ...rows.filter(({ series, set }) => primary.get(series) === set).map(trainOnly),
    ...rows.map((row) => ({
      ...row,
      series: [row.series, row.set].filter((part) => part !== "").join(" "),
      train_loss: null,
      train_accuracy: null,
    })),
  ];
}

/** Verdict and confidence, phases with their evidence, what the curves do besides, delay, and slingshots. */
function inWords({ series, set, ...found }: RunPhases): readonly Finding[] {
  const { axis, phases, plateau, sharpness, early_stopping, double_descent, leakage, delay, slingshots } = found;
  const of = [series, set].filter((part) => part !== "").join(", ");
  const apart = unmirroredInWords(found);
  const stopping = (on: "test loss" | "test accuracy") => {
    const each = early_stopping.filter((one) => one.on === on);
    return each.length > 0 ? [{ label: `early stopping on ${on}`, value: stoppingInWords(each, axis) }] : [];
  };
  const all: readonly Finding[] = [
    { label: "verdict", value: `${verdictInWords(found)}${apart === undefined ? "" : `; ${apart}`}` },
    { label: "confidence", value: confidenceInWords(found) },
    ...phases.map((phase) => ({ label: phase.name, value: phaseInWords(phase, axis) })),
    ...(plateau ? [{ label: "plateau between", value: plateauInWords(plateau, axis) }] : []),
    ...(sharpness ? [{ label: "sharpness", value: sharpnessInWords(sharpness, axis) }] : []),
    ...stopping("test loss"),
    ...stopping("test accuracy"),
    ...(double_descent ? [{ label: "double descent", value: descentInWords(double_descent, axis) }] : []),
    ...leakage.map((one) => ({ label: "suspicion of leakage", value: leakageInWords(one, axis) })),
    { label: "delay", value: delayInWords(delay, axis) },
    ...(slingshots.length > 0 ? [{ label: "slingshots", value: slingshotsInWords(slingshots, axis) }] : []),
  ];
  return of === "" ? all : all.map((finding) => ({ ...finding, label: `${of}: ${finding.label}` }));
}
