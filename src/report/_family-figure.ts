import type { Figure, Trace, TraceMeta } from "../figures/_figure.ts";
import type { Role } from "../figures/palettes.ts";
import { isDrawn, type Known, summarised } from "../page/comparison/curve-mean.ts";
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
  return {
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
}
