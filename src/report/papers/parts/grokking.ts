import * as analyzers from "../../../analyzers/index.ts";
import type { Figure } from "../../../figures/_figure.ts";
import { panels } from "../../../figures/panels.ts";
import type { Analysis } from "../../../results/analysis.ts";
import { tableOf } from "../../../results/table-of.ts";
import {
  curvesFigure,
  isKnown,
  MEASURES,
  type Measure,
  setsInWords,
  type TrainingCurves,
  trainingCurves,
} from "../../_curves.ts";
import type { Recipe } from "./paper.ts";

/** The curves of one run; in words why there are none. */
export function curvesOfOneRun(analysis: Analysis, measures: readonly Measure[]): TrainingCurves | string {
  const training = trainingCurves(analysis);
  if (!measures.some((measure) => isKnown(training.curves[measure])))
    return measures.some((measure) => measure.endsWith("loss"))
      ? "neither losses nor accuracies are in the results"
      : "no accuracies are in the results";
  const runs = new Set(tableOf(analysis, analyzers.phases)?.rows.map(({ series }) => series)).size;
  return runs > 1 ? `the curves are of ${runs} runs, and the figure is of one` : training;
}

/** Accuracy and loss side by side over training. */
export function grokking(name: string): Recipe {
  return (analysis) => {
    const training = curvesOfOneRun(analysis, ["train_accuracy", "test_accuracy", "train_loss", "test_loss"]);
    if (typeof training === "string") return training;
    const { curves, originOf } = training;
    const both = [accuracies(training, "accuracy"), losses(training, "loss")];
    return panels(
      both.filter(({ data }) => data.length > 0),
      {
        name,
        title: "Grokking",
        caption: `${setsInWords(MEASURES.map((measure) => curves[measure]))} accuracy and loss; ${originOf(MEASURES)}.`,
        columns: 2,
        letters: false,
      },
    );
  };
}

/** Train and test accuracy over training, on a logarithmic axis of epochs or a linear one. */
export function accuracies({ curves, originOf, axis }: TrainingCurves, name: string, log?: "x"): Figure {
  const drawn = [curves.train_accuracy, curves.test_accuracy];
  return curvesFigure(drawn, {
    name,
    title: "Accuracy",
    caption: `${setsInWords(drawn)} accuracy; ${originOf(["train_accuracy", "test_accuracy"])}.`,
    y: "accuracy (share)",
    axis,
    ...(log === undefined ? {} : { log }),
  });
}

/** Train and test loss over training, likewise. */
export function losses({ curves, originOf, axis }: TrainingCurves, name: string, log?: "x"): Figure {
  const drawn = [curves.train_loss, curves.test_loss];
  return curvesFigure(drawn, {
    name,
    title: "Loss",
    caption: `${setsInWords(drawn)} loss; ${originOf(["train_loss", "test_loss"])}.`,
    y: "loss (nats)",
    axis,
    log: log === undefined ? "y" : "xy",
  });
}
