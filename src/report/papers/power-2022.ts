import * as analyzers from "../../analyzers/index.ts";
import type { Figure } from "../../figures/_figure.ts";
import { bars } from "../../figures/bars.ts";
import { lines } from "../../figures/lines.ts";
import type { Analysis } from "../../results/analysis.ts";
import { conclusionOf } from "../../results/conclusion-of.ts";
import { tableOf } from "../../results/table-of.ts";
import * as column from "../../tables/column.ts";
import { whyNoResult } from "../_facts.ts";
import { accuracies, curvesOfOneRun, losses } from "./parts/grokking.ts";
import { overTraining } from "./parts/over-training.ts";
import { definePaper, type Recipe } from "./parts/paper.ts";
import { NO_VALUES } from "./parts/picked.ts";

const ONE_RUN = "the curves are of one run, and the figure compares several";

/** Curves alone: what a log is enough for, on the paper's logarithmic axis of optimisation steps. */
export default definePaper({
  name: "power-2022",
  citation: "Power et al. 2022, arXiv:2201.02177",
  about: "accuracy and loss against optimisation steps on a logarithmic axis, from logs alone",
  of: [analyzers.phases, analyzers.losses],
  figures: [
    [
      "accuracy",
      overTraining(ofOneRun(["train_accuracy", "test_accuracy"], (training) => accuracies(training, "accuracy", "x"))),
    ],
    ["loss", overTraining(ofOneRun(["train_loss", "test_loss"], (training) => losses(training, "loss", "x")))],
    ["runs", runs],
    ["steps", steps],
  ],
});

function ofOneRun(
  measures: Parameters<typeof curvesOfOneRun>[1],
  figure: (training: Exclude<ReturnType<typeof curvesOfOneRun>, string>) => Figure,
): Recipe {
  return (analysis) => {
    const training = curvesOfOneRun(analysis, measures);
    return typeof training === "string" ? training : figure(training);
  };
}

/** The test curve of each of several runs in one log: accuracies, or losses where there are none of these. */
function runs(analysis: Analysis): Figure | string {
  const table = tableOf(analysis, analyzers.phases);
  if (!table) return whyNoResult(analysis, [analyzers.phases.name]) ?? NO_VALUES;
  if (new Set(table.rows.map(({ series }) => series)).size < 2) return ONE_RUN;
  const { axis = "epoch" } = conclusionOf(analysis, analyzers.phases)?.runs[0] ?? {};
  const accurate = table.rows.some(({ test_accuracy }) => test_accuracy !== null);
  return lines(table, {
    name: "runs",
    title: `Test ${accurate ? "accuracy" : "loss"} of each run`,
    caption: `Test ${accurate ? "accuracy" : "loss"} of each run in the log, as logged, on a logarithmic axis.`,
    x: "epoch",
    y: [accurate ? "test_accuracy" : "test_loss"],
    series: "series",
    connected: true,
    log: accurate ? "x" : "xy",
    axes: { y: accurate ? "test accuracy (share)" : "test loss (nats)", ...(axis === "epoch" ? {} : { x: axis }) },
  });
}

const STEPS = {
  run: column.text("its name in the log"),
  train: column.optionalNumber("from which step on the train set is learnt"),
  test: column.optionalNumber("from which step on the test set is"),
};

/** When each of several runs learns its train set and its test set, which is later the smaller the train set is. */
function steps(analysis: Analysis): Figure | string {
  const found = conclusionOf(analysis, analyzers.phases)?.runs ?? [];
  // Of several held-out sets the primary one, which is first.
  const each = found.filter(({ series }, i) => found.findIndex((one) => one.series === series) === i);
  if (each.length < 2) return ONE_RUN;
  const rows = each.map(({ series, train, test }) => ({
    run: series,
    train: train.at?.epoch ?? null,
    test: test.at?.epoch ?? null,
  }));
  const [{ axis, train, test }] = each;
  const learnt = ({ by, threshold }: typeof train) => `${by} ${threshold}`;
  return bars(
    { columns: STEPS, rows },
    {
      name: "steps",
      title: "How long each run takes",
      caption: `From which ${axis} on each run's train set is learnt (${learnt(train)}) and its test set (${learnt(test)}), on a logarithmic axis; none where it never is for good.`,
      x: "run",
      y: ["train", "test"],
      horizontal: true,
      log: true,
      axes: { x: "run", y: axis },
    },
  );
}
