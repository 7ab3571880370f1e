import * as analyzers from "../../analyzers/index.ts";
import type { Figure } from "../../figures/_figure.ts";
import type { Analysis } from "../../results/analysis.ts";
import { conclusionOf } from "../../results/conclusion-of.ts";
import { tableOf } from "../../results/table-of.ts";
import { curveOf, curvesFigure, trainingCurves } from "../_curves.ts";
import { keysOf, NAME_KEYS, whyNoResult } from "../_facts.ts";
import { spectrumOf } from "./parts/fourier-norms.ts";
import { grokking } from "./parts/grokking.ts";
import { definePaper, type Recipe } from "./parts/paper.ts";
import { NO_VALUES, picked } from "./parts/picked.ts";
import { sumOfSquares } from "./parts/sum-of-squares.ts";

/** By their numbers in the paper and in its published notebook. */
export default definePaper({
  name: "nanda-2023",
  citation: "Nanda et al. 2023, arXiv:2301.05217",
  about: "progress measures, spectra, neurons and attention",
  of: [analyzers.phases, analyzers.losses],
  figures: [
    ["2", grokking("2")],
    ["3a", spectrumOf("3a", "inputs")],
    ["3b", spectrumOf("3b", "neurons")],
    ["4a", picked("input-maps", "attention-maps", "the network is no transformer")],
    ["4b", picked("input-maps", "first-neurons")],
    [
      "4c",
      picked(
        "input-maps",
        "logit-components",
        "the task is no cyclic group's operation: its inputs have no frequencies",
      ),
    ],
    ["5a", picked("neurons", "neuron-shares")],
    ["5b", picked("neurons", "cluster-output", "no neurons follow one frequency")],
    ["6a", besideTrainAndTest("6a", "excluded", "training pairs", (row) => row.excluded_loss)],
    ["6b", besideTrainAndTest("6b", "restricted", "all pairs", (row) => row.restricted_loss)],
    ["6c", testOverRestricted],
    ["6d", sumOfSquares("6d")],
    ["8", picked("attention", "scores", whyNoScores)],
    ["10", restrictedAccuracy],
    ["11", keyCosines],
    ["12", excludedOfEach],
  ],
});

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
    const { curves, originOf } = trainingCurves(analysis);
    const rows = phaseRows(analysis) ?? [];
    if (rows.every((row) => value(row) === null)) return noMeasure(analysis, measure);
    const title = `${measure[0].toUpperCase()}${measure.slice(1)}`;
    return curvesFigure([curves.train_loss, curves.test_loss, { ...curveOf(measure, rows, value), role }], {
      name,
      title,
      caption: `${title}: variant sum-directions, ${keysInWords(analysis)}, ${pairs}, float64; ${originOf(["train_loss", "test_loss"])}.`,
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

function restrictedAccuracy(analysis: Analysis): Figure | string {
  const { curves, originOf } = trainingCurves(analysis);
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
      caption: `Restricted: variant sum-directions, ${keysInWords(analysis)}; ${originOf(["train_accuracy", "test_accuracy"])}.`,
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
  const { curves, originOf } = trainingCurves(analysis);
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
    caption: `Loss without one frequency: variant sum-directions, training pairs, float64; ${originOf(["train_loss", "test_loss"])}.`,
    y: "loss (nats)",
    log: "y",
  });
}

function whyNoScores(analysis: Analysis): string {
  return conclusionOf(analysis, analyzers.attention)?.no_scores ?? NO_VALUES;
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
