import { numbered } from "../../figures/_cells.ts";
import type { Figure, Trace } from "../../figures/_figure.ts";
import { panels } from "../../figures/panels.ts";
import { groupsOf } from "../results-table.ts";
import type { RunResult } from "../run-results.ts";
import { settingAxis } from "./setting-axis.ts";

/** From none of the runs to all of them: both light enough for dark type. */
const COLOURS = [
  [0, "#f3e79b"],
  [1, "#8fd0f2"],
] as const;
/** Of the words in a cell, in pixels. */
const TYPE = 10;

/**
 * How many runs still generalise after each change, from each epoch at which it was made: those whose test accuracy is
 * 95 % for good by their last epoch, of those that have results. A + stands where a run's phase is not the last word
 * (`censored`). Of runs that differ in other settings too there is one plot for each combination of those.
 */
export function generalisedMap(results: readonly RunResult[]): Figure {
  const known = results.filter(({ phase }) => phase !== null);
  const open = known.filter(({ censored }) => censored).length;
  const naming = {
    name: "generalised",
    title: "Runs that generalise, by change and the epoch of it",
    caption: [
      "Of the runs that go on from an epoch with some settings changed, how many have a test accuracy of 95 % for good by their last epoch. The control changes nothing.",
      ...(open > 0 ? [`+: ${open} runs ended before their phase was decided; longer ones may yet generalise.`] : []),
      ...(known.length < results.length ? [`${results.length - known.length} runs have logged nothing yet.`] : []),
    ].join(" "),
  };
  const axes = ["from_epoch", "change"].map((name) =>
    settingAxis(
      name,
      // Of one epoch alone no run differs in it.
      results.map(({ cell }) => cell.varied[name] ?? cell.from?.moment ?? cell.from?.epoch ?? "first"),
    ),
  );
  const each = groupsOf(results, ["from_epoch", "change"]).map((group) => ({
    ...naming,
    title: group.label,
    ...plot(
      known.filter((result) => group.results.includes(result)),
      axes,
    ),
  }));
  return each.length === 1 ? { ...each[0], ...naming } : panels(each, { ...naming, letters: false });
}

function plot(results: readonly RunResult[], [across, up]: readonly ReturnType<typeof settingAxis>[]) {
  // The first change at the top, as in the table.
  const changes = up.values.toReversed();
  const cells = changes.map((change) =>
    across.values.map((epoch) => {
      const own = results.filter(
        ({ cell }) => cell.varied.change === change && (cell.varied.from_epoch ?? epoch) === epoch,
      );
      const generalised = own.filter(({ generalised_at }) => generalised_at !== null).length;
      return { of: own.length, generalised, open: own.some(({ censored }) => censored) };
    }),
  );
  const map: Trace = {
    type: "heatmap",
    z: cells.map((row) => row.map(({ of, generalised }) => (of === 0 ? null : generalised / of))),
    zmin: 0,
    zmax: 1,
    colorscale: COLOURS,
    showscale: false,
    xgap: 1,
    ygap: 1,
  };
  const annotations = cells.flatMap((row, y) =>
    row.flatMap(({ of, generalised, open }, x) => {
      const text = `${generalised}/${of}${open ? "+" : ""}`;
      const font = { size: TYPE, color: "#111111" };
      return of === 0 ? [] : [{ text, x, y, xref: "x", yref: "y", showarrow: false, font }];
    }),
  );
  const axis = ({ axis: own }: ReturnType<typeof settingAxis>, values: readonly unknown[], words: unknown) => ({
    ...own,
    tickvals: values.map((_, i) => i),
    ticktext: words,
  });
  const words = (values: readonly unknown[]) => values.map(String);
  return {
    data: [map],
    layout: {
      [numbered("xaxis", 0)]: axis(across, across.values, words(across.values)),
      [numbered("yaxis", 0)]: axis(up, changes, words(changes)),
      annotations,
    },
  };
}
