import { withBands } from "../figures/bands.ts";
import { lines } from "../figures/lines.ts";
import type { Phase } from "../quantities/phase-evidence.ts";
import { excludedScores, restrictedScores } from "../quantities/progress-losses.ts";
import { type MeasuredAt, runCurves } from "../quantities/run-curves.ts";
import type { Slingshot } from "../quantities/slingshots.ts";
import { unmirroredAccuracy } from "../quantities/split-audit.ts";
import { accuracies, losses } from "../quantities/split-losses.ts";
import { totalSumOfSquares } from "../quantities/sum-of-squares.ts";
import { phaseAt, type TrainingPhases, trainingPhases, unmirroredInWords } from "../quantities/training-phases.ts";
import type { LoggedCurve } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
import { keysSentence, phaseBands, valued } from "./_figures.ts";
import { chosenKeys, KEY_OPTIONS, keysFinding, keysFor } from "./_keys.ts";
import { PUBLISHED } from "./_variants.ts";

/**
 * Memorisation: the train set is fitted by heart. Circuit formation: nothing shows in train and test loss, while the
 * generalising circuit grows beside the memorising one. Cleanup: weight decay removes the memorising one, and test loss
 * falls. Then nothing changes much.
 */
export default defineAnalyzer({
  name: "phases",
  title: "Phases of training",
  question: "When did the network memorise, form the generalising circuit, and clean up; did it grok, and how late?",
  source:
    "the phases of Nanda et al. 2023, arXiv:2301.05217, section 5, which draws them by hand; the definition is ours, and in the README; delay: Power et al. 2022, arXiv:2201.02177",
  options: KEY_OPTIONS,
  columns: {
    series: column.text("which run, where a file holds the curves of many; else empty"),
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
    series: ["series"],
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
  prepare: chosenKeys,
  measure: (model, { network, options, prepared }) => {
    const form = cyclicForm(network.task);
    const keys = form ? keysFor(model, network, options, prepared).keys : [];
    const circuit = form && keys.length > 0;
    const loss = losses(model, network);
    const accuracy = accuracies(model, network);
    return [
      {
        series: "",
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
  finish: (rows, { history }) => labelled(rows, history),
  curves: (history) =>
    labelled(
      seriesOf(history).flatMap((series) => rowsOfLog(series, history)),
      history,
    ),
  conclude: ({ rows }, { history }): PhasesConclusion => ({
    runs: [...new Set(rows.map(({ series }) => series))].map((series) => ({
      series,
      ...found(
        rows.filter((row) => row.series === series),
        history,
      ),
    })),
  }),
  findings: (_, { prepared, conclusion }): readonly Finding[] => [
    ...(prepared ? [keysFinding(prepared)] : []),
    ...(conclusion?.runs ?? []).flatMap(inWords),
  ],
  figures: ({ columns, rows }, _, { conclusion }) => {
    const table = { columns, rows };
    const logged = rows.every(({ sum_of_squares }) => sum_of_squares === null);
    const whose = logged ? "as logged" : "over the p answers in float64";
    const figures = [
      lines(table, {
        name: "progress-measures",
        title: "Progress measures",
        caption: `Loss of the training and of the test pairs, ${whose}${logged ? "" : "; restricted loss over all pairs and excluded loss over the training pairs, variant sum-directions"}.${logged ? "" : ` ${keysSentence(rows)}`}`,
        x: "epoch",
        y: valued(rows, ["train_loss", "test_loss", "restricted_loss", "excluded_loss"]),
        series: "series",
        log: "y",
        axes: { y: "loss (nats)" },
      }),
      lines(table, {
        name: "accuracies",
        title: "Accuracies",
        caption: "Share of the training and of the test pairs whose largest answer logit is the right one's.",
        x: "epoch",
        y: valued(rows, ["train_accuracy", "test_accuracy"]),
        series: "series",
        axes: { y: "accuracy" },
      }),
    ];
    return figures.map((figure) => withBands(figure, phaseBands(conclusion)));
  },
});

interface PhaseRow extends MeasuredAt {
  readonly series: string;
  readonly phase: Phase["name"] | "";
  readonly phase_from: number | null;
  readonly phase_to: number | null;
  readonly keys: readonly number[];
}

/** What `phases` concludes: of each run, as a file can hold the curves of many. */
export interface PhasesConclusion {
  readonly runs: readonly ({ readonly series: string } & TrainingPhases)[];
}

/** So many slingshots are named one by one. */
const MAX_NAMED = 5;

/** Before the whole run is known. */
const NO_PHASE = { phase: "", phase_from: null, phase_to: null } as const;

function found(rows: readonly PhaseRow[], history: readonly LoggedCurve[]): TrainingPhases {
  return trainingPhases(
    runCurves(
      rows,
      history.filter(({ series }) => series === rows[0]?.series),
    ),
  );
}

/** The rows with the phase that each lies in. */
function labelled(rows: readonly PhaseRow[], history: readonly LoggedCurve[]): readonly PhaseRow[] {
  return [...new Set(rows.map(({ series }) => series))].flatMap((series) => {
    const own = rows.filter((row) => row.series === series);
    const { phases } = found(own, history);
    return own.map((row) => {
      const phase = phaseAt(phases, row.epoch);
      return { ...row, phase: phase?.name ?? "", phase_from: phase?.from ?? null, phase_to: phase?.to ?? null };
    });
  });
}

function seriesOf(history: readonly LoggedCurve[]): readonly string[] {
  return [...new Set(history.map(({ series }) => series))];
}

function rowsOfLog(series: string, history: readonly LoggedCurve[]): readonly PhaseRow[] {
  const curves = runCurves(
    [],
    history.filter((curve) => curve.series === series),
  );
  const at = (values: readonly (number | null)[] | undefined, i: number) => values?.[i] ?? null;
  return curves.epochs.map((epoch, i) => ({
    epoch,
    series,
    ...NO_PHASE,
    train_loss: at(curves.train_loss, i),
    test_loss: at(curves.test_loss, i),
    train_accuracy: at(curves.train_accuracy, i),
    test_accuracy: at(curves.test_accuracy, i),
    restricted_loss: null,
    excluded_loss: null,
    sum_of_squares: null,
    unmirrored_accuracy: null,
    keys: [],
  }));
}

/** Verdict, phases with their evidence, delay, and slingshots. */
function inWords({ series, ...found }: PhasesConclusion["runs"][number]): readonly Finding[] {
  const { verdict, reason, phases, delay, slingshots } = found;
  const of = series === "" ? "" : `${series}: `;
  const apart = unmirroredInWords(found);
  return [
    { label: `${of}verdict`, value: `${verdict}: ${reason}${apart === undefined ? "" : `; ${apart}`}` },
    ...phases.map(({ name, from, to, fromWithin, toWithin, evidence, certainty, why }) => ({
      label: `${of}${name}`,
      value: `epochs ${within(from, fromWithin)} to ${within(to, toWithin)}: ${evidence} (${certainty}: ${why})`,
    })),
    { label: `${of}delay`, value: delay.reason },
    ...(slingshots.length > 0 ? [{ label: `${of}slingshots`, value: slingshotsInWords(slingshots) }] : []),
  ];
}

/** "12: train loss at epoch 1204, from 0.0012 to 0.31, back by epoch 1210; …". */
function slingshotsInWords(all: readonly Slingshot[]): string {
  const shown = (value: number) => String(Number(value.toPrecision(2)));
  const named = all
    .slice(0, MAX_NAMED)
    .map(
      ({ curve, from, to, level, peak }) =>
        `${curve} at epoch${from === to ? ` ${from}` : `s ${from} to ${to}`}, from ${shown(level)} to ${shown(peak)}`,
    );
  const rest = all.length > MAX_NAMED ? [`${all.length - MAX_NAMED} more`] : [];
  return `${all.length}, each a jump of tenfold and back: ${[...named, ...rest].join("; ")}`;
}

function within(epoch: number, [earliest, latest]: readonly [number, number]): string {
  return earliest === latest ? `${epoch}` : `${epoch} [${earliest}, ${latest}]`;
}
