import { power } from "../../numerics/power.ts";
import { frame, MARGINS } from "./chart.ts";
import { type Known, summarised } from "./curve-mean.ts";
import { linePath, pointsOf } from "./curves.ts";
import type { MeasureData } from "./data.ts";
import { html, svg } from "./dom.ts";
import { epochAxis } from "./epoch-axis.ts";
import type { Group } from "./groups.ts";
import { extent, scale } from "./scales.ts";
import type { ComparisonView } from "./view.ts";
import { type ChartEvents, watchLines } from "./watch-lines.ts";

const HEIGHT = 270;
/** Of a value's range, beyond the outermost values. */
const MARGIN = 0.03;

/** One measure of all runs over training: each run a thin line in the colour of its family, the mean of each family a thick one. */
export function curveChart(
  measure: MeasureData,
  groups: readonly Group[],
  view: ComparisonView,
  axis: string,
  width: number,
  events: ChartEvents,
): Element {
  const { name, title, unit, log } = measure;
  const lines = groups.map((group) => ({
    group,
    members: group.members
      .map((run) => ({ run, points: pointsOf(run, name, log) }))
      .filter(({ points }) => points.length > 0),
  }));
  const runs = groups.flatMap(({ members }) => members);
  const values = extent(everyValue(lines), log);
  if (values === undefined) return html("p", { class: "soft" }, ["No run that is shown has it."]);
  const x = epochAxis(runs, view, [MARGINS.left, width - MARGINS.right]);
  const y = scale(padded(values, log), [HEIGHT - MARGINS.bottom, MARGINS.top], log, 44);
  const { root, plot } = frame(width, HEIGHT, x, y, { x: axis, y: unit, name: `${title} over training` });
  root.classList.add("lines");
  const members = lines.flatMap(({ group, members: own }) => {
    // A run by itself stands for its family.
    const alone = own.length === 1;
    return own.map(({ run, points }) =>
      svg("path", {
        class: alone ? "line alone" : "line",
        "data-runs": run.place,
        d: linePath(points, x, y),
        stroke: group.colour,
        "stroke-dasharray": alone ? group.dash : "",
      }),
    );
  });
  const means = lines.flatMap(({ group, members: own }) => {
    if (own.length < 2) return [];
    const { summary } = summarised(
      own.map(({ points }) => points),
      log,
    );
    const mean = summary.map((at): Known => [at.epoch, at.mean]);
    return [
      svg("path", { class: "mean", d: linePath(mean, x, y), stroke: group.colour, "stroke-dasharray": group.dash }),
    ];
  });
  plot.append(...members, svg("g", {}, means));
  const known = lines.flatMap(({ members: own }) => own);
  watchLines(root, plot, x, y, known, axis, events);
  return root;
}

function* everyValue(lines: readonly { readonly members: readonly { readonly points: readonly Known[] }[] }[]) {
  for (const { members } of lines) for (const { points } of members) for (const [, value] of points) yield value;
}

function padded([least, most]: readonly [number, number], log: boolean): readonly [number, number] {
  if (log) {
    const room = power(most / least, MARGIN);
    return [least / room, most * room];
  }
  const room = MARGIN * (most - least);
  return [least - room, most + room];
}
