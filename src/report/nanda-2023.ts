import * as analyzers from "../analyzers/index.ts";
import type { Figure } from "../figures/_figure.ts";
import { hasValues } from "../figures/_ranges.ts";
import { withBands } from "../figures/bands.ts";
import { panels } from "../figures/panels.ts";
import type { Analysis } from "../results/analysis.ts";
import { conclusionOf } from "../results/conclusion-of.ts";
import { figuresOf } from "../results/figures-of.ts";
import { tableOf } from "../results/table-of.ts";
import { type Curve, curveOf, curvesFigure, trainingCurves } from "./_curves.ts";
import { keysOf, NAME_KEYS, phasesOf, whyNoResult } from "./_facts.ts";
import { spectra, spectrum } from "./_spectrum.ts";
import type { Figures, NamedFigure } from "./all-figures.ts";

/** A figure of the paper for any run, or why this run has it not. */
type Recipe = (analysis: Analysis) => Figure | string;

/** The reason where no other is known, as of weights that are not finite. */
const NONE = "there are no such values";

/** The figures of Nanda et al. 2023, arXiv:2301.05217, by their numbers there and in its published notebook. */
const RECIPES: readonly (readonly [number: string, recipe: Recipe])[] = [
  ["2", grokking],
  ["3a", spectrumOf("3a", "inputs")],
  ["3b", spectrumOf("3b", "neurons")],
  ["4a", picked("input-maps", "attention-maps", "the network is no transformer")],
  ["4b", picked("input-maps", "first-neurons")],
  [
    "4c",
    picked("input-maps", "logit-components", "the task is no cyclic group's operation: its inputs have no frequencies"),
  ],
  ["5a", picked("neurons", "neuron-shares")],
  ["5b", picked("neurons", "cluster-output", "no neurons follow one frequency")],
  ["6a", besideTrainAndTest("6a", "excluded", "training pairs", (row) => row.excluded_loss)],
  ["6b", besideTrainAndTest("6b", "restricted", "all pairs", (row) => row.restricted_loss)],
  ["6c", testOverRestricted],
  ["6d", sumOfSquares],
  ["8", picked("attention", "scores", whyNoScores)],
  ["10", restrictedAccuracy],
  ["11", keyCosines],
  ["12", excludedOfEach],
];

function grokking(analysis: Analysis): Figure | string {
  const { curves, origin } = trainingCurves(analysis);
  const known = (...some: readonly Curve[]) => some.some(({ points }) => points.some(([, value]) => value !== null));
  if (!known(...Object.values(curves))) return "neither losses nor accuracies are in the results";
  const runs = new Set(phaseRows(analysis)?.map(({ series }) => series)).size;
  if (runs > 1) return `the curves are of ${runs} runs, and the figure is of one`;
  const accuracy = curvesFigure([curves.train_accuracy, curves.test_accuracy], {
    name: "accuracy",
    title: "Accuracy",
    caption: "",
    y: "accuracy (share)",
  });
  const loss = curvesFigure([curves.train_loss, curves.test_loss], {
    name: "loss",
    title: "Loss",
    caption: "",
    y: "loss (nats)",
    log: "y",
  });
  return panels(
    [accuracy, loss].filter(({ data }) => data.length > 0),
    {
      name: "2",
      title: "Grokking",
      caption: `Train and test accuracy and loss; ${origin}.`,
      columns: 2,
      letters: false,
    },
  );
}

type PhaseRow = NonNullable<ReturnType<typeof phaseRows>>[number];

function phaseRows(analysis: Analysis) {
  return tableOf(analysis, analyzers.phases)?.rows;
}

/** A progress measure of the published variant with train and test loss. */
function besideTrainAndTest(
  name: string,
  role: "restricted" | "excluded",
  pairs: string,
  value: (row: PhaseRow) => number | null,
): Recipe {
  const measure = `${role} loss`;
  return (analysis) => {
    const { curves, origin } = trainingCurves(analysis);
    const rows = phaseRows(analysis) ?? [];
    if (rows.every((row) => value(row) === null)) return noMeasure(analysis, measure);
    const title = `${measure[0].toUpperCase()}${measure.slice(1)}`;
    return curvesFigure([curves.train_loss, curves.test_loss, { ...curveOf(measure, rows, value), role }], {
      name,
      title,
      caption: `${title}: variant sum-directions, ${keysInWords(analysis)}, ${pairs}, float64; ${origin}.`,
      y: "loss (nats)",
      log: "y",
    });
  };
}

function testOverRestricted(analysis: Analysis): Figure | string {
  const rows = phaseRows(analysis) ?? [];
  const ratio = (row: PhaseRow) =>
    row.test_loss === null || row.restricted_loss === null ? null : row.test_loss / row.restricted_loss;
  if (rows.every((row) => ratio(row) === null)) return noMeasure(analysis, "ratio of test to restricted loss");
  return curvesFigure([curveOf("test loss / restricted loss", rows, ratio)], {
    name: "6c",
    title: "Test loss over restricted loss",
    caption: `Test loss over restricted loss, variant sum-directions, ${keysInWords(analysis)}; float64 at the checkpoints.`,
    y: "ratio",
    log: "y",
  });
}

function sumOfSquares(analysis: Analysis): Figure | string {
  const rows = phaseRows(analysis) ?? [];
  if (rows.every((row) => row.sum_of_squares === null)) return "no Σw² in the results";
  return curvesFigure([curveOf("all parameters", rows, (row) => row.sum_of_squares)], {
    name: "6d",
    title: "Sum of squared weights",
    caption: "Σw² of all parameters, float64.",
    y: "Σw² (weight²)",
  });
}

function restrictedAccuracy(analysis: Analysis): Figure | string {
  const { curves, origin } = trainingCurves(analysis);
  const rows = published(tableOf(analysis, analyzers.restrictedLoss)?.rows);
  if (rows.every((row) => row.all_accuracy === null)) return noMeasure(analysis, "restricted accuracy");
  return curvesFigure(
    [
      curves.train_accuracy,
      curves.test_accuracy,
      { ...curveOf("restricted, train", rows, (row) => row.train_accuracy), role: "train" },
      { ...curveOf("restricted, test", rows, (row) => row.test_accuracy), role: "test" },
    ],
    {
      name: "10",
      title: "Accuracy with the key frequencies alone",
      caption: `Restricted: variant sum-directions, ${keysInWords(analysis)}; ${origin}.`,
      y: "accuracy (share)",
    },
  );
}

function keyCosines(analysis: Analysis): Figure | string {
  const rows = tableOf(analysis, analyzers.cosines)?.rows;
  const keys = keysOf(analysis);
  if (!rows || keys.length === 0) return noMeasure(analysis, "coefficients of the key frequencies");
  const curve = (k: number) =>
    curveOf(
      `k = ${k}`,
      rows.filter(({ frequency }) => frequency === k),
      (row) => row.coefficient,
      k,
    );
  return curvesFigure(keys.map(curve), {
    name: "11",
    title: "Cosines in the logits",
    caption: `Coefficient of cos w_k(a + b − c) in the logits, ${keysInWords(analysis)}; float64 over all pairs and answers.`,
    y: "coefficient (logit)",
  });
}

function excludedOfEach(analysis: Analysis): Figure | string {
  const { curves, origin } = trainingCurves(analysis);
  const rows = published(tableOf(analysis, analyzers.excludedLoss)?.rows);
  const keys = keysOf(analysis);
  if (keys.length === 0 || rows.every((row) => row.train_loss === null))
    return noMeasure(analysis, "excluded loss of each key frequency");
  const without = (k: number) =>
    curveOf(
      `without k = ${k}`,
      rows.filter(({ frequency }) => frequency === k),
      (row) => row.train_loss,
      k,
    );
  return curvesFigure([curves.train_loss, curves.test_loss, ...keys.map(without)], {
    name: "12",
    title: "Excluded loss of each key frequency",
    caption: `Loss without one frequency: variant sum-directions, training pairs, float64; ${origin}.`,
    y: "loss (nats)",
    log: "y",
  });
}

/** The paper's figures for a run, phases shaded; and those that this run has not, with the reason. */
export function paperFigures(analysis: Analysis): Figures {
  const bands = phasesOf(analysis);
  const figures: NamedFigure[] = [];
  const leftOut: { name: string; reason: string }[] = [];
  for (const [number, recipe] of RECIPES) {
    const figure = recipe(analysis);
    const made = typeof figure === "string" || hasValues(figure) ? figure : NONE;
    if (typeof made === "string") leftOut.push({ name: number, reason: made });
    else figures.push({ name: `figure-${number}`, group: number, figure: withBands(made, bands) });
  }
  return { figures, leftOut };
}

/** A figure that an analyzer draws, where it does; else the reason. */
function picked(analyzer: string, name: string, otherwise: string | ((analysis: Analysis) => string) = NONE): Recipe {
  return (analysis) => {
    const result = analysis.results.find((one) => one.analyzer === analyzer);
    if (!result)
      return analysis.skipped.find((one) => one.analyzer === analyzer)?.reason ?? `${analyzer} was not asked`;
    const all = figuresOf(result);
    // Of several blocks the last one's, as the paper's only one is.
    const figure = all.find((one) => one.name === name) ?? all.findLast((one) => one.name.startsWith(`${name}-block-`));
    if (figure) return figure;
    return typeof otherwise === "string" ? otherwise : otherwise(analysis);
  };
}

function whyNoScores(analysis: Analysis): string {
  return conclusionOf(analysis, analyzers.attention)?.no_scores ?? NONE;
}

/** Of W_L, or of what embeds the inputs: W_E, or an MLP's W_x. */
function spectrumOf(name: string, reads: "inputs" | "neurons"): Recipe {
  return (analysis) => {
    const { matrices, epochs } = spectra(analysis);
    // Of the last block, as the paper's only one is.
    const [first, last] = [matrices[0], matrices.findLast((one) => one.startsWith("W_L"))];
    const matrix = reads === "neurons" ? last : first;
    const epoch = epochs.at(-1);
    const figure =
      matrix === undefined || epoch === undefined
        ? undefined
        : spectrum(analysis, { name, matrix, epoch, components: "apart" });
    return figure ?? analysis.skipped.find(({ analyzer }) => analyzer === "fourier")?.reason ?? "fourier was not asked";
  };
}

function noMeasure(analysis: Analysis, what: string): string {
  const why =
    whyNoResult(analysis, NAME_KEYS) ?? (keysOf(analysis).length === 0 ? "there are no key frequencies" : null);
  return why === null ? `no ${what} in the results` : `no ${what}: ${why}`;
}

function keysInWords(analysis: Analysis): string {
  return `key frequencies ${keysOf(analysis).join(", ")}`;
}

/** The rows of the published variant. */
function published<R extends { readonly variant: string }>(rows: readonly R[] = []): readonly R[] {
  return rows.filter(({ variant }) => variant === "sum-directions");
}
