import { attributes } from "../figures/_cells.ts";
import type { Figure, Trace, TraceMeta } from "../figures/_figure.ts";
import { extentOn } from "../figures/_ranges.ts";
import type { Role } from "../figures/palettes.ts";
import { panels } from "../figures/panels.ts";
import { mean } from "../numerics/statistics.ts";
import type { Curve } from "./_curves.ts";

/** One quantity of every run of a family. */
export interface FamilyCurves {
  readonly label: string;
  readonly members: readonly Curve["points"][];
  /** From 0 to 1, its place where the families have an order. */
  readonly level?: number;
  readonly role?: Role;
}

export interface FamilyNaming {
  readonly name: string;
  readonly title: string;
  /** Title of the y axis. */
  readonly y: string;
  readonly log: boolean;
  /** Of the quantity: variant, split, dtype. */
  readonly definition: string;
}

/** Lines of fewer points than this have their points marked. */
const FEW = 4;

/**
 * The mean of each family over training, from its least run to its largest shaded; the geometric mean on a logarithmic
 * axis. It reaches as far as all runs of the family do; a run has values between two of its epochs by interpolation, linear
 * in what the axis shows. Undefined where no run has a value.
 */
export function familyFigure(families: readonly FamilyCurves[], naming: FamilyNaming): Figure | undefined {
  return familyPlot(families, naming)?.figure;
}

/** The figure, and what its caption says of means and interpolation. */
function familyPlot(families: readonly FamilyCurves[], naming: FamilyNaming) {
  const { name, title, y, log, definition } = naming;
  const drawn = families.flatMap((family, place) => {
    const known = family.members
      .map((points) => points.filter((point): point is Known => isDrawn(point[1], log)))
      .filter((points) => points.length > 0);
    const { summary, interpolated } = summarised(known, log);
    const n = known.length;
    const label = family.members.length > 1 ? `${family.label}, n = ${n}` : family.label;
    return summary.length === 0
      ? []
      : [{ label, n, summary, interpolated, place, role: family.role, level: family.level }];
  });
  if (drawn.length === 0) return undefined;
  const look = ({ label, place, role, level }: (typeof drawn)[number]) => {
    const meta: TraceMeta = level !== undefined ? { level } : role !== undefined ? { role } : { place };
    return { type: "scatter" as const, name: label, legendgroup: label, meta };
  };
  // All areas lie beneath all lines.
  const areas = drawn
    .filter(({ n }) => n > 1)
    .map((family): Trace => {
      const epochs = family.summary.map(({ epoch }) => epoch);
      const [most, least] = [family.summary.map((at) => at.most), family.summary.map((at) => at.least)];
      return {
        ...look(family),
        mode: "lines",
        showlegend: false,
        hoverinfo: "skip",
        fill: "toself",
        x: [...epochs, ...epochs.toReversed()],
        y: [...most, ...least.toReversed()],
      };
    });
  const lines = drawn.map(
    (family): Trace => ({
      ...look(family),
      mode: family.summary.length < FEW ? "lines+markers" : "lines",
      x: family.summary.map(({ epoch }) => epoch),
      y: family.summary.map((at) => at.mean),
      line: { simplify: false },
    }),
  );
  const [size, ...sizes] = new Set(drawn.map(({ n }) => n));
  const whose = `${sizes.length === 0 ? size : "n"} runs${families.length > 1 ? " of a family" : ""}`;
  const spread =
    areas.length > 0
      ? ` Lines: the ${log ? "geometric" : "arithmetic"} mean of the ${whose}, as far as all of them reach; shaded: from the least of them to the largest.`
      : "";
  const between = drawn.some(({ interpolated }) => interpolated)
    ? " Between two of its epochs a run is interpolated."
    : "";
  const figure: Figure = {
    name,
    title,
    caption: `${title}: ${definition}.${spread}${between}`,
    x: "epoch",
    data: [...areas, ...lines],
    layout: {
      xaxis: { title: { text: "epoch" }, type: "linear" },
      yaxis: { title: { text: y }, type: log ? "log" : "linear" },
    },
  };
  return { figure, spread, between };
}

/** `familyFigure` of each family in a plot of its own, with one range of y, in one figure. Undefined where no run has a value. */
export function familyMultiples(families: readonly FamilyCurves[], naming: FamilyNaming): Figure | undefined {
  const plots = families.flatMap(
    ({ label, members }) => familyPlot([{ label, members, level: 0 }], { ...naming, title: label }) ?? [],
  );
  if (plots.length === 0) return undefined;
  const { name, title, definition, log } = naming;
  // What any of them needs to be said; all are of one measure.
  const spread = plots.find((plot) => plot.spread !== "")?.spread ?? "";
  const between = plots.find((plot) => plot.between !== "")?.between ?? "";
  const figures = plots.map(({ figure }) => figure);
  const range = yRange(figures, log);
  const alike = figures.map((figure) => ({
    ...figure,
    layout: { ...figure.layout, yaxis: { ...attributes(figure.layout.yaxis), ...(range ? { range } : {}) } },
  }));
  return panels(alike, { name, title, caption: `${title}: ${definition}.${spread}${between}`, letters: false });
}

/** Above the largest value and below the least, as a share of what lies between. */
const MARGIN = 0.04;

/** The range of all plots, as Plotly takes it; null where all values are one. */
function yRange(figures: readonly Figure[], log: boolean): readonly [number, number] | null {
  const values = figures.flatMap(({ data }) => data.flatMap(({ y }) => y as readonly unknown[]));
  const found = extentOn(values, log);
  if (!found || found[0] === found[1]) return null;
  const [least, most] = found;
  const margin = MARGIN * (most - least);
  return [least - margin, most + margin];
}

type Known = readonly [epoch: number, value: number];

interface Summary {
  readonly epoch: number;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

/** At every epoch that some run has, from the first to the last that lie within all of them. */
function summarised(
  runs: readonly (readonly Known[])[],
  log: boolean,
): { readonly summary: readonly Summary[]; readonly interpolated: boolean } {
  const from = Math.max(...runs.map(([[first]]) => first));
  const to = Math.min(...runs.map((points) => (points.at(-1) as Known)[0]));
  const all = new Set(runs.flatMap((points) => points.map(([epoch]) => epoch)));
  const epochs = [...all].filter((epoch) => epoch >= from && epoch <= to).sort((a, b) => a - b);
  const values = runs.map((points) => at(points, epochs, log));
  return {
    summary: epochs.map((epoch, i) => {
      const here = values.map((run) => run[i]);
      // A run by itself is drawn to the last digit.
      const geometric = log && here.length > 1;
      return {
        epoch,
        mean: geometric ? Math.exp(mean(here.map(Math.log))) : mean(here),
        least: Math.min(...here),
        most: Math.max(...here),
      };
    }),
    interpolated: runs.some((points) => {
      const own = new Set(points.map(([epoch]) => epoch));
      return epochs.some((epoch) => !own.has(epoch));
    }),
  };
}

/** The values of a run at epochs within its own, both ascending. */
function at(points: readonly Known[], epochs: readonly number[], log: boolean): readonly number[] {
  let i = 0;
  return epochs.map((epoch) => {
    while (points[i][0] < epoch) i++;
    const [there, value] = points[i];
    if (there === epoch) return value;
    const [before, earlier] = points[i - 1];
    const share = (epoch - before) / (there - before);
    return log ? earlier * (value / earlier) ** share : earlier + (value - earlier) * share;
  });
}

function isDrawn(value: number | null, log: boolean): value is number {
  return value !== null && Number.isFinite(value) && (!log || value > 0);
}
