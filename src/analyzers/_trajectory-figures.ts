import type { Figure, Trace } from "../figures/_figure.ts";
import { lines } from "../figures/lines.ts";
import { scatter } from "../figures/scatter.ts";
import * as column from "../tables/column.ts";

/** At most so many checkpoints have their epoch written beside them, and the last. */
const NAMED = 5;

/** What the figures need of a row. */
interface TrajectoryRow {
  readonly epoch: number;
  readonly pc1: number | null;
  readonly pc2: number | null;
  readonly pc3: number | null;
  readonly step: number | null;
  readonly from_start: number | null;
  readonly path_length: number | null;
  readonly turn_cosine: number | null;
}

const COLUMNS = {
  epoch: column.integer("epoch of the checkpoint"),
  pc1: column.optionalNumber("along the first component", "weight"),
  pc2: column.optionalNumber("along the second", "weight"),
  pc3: column.optionalNumber("along the third", "weight"),
  turn_cosine: column.optionalNumber("cos between the steps before and after"),
  from_start: column.optionalNumber("from the first checkpoint", "weight"),
  path_length: column.optionalNumber("all steps up to here", "weight"),
};

/** The path in the plane of its first two components; each of three over the epochs; where it turns; how long it is. */
export function trajectoryFigures(rows: readonly TrajectoryRow[], shares: readonly number[]): readonly Figure[] {
  const table = { columns: COLUMNS, rows };
  const named = (component: number) => {
    const share = shares[component];
    return share === undefined ? `PC${component + 1}` : `PC${component + 1} (${(100 * share).toPrecision(3)} %)`;
  };
  return [
    planeFigure(rows, named(0), named(1)),
    lines(table, {
      name: "components",
      title: "The path over the epochs",
      caption:
        "Where all weights stand along the first three principal components of the checkpoints, from their mean; float64, every checkpoint weighs the same. In brackets the share of the variance. A walk in random directions gives cosines.",
      x: "epoch",
      y: ["pc1", "pc2", "pc3"],
      labels: { pc1: named(0), pc2: named(1), pc3: named(2) },
      axes: { y: "distance from the mean (weight)" },
    }),
    lines(table, {
      name: "turns",
      title: "Where the path turns",
      caption:
        "Cosine of the angle between the steps of all weights before and after each checkpoint: 1 straight on, 0 a right angle as in a random walk, −1 back.",
      x: "epoch",
      y: ["turn_cosine"],
      axes: { y: "cosine of the turn" },
    }),
    lines(table, {
      name: "lengths",
      title: "How far the weights have gone",
      caption:
        "Distance of all weights from the first checkpoint, and the length of the path there along the checkpoints, which is the same where it is straight.",
      x: "epoch",
      y: ["from_start", "path_length"],
      labels: { from_start: "distance from the start", path_length: "length of the path" },
      axes: { y: "distance (weight)" },
    }),
  ];
}

function planeFigure(all: readonly TrajectoryRow[], x: string, y: string): Figure {
  const rows = all.filter(({ pc1, pc2 }) => pc1 !== null && pc2 !== null);
  const epochs = rows.map(({ epoch }) => epoch);
  const figure = scatter(
    [
      {
        x: rows.map(({ pc1 }) => pc1),
        y: rows.map(({ pc2 }) => pc2),
        values: epochs,
        labels: epochs.map((epoch) => `epoch ${epoch}`),
      },
    ],
    {
      name: "plane",
      title: "The path of the weights",
      caption:
        "All weights at each checkpoint on the plane of their first two principal components, a unit as long on both axes, joined in the order of training, with some of the epochs. In brackets the share of the variance.",
      axes: { x, y },
      colour: { title: "epoch", whole: true },
    },
  );
  const joined: Trace = {
    type: "scatter",
    mode: "lines",
    x: rows.map(({ pc1 }) => pc1),
    y: rows.map(({ pc2 }) => pc2),
    showlegend: false,
    hoverinfo: "skip",
    meta: { background: true },
  };
  return {
    ...figure,
    data: [joined, ...figure.data],
    layout: {
      ...figure.layout,
      annotations: namedRows(rows).map(({ epoch, pc1, pc2 }) => ({
        text: String(epoch),
        x: pc1,
        y: pc2,
        xref: "x",
        yref: "y",
        ...inward(pc1 ?? 0, pc2 ?? 0),
        showarrow: false,
      })),
    },
  };
}

/** A text beside a point, towards the mean, round which the path bends: outside it would run over the axes. */
function inward(x: number, y: number) {
  const length = Math.hypot(x, y) || 1;
  const [along, up] = [x / length, y / length];
  return {
    xanchor: along > 0.4 ? "right" : along < -0.4 ? "left" : "center",
    // JSON has no −0.
    xshift: Math.round(-8 * along) + 0,
    yshift: Math.round(-14 * up) + 0,
  };
}

/** The last, and before it those that lie far enough from the one named after them, along the path. */
function namedRows(rows: readonly TrajectoryRow[]): readonly TrajectoryRow[] {
  const apart = (rows.at(-1)?.path_length ?? 0) / NAMED;
  let next = Number.POSITIVE_INFINITY;
  return rows
    .toReversed()
    .filter(({ path_length }) => {
      const isNamed = path_length !== null && next - path_length >= apart;
      if (isNamed) next = path_length;
      return isNamed;
    })
    .toReversed();
}
