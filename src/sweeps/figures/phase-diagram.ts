import { numbered } from "../../figures/_cells.ts";
import type { Figure, Trace } from "../../figures/_figure.ts";
import { panels } from "../../figures/panels.ts";
import { commonPhase, LEARNING_PHASES, type LearningPhase } from "../learning-phase.ts";
import { type Group, groupsOf } from "../results-table.ts";
import type { RunResult } from "../run-results.ts";
import { settingAxis } from "./setting-axis.ts";

/** Light enough for dark type on each, apart in lightness and hue for whoever sees few colours. */
const COLOURS: Readonly<Record<LearningPhase, string>> = {
  comprehension: "#8fd0f2",
  grokking: "#e69f00",
  memorisation: "#f3e79b",
  confusion: "#c4c4cc",
};
/** Of the words in a cell, in pixels; with more columns than these they have no room. */
const TYPE = 10;
const MAX_LABELLED = 12;

/**
 * Which phase the runs at each pair of values are in, as `learningPhase` has them: that of most seeds. A cell says how many
 * agree where not all do, and has a + where a run's phase is not the last word (`censored`). Of runs that differ in other
 * settings too there is one plot for each combination of those.
 */
export function phaseDiagram(results: readonly RunResult[], x: string, y: string): Figure {
  const groups = groupsOf(results, [x, y]);
  const naming = {
    name: `phases-${x}-${y}`.replaceAll("_", "-"),
    title: `Phases of learning over ${x.replaceAll("_", " ")} and ${y.replaceAll("_", " ")}`,
    caption: captionOf(results),
  };
  const axes = [x, y].map((name) =>
    settingAxis(
      name,
      results.map(({ cell }) => cell.varied[name]),
    ),
  );
  const each = groups.map((group) => plot(group, naming, x, y, axes));
  return each.length === 1 ? { ...each[0], ...naming } : panels(each, { ...naming, letters: false });
}

function captionOf(results: readonly RunResult[]): string {
  const censored = results.filter((result) => result.censored).length;
  const unknown = results.filter(({ phase }) => phase === null).length;
  return [
    "After Liu et al. 2022, arXiv:2205.10343. Comprehension: both accuracies are 95 % for good by the last epoch, that of the test pairs before twice the epochs of the train pairs; grokking: both, the test pairs later; memorisation: the train pairs alone; confusion: neither. A cell has the phase of most of its seeds; a number says how many, where not all agree.",
    ...(censored > 0
      ? [`+: of ${censored} runs the phase is not decided by their last epoch; a longer run may be in another.`]
      : []),
    ...(unknown > 0 ? [`Blank or fewer: ${unknown} runs have logged nothing yet.`] : []),
  ].join(" ");
}

function plot(
  { label, results }: Group,
  naming: Pick<Figure, "name" | "title" | "caption">,
  x: string,
  y: string,
  [across, up]: readonly ReturnType<typeof settingAxis>[],
): Figure {
  const cells = up.values.map((v) =>
    across.values.map((u) => {
      const own = results.filter(({ cell }) => cell.varied[x] === u && cell.varied[y] === v);
      const found = commonPhase(own.flatMap(({ phase }) => phase ?? []));
      return { found, censored: own.some((result) => result.censored) };
    }),
  );
  const axis = (one: ReturnType<typeof settingAxis>) => ({
    ...one.axis,
    // Cells are one step apart, whatever their values.
    tickvals: one.values.flatMap((value, i) => ((one.axis.tickvals as number[]).includes(one.at(value)) ? [i] : [])),
  });
  const labelled = across.values.length <= MAX_LABELLED;
  const annotations = cells.flatMap((row, j) =>
    row.flatMap(({ found, censored }, i) => {
      const split = found && found.agreeing < found.of ? `${found.agreeing}/${found.of}` : "";
      const text = `${split}${censored ? "+" : ""}`;
      if (text === "" || !labelled) return [];
      return [{ text, x: i, y: j, xref: "x", yref: "y", showarrow: false, font: { size: TYPE, color: "#111111" } }];
    }),
  );
  const map: Trace = {
    type: "heatmap",
    z: cells.map((row) => row.map(({ found }) => (found ? LEARNING_PHASES.indexOf(found.phase) : null))),
    zmin: -0.5,
    zmax: LEARNING_PHASES.length - 0.5,
    colorscale: LEARNING_PHASES.flatMap((phase, i) =>
      [i, i + 1].map((edge) => [edge / LEARNING_PHASES.length, COLOURS[phase]]),
    ),
    showscale: false,
    xgap: 1,
    ygap: 1,
  };
  const key = (name: string, marker: object): Trace => ({
    type: "scatter",
    mode: "markers",
    name,
    x: [null],
    y: [null],
    marker: { ...marker },
  });
  const all = cells.flat();
  const keys = [
    ...LEARNING_PHASES.filter((phase) => all.some(({ found }) => found?.phase === phase)).map((phase) =>
      key(phase, { symbol: "square", color: COLOURS[phase] }),
    ),
    ...(labelled && all.some(({ censored }) => censored)
      ? [key("ended undecided", { symbol: "cross-thin-open", color: "#7f7f7f", line: { width: 1.2 } })]
      : []),
  ];
  return {
    ...naming,
    title: label,
    data: [map, ...keys],
    layout: {
      [numbered("xaxis", 0)]: axis(across),
      [numbered("yaxis", 0)]: axis(up),
      annotations,
    },
  };
}
