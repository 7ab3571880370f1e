import { lines } from "../figures/lines.ts";
import type { LoggedAxis } from "../logs/curves/curve.ts";
import { ANALYSIS } from "../networks/pair-losses.ts";
import { type LoggingConvention, loggingConvention } from "../quantities/logging-convention.ts";
import { heldOutSets, runCurves } from "../quantities/run-curves.ts";
import { accuracies, losses, type OverSplit } from "../quantities/split-losses.ts";
import { loggedRows, MOST_ROWS, thinnedCurves } from "../quantities/thinned-curves.ts";
import type { LoggedCurve } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
import { axisOf, drawnInWords, valued } from "./_figures.ts";
import { SCORE_COLUMNS, scoreCells } from "./_scores.ts";

/**
 * Train loss falls when the network memorises, test loss when it generalises: grokking is the time between. The losses
 * are recomputed from the weights, in float64 over the p answers, and once more as the training script computed the ones
 * it stored, so that the two can be held against each other.
 */
export default defineAnalyzer({
  name: "losses",
  title: "Losses and accuracies",
  question: "How well does the network do on the pairs it was trained on, and on the others?",
  source:
    "Nanda et al. 2023, arXiv:2301.05217: mean cross-entropy, the '=' logit dropped; ours in float64, theirs through a float32 cast",
  options: {},
  columns: {
    series: column.text("which run, where a file holds the curves of many; else empty"),
    ...SCORE_COLUMNS,
    train_loss_as_logged: column.optionalNumber(
      "training pairs, in the convention of the stored losses: see the findings",
      "nats",
    ),
    test_loss_as_logged: column.optionalNumber("test pairs, in that convention", "nats"),
    stored_train_loss: column.optionalNumber("what the run's files hold for these weights", "nats"),
    stored_test_loss: column.optionalNumber("what the run's files hold for these weights", "nats"),
    train_difference: column.optionalNumber("train_loss_as_logged / stored_train_loss − 1", "share"),
    test_difference: column.optionalNumber("test_loss_as_logged / stored_test_loss − 1", "share"),
  },
  summary: {
    series: ["series"],
    values: [
      "train_loss",
      "test_loss",
      "all_loss",
      "train_accuracy",
      "test_accuracy",
      "stored_train_loss",
      "stored_test_loss",
    ],
  },
  forward: true,
  anyNetwork: true,
  prepare: (run) => ({ convention: loggingConvention(run) ?? null, split: run.network?.split?.kind ?? null }),
  measure: (model, { network, stored, prepared: { convention } }) => {
    const loss = losses(model, network, ANALYSIS);
    const accuracy = accuracies(model, network);
    const logged: OverSplit | null = convention && losses(model, network, convention);
    const theirs = convention && stored[convention.lag];
    return [
      {
        series: "",
        ...scoreCells({ loss, accuracy }),
        train_loss_as_logged: logged?.train ?? null,
        test_loss_as_logged: logged?.test ?? null,
        stored_train_loss: theirs?.train ?? null,
        stored_test_loss: theirs?.test ?? null,
        train_difference: difference(logged?.train, theirs?.train),
        test_difference: difference(logged?.test, theirs?.test),
      },
    ];
  },
  curves: (history) => rowsOfLog(history),
  conclusion: {
    axis: column.text<LoggedAxis>("what the epochs of a log alone count: epoch, step, sample or row; else epoch"),
    stored_losses: field.optionalRecord("how the stored losses were computed; null where that is not known", {
      over: column.text<LoggingConvention["over"]>("all: over every logit; answers: over the p answers"),
      dtype: column.text<LoggingConvention["dtype"]>("arithmetic"),
      lag: column.integer("0: of the checkpoint's own weights; 1: of those one update before"),
    }),
    runs: field.records("each run at its last epoch; one alone unless a file holds the curves of many", {
      series: column.text("which run, where a file holds the curves of many; else empty"),
      epoch: column.integer("the last"),
      train_loss: column.optionalNumber("float64, over the p answers, training pairs; null where not known", "nats"),
      test_loss: column.optionalNumber("test pairs", "nats"),
      all_loss: column.optionalNumber("all pairs", "nats"),
      train_accuracy: column.optionalNumber("training pairs", "share"),
      test_accuracy: column.optionalNumber("test pairs", "share"),
      all_accuracy: column.optionalNumber("all pairs", "share"),
      stored_train_loss: column.optionalNumber("what the run's files hold", "nats"),
      stored_test_loss: column.optionalNumber("what the run's files hold", "nats"),
    }),
    largest_train_difference: column.optionalNumber("max |train_difference| over the checkpoints", "share"),
    largest_test_difference: column.optionalNumber("max |test_difference| over the checkpoints", "share"),
  },
  conclude: ({ rows }, { prepared, history }) => ({
    // Only where nothing was recomputed are the rows the log's.
    axis: rows.every(({ all_loss }) => all_loss === null) ? (history[0]?.axis ?? "epoch") : "epoch",
    stored_losses: prepared?.convention ?? null,
    runs: [...new Set(rows.map(({ series }) => series))].map((series) => {
      const { train_loss_as_logged, test_loss_as_logged, train_difference, test_difference, ...last } =
        rows[rows.findLastIndex((row) => row.series === series)];
      return last;
    }),
    largest_train_difference: largest(rows.map((row) => row.train_difference)),
    largest_test_difference: largest(rows.map((row) => row.test_difference)),
  }),
  findings: (_, { conclusion: { axis, stored_losses, runs, largest_train_difference, largest_test_difference } }) => [
    ...(stored_losses === null ? [] : [{ label: "stored losses are", value: inWords(stored_losses) }]),
    ...runs.flatMap((run) => [
      ...known(`${ofRun(run)}train loss at ${axis} ${run.epoch}`, run.train_loss, "nats"),
      ...known(`${ofRun(run)}test loss at ${axis} ${run.epoch}`, run.test_loss, "nats"),
      ...known(`${ofRun(run)}all loss at ${axis} ${run.epoch}`, run.all_loss, "nats"),
    ]),
    ...known("largest train difference from the stored loss", largest_train_difference, "share"),
    ...known("largest test difference from the stored loss", largest_test_difference, "share"),
  ],
  figures: ({ columns, rows }, _, { conclusion }) => {
    const table = { columns, rows };
    const x = conclusion && conclusion.axis !== "epoch" ? { x: conclusion.axis } : {};
    const recomputed = rows.some(({ train_loss, all_loss }) => train_loss !== null || all_loss !== null);
    const split = rows.some(({ train_loss, test_loss }) => train_loss !== null || test_loss !== null);
    const labels = {
      train_loss: "train",
      test_loss: "test",
      all_loss: "all pairs",
      stored_train_loss: "train",
      stored_test_loss: "test",
    };
    const drawnLosses = recomputed ? valued(rows, split ? RECOMPUTED : ["all_loss"]) : valued(rows, STORED);
    const drawnAccuracies = valued(rows, split || !recomputed ? ["train_accuracy", "test_accuracy"] : ["all_accuracy"]);
    const { title, pairs } = drawnInWords(rows, drawnLosses, "loss");
    const of = `Mean cross-entropy of ${pairs}${recomputed && !split ? ", as the split is not known" : ""}`;
    return [
      lines(table, {
        name: "losses",
        title,
        caption: recomputed
          ? `${of}, recomputed from the weights, over the p answers in float64.`
          : `${of}, as the run's files hold it.`,
        x: "epoch",
        y: drawnLosses,
        series: "series",
        log: "y",
        connected: !recomputed,
        labels,
        axes: { y: axisOf(rows, drawnLosses, "loss (nats)"), ...x },
      }),
      lines(table, {
        name: "accuracies",
        title: drawnInWords(rows, drawnAccuracies, "accuracy").title,
        caption: "Share of the pairs whose largest answer logit is the right one's.",
        x: "epoch",
        y: drawnAccuracies,
        series: "series",
        connected: !recomputed,
        axes: { y: axisOf(rows, drawnAccuracies, "accuracy"), ...x },
      }),
    ];
  },
});

const RECOMPUTED = ["train_loss", "test_loss"] as const;
const STORED = ["stored_train_loss", "stored_test_loss"] as const;

function difference(ours: number | null | undefined, theirs: number | null | undefined): number | null {
  return ours == null || theirs == null ? null : ours / theirs - 1;
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.flatMap((value) => (value === null ? [] : [Math.abs(value)]));
  return known.length > 0 ? Math.max(...known) : null;
}

function ofRun({ series }: { readonly series: string }): string {
  return series === "" ? "" : `${series}: `;
}

/** A number that there may not be. */
function known(label: string, value: number | null, unit: string): readonly Finding[] {
  return value === null ? [] : [{ label, value, unit }];
}

function inWords({ over, dtype, lag }: Pick<LoggingConvention, "over" | "dtype"> & { readonly lag: number }): string {
  const logits = over === "all" ? "over every logit" : "over the answers";
  return `${dtype}, ${logits}, ${lag === 0 ? "of the checkpoint's own weights" : "logged one update before the weights were saved"}`;
}

/** What was logged, with nothing computed: one row for each run and epoch, of several held-out sets the first. */
function rowsOfLog(history: readonly LoggedCurve[]) {
  return [...new Set(history.map(({ series }) => series))].flatMap((series) => {
    const own = history.filter((curve) => curve.series === series);
    const [set] = heldOutSets(own);
    return loggedRows(thinnedCurves(runCurves([], own, set), MOST_ROWS)).map(({ train_loss, test_loss, ...row }) => ({
      ...row,
      series,
      train_loss: null,
      test_loss: null,
      all_loss: null,
      all_accuracy: null,
      train_loss_as_logged: null,
      test_loss_as_logged: null,
      stored_train_loss: train_loss,
      stored_test_loss: test_loss,
      train_difference: null,
      test_difference: null,
    }));
  });
}
