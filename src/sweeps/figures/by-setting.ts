import type { Figure, Trace } from "../../figures/_figure.ts";
import { panels } from "../../figures/panels.ts";
import { shares } from "../critical-values.ts";
import { type Group, groupsOf, trialsOf } from "../results-table.ts";
import type { RunResult } from "../run-results.ts";
import { dodged, lookOf, spreadLine } from "./_spread.ts";
import { type SettingAxis, settingAxis } from "./setting-axis.ts";

/** More lines than these in one plot are not told apart: each group has a plot of its own. */
const MAX_LINES = 8;

const words = (setting: string) => setting.replaceAll("_", " ");
const slug = (setting: string) => setting.replaceAll("_", "-");

/** One plot of all groups, or where they are many one of each. */
function plots(
  groups: readonly Group[],
  naming: Pick<Figure, "name" | "title" | "caption">,
  plot: (own: readonly Group[]) => Figure,
): Figure {
  if (groups.length <= MAX_LINES) return plot(groups);
  const each = groups.map((group) => ({ ...plot([group]), title: group.label }));
  return { ...panels(each, { ...naming, letters: false }) };
}

/**
 * Epochs from 95 % train accuracy to 95 % test accuracy against one setting, a line for each combination of the others:
 * the mean over seeds (geometric, as the axis is logarithmic unless a delay is not above 0), from the least to the largest.
 * A run that memorised and did not generalise by its end is a hollow triangle at the least that its delay can be; one that
 * did not memorise has no delay, and is a cross at the foot.
 */
export function delayBySetting(results: readonly RunResult[], setting: string): Figure {
  const axis = settingAxis(
    setting,
    results.map(({ cell }) => cell.varied[setting]),
  );
  const known = results.flatMap((result) => result.delay ?? boundOf(result) ?? []);
  const log = known.length > 0 && known.every((delay) => delay > 0);
  const foot = known.length === 0 ? 0 : log ? Math.min(...known) / 2 : Math.min(0, ...known);
  const counts = [
    results.filter((result) => result.delay === null && boundOf(result) !== null).length,
    results.filter((result) => isConfused(result)).length,
    results.filter(({ phase }) => phase === null).length,
  ];
  const [ended, confused, unknown] = counts;
  const naming = {
    name: `delay-by-${slug(setting)}`,
    title: `Delay by ${words(setting)}`,
    caption:
      [
        `Epochs from 95 % train accuracy to 95 % test accuracy, each for good, against ${words(setting)}: ${log ? "geometric " : ""}mean of the seeds that generalised, whiskers from the least to the largest.`,
        ...(ended > 0
          ? [
              `Hollow triangles: ${ended} runs that memorised and ended before they generalised; their delay is above the mark.`,
            ]
          : []),
        ...(confused > 0 ? [`Crosses at the foot: ${confused} runs that did not memorise and have no delay.`] : []),
        ...(unknown > 0 ? [`${unknown} runs have logged nothing yet.`] : []),
      ].join(" ") + axis.note,
  };
  const plot = (own: readonly Group[]): Figure => ({
    ...naming,
    data: [
      ...own.flatMap((group, i) => delayTraces(group, own, i, setting, axis, log, foot)),
      ...keys(ended, confused),
    ],
    layout: {
      xaxis: axis.axis,
      yaxis: { title: { text: "delay (epochs)" }, type: log ? "log" : "linear" },
    },
  });
  return plots(groupsOf(results, [setting]), naming, plot);
}

function delayTraces(
  group: Group,
  all: readonly Group[],
  i: number,
  setting: string,
  axis: SettingAxis,
  log: boolean,
  foot: number,
): readonly Trace[] {
  const meta = lookOf(all, i);
  const shift = dodged(axis.pitch, all.length, i);
  const x = ({ cell }: RunResult) => axis.at(cell.varied[setting]) + shift;
  const points = axis.values.map((value) => ({
    x: axis.at(value) + shift,
    values: group.results.flatMap(({ cell, delay }) => (cell.varied[setting] === value ? (delay ?? []) : [])),
  }));
  const marks = (own: readonly RunResult[], y: (result: RunResult) => number | null, symbol: string): Trace => ({
    type: "scatter",
    mode: "markers",
    meta,
    showlegend: false,
    x: own.map(x),
    y: own.map(y),
    marker: { symbol },
    text: own.map(({ cell }) => cell.name),
  });
  const ended = group.results.filter((result) => result.delay === null && boundOf(result) !== null);
  const confused = group.results.filter(isConfused);
  return [
    { ...spreadLine(group.label || "all runs", points, log), meta },
    ...(ended.length > 0 ? [marks(ended, boundOf, "triangle-up-open")] : []),
    ...(confused.length > 0 ? [marks(confused, () => foot, "x-thin-open")] : []),
  ];
}

/** What the marks without a line mean, in the legend. */
function keys(ended: number, confused: number): readonly Trace[] {
  const key = (name: string, symbol: string): Trace => ({
    type: "scatter",
    mode: "markers",
    name,
    x: [null],
    y: [null],
    marker: { symbol },
    meta: { background: true },
  });
  return [
    ...(ended > 0 ? [key("not generalised by its end", "triangle-up-open")] : []),
    ...(confused > 0 ? [key("not memorised", "x-thin-open")] : []),
  ];
}

/** The least that the delay of a run can be that memorised and has not generalised; null of others. */
function boundOf({ memorised_at, generalised_at, last_epoch }: RunResult): number | null {
  if (memorised_at === null || generalised_at !== null || last_epoch === null) return null;
  return last_epoch - memorised_at;
}

function isConfused({ memorised_at, phase }: RunResult): boolean {
  return memorised_at === null && phase !== null;
}

/** The share of the runs at each value of a setting that generalise, a line for each combination of the others. */
export function shareBySetting(results: readonly RunResult[], setting: string): Figure {
  const axis = settingAxis(
    setting,
    results.map(({ cell }) => cell.varied[setting]),
  );
  const naming = {
    name: `share-by-${slug(setting)}`,
    title: `Runs that generalise, by ${words(setting)}`,
    caption: `Share of the runs whose test accuracy is 95 % for good by their last epoch, against ${words(setting)}. Where a line crosses the dashed half the setting is critical.${axis.note}`,
  };
  const ended = results.filter(({ state }) => state === "finished" || state === "enough" || state === "diverged");
  const plot = (own: readonly Group[]): Figure => ({
    ...naming,
    data: own.map((group, i): Trace => {
      const all = shares(trialsOf(group.results, setting));
      return {
        type: "scatter",
        mode: "lines+markers",
        name: group.label || "all runs",
        meta: lookOf(own, i),
        x: all.map(({ value }) => axis.at(value) + dodged(axis.pitch, own.length, i)),
        y: all.map(({ generalised, of }) => generalised / of),
      };
    }),
    layout: {
      xaxis: axis.axis,
      yaxis: { title: { text: "share that generalises" }, type: "linear", range: [-0.05, 1.05] },
      shapes: [
        {
          type: "line",
          xref: "x domain",
          yref: "y",
          x0: 0,
          x1: 1,
          y0: 0.5,
          y1: 0.5,
          line: { width: 1, dash: "dash", color: "#888888" },
        },
      ],
    },
  });
  return plots(groupsOf(ended, [setting]), naming, plot);
}

/**
 * The last losses against a width: where the test loss rises and falls again it is double descent over the size of the network,
 * Belkin et al. 2018, arXiv:1812.11118.
 */
export function lossBySetting(results: readonly RunResult[], setting: string): Figure {
  const axis = settingAxis(
    setting,
    results.map(({ cell }) => cell.varied[setting]),
  );
  const groups = groupsOf(results, [setting]);
  const none = results.flatMap(({ train_loss, test_loss }) => [train_loss, test_loss]).filter((loss) => loss === 0);
  const zeros = none.length > 0 ? ` ${none.length} losses of exactly 0 have no place on the axis.` : "";
  const naming = {
    name: `loss-by-${slug(setting)}`,
    title: `Last losses by ${words(setting)}`,
    caption: `Train and test loss of the last epoch against ${words(setting)}: geometric mean of the seeds, whiskers from the least to the largest.${zeros}${axis.note}`,
  };
  const plot = (group: Group): Figure => ({
    ...naming,
    title: groups.length > 1 ? group.label : naming.title,
    data: (["train_loss", "test_loss"] as const).map((measure, place) => {
      const points = axis.values.map((value) => ({
        x: axis.at(value),
        values: group.results.flatMap((result) => {
          const loss = result.cell.varied[setting] === value ? result[measure] : null;
          return loss !== null && loss > 0 ? loss : [];
        }),
      }));
      return { ...spreadLine(words(measure), points, true), meta: { place } };
    }),
    layout: { xaxis: axis.axis, yaxis: { title: { text: "loss (nats)" }, type: "log" } },
  });
  return groups.length === 1 ? plot(groups[0]) : panels(groups.map(plot), { ...naming, letters: false });
}
