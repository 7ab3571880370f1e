import { attributes } from "../figures/_cells.ts";
import type { Figure } from "../figures/_figure.ts";
import { panels } from "../figures/panels.ts";
import { type Group, groupsOf } from "../sweeps/results-table.ts";
import type { RunResult } from "../sweeps/run-results.ts";
import { familyFigure } from "./_family-figure.ts";

/** A page holds no more plots. */
export const MAX_CURVES = 48;

/**
 * Train and test accuracy over epochs, small multiples: a plot for each combination of settings, its seeds' mean and spread.
 * Undefined where nothing is logged, or where there are more than 48 combinations.
 */
export function sweepCurves(results: readonly RunResult[]): Figure | undefined {
  const groups = groupsOf(results);
  if (groups.length > MAX_CURVES) return undefined;
  const naming = { name: "curves", title: "Accuracies over training", y: "accuracy (share)", log: false };
  const each = groups.flatMap(({ label, results: own }) => {
    const curves = (["train", "test"] as const).map((role) => ({
      label: role,
      members: own.map(({ curves }) =>
        curves.epochs.map((epoch, i) => [epoch, curves[`${role}_accuracy`]?.[i] ?? null] as const),
      ),
      role,
    }));
    const title = label === "" ? naming.title : label;
    const figure = familyFigure(curves, { ...naming, title, definition: "" });
    if (!figure) return [];
    const yaxis = { ...attributes(figure.layout.yaxis), range: [-0.02, 1.02] };
    const data = figure.data.map((trace) => ({ ...trace, name: setOf(trace.name) }));
    return [{ ...figure, data, layout: { ...figure.layout, yaxis, shapes: begun(own).map(mark) } }];
  });
  if (each.length === 0) return undefined;
  const most = Math.max(...groups.map(({ results: own }) => own.length));
  const spread =
    most > 1
      ? " Lines: the mean of the seeds, as far as all of them reach; shaded: from the least to the largest."
      : "";
  const marks =
    begun(results).length > 0 ? " Dashed: where a run begins that goes on from another; before it that one." : "";
  const caption = `Accuracy of the train pairs and of the test pairs, as logged, for each combination of settings.${marks}${spread}`;
  if (each.length === 1) return { ...each[0], ...naming, caption };
  return panels(each, { ...naming, caption, letters: false, columns: columnsOf(groups) });
}

/** The epochs at which runs begin that go on from others. */
function begun(results: readonly RunResult[]): readonly number[] {
  return [...new Set(results.flatMap(({ cell }) => cell.from?.epoch ?? []))];
}

function mark(epoch: number) {
  const line = { width: 1, dash: "dash", color: "#888888" };
  return { type: "line", xref: "x", yref: "y domain", x0: epoch, x1: epoch, y0: 0, y1: 1, line };
}

/** Plots beside one another; with more they are too many for a page. */
const MAX_COLUMNS = 6;

/** As many as the setting that varies fastest has values, so that a column is of one value. */
function columnsOf([first, second, ...others]: readonly Group[]): number {
  const fastest = Object.keys(first.settings).find((name) => first.settings[name] !== second.settings[name]) ?? "";
  const values = new Set([first, second, ...others].map(({ settings }) => settings[fastest]));
  return Math.min(MAX_COLUMNS, values.size);
}

/** Without how many seeds there are, which may differ from plot to plot: one legend serves all. */
function setOf(name = ""): string {
  return name.startsWith("train") ? "train" : "test";
}
