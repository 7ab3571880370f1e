import type { Figure } from "../figures/_figure.ts";
import { lines } from "../figures/lines.ts";
import { panels } from "../figures/panels.ts";
import * as column from "../tables/column.ts";
import { valued } from "./_figures.ts";

/** What the figures need of a row. */
export interface LandscapeRow {
  readonly epoch: number;
  readonly path: "scale" | "line";
  readonly at: number;
  readonly train_loss: number | null;
  readonly test_loss: number | null;
  readonly all_loss: number | null;
}

interface Concluded {
  readonly to_epoch: number;
  readonly threshold: number;
  readonly lines: readonly {
    readonly epoch: number;
    readonly train_barrier: number | null;
    readonly test_barrier: number | null;
    readonly all_barrier: number | null;
  }[];
}

const LOSSES = ["train_loss", "test_loss"] as const;
const COLUMNS = {
  epoch: column.integer("epoch of the checkpoint"),
  at: column.number("α or t"),
  train_loss: column.optionalNumber("training pairs", "nats"),
  test_loss: column.optionalNumber("test pairs", "nats"),
  all_loss: column.optionalNumber("all pairs", "nats"),
};
const BARRIERS = {
  epoch: column.integer("epoch of the checkpoint"),
  train_barrier: column.optionalNumber("of the train loss", "nats"),
  test_barrier: column.optionalNumber("of the test loss", "nats"),
  all_barrier: column.optionalNumber("of the loss over all pairs", "nats"),
  threshold: column.number("from which on it is called one", "nats"),
};
const OF = "Mean cross-entropy over the p answers, float64";

/** Losses along the rays and the lines, one curve a checkpoint; and the barriers over the epochs. */
export function landscapeFigures(rows: readonly LandscapeRow[], concluded: Concluded | undefined): readonly Figure[] {
  const to = concluded?.to_epoch;
  const barriers = (concluded?.lines ?? []).map((one) => ({ ...one, threshold: concluded?.threshold ?? 0 }));
  const known = valued(barriers, ["train_barrier", "test_barrier"] as const);
  const split = barriers.some((row) => row.train_barrier !== null);
  return [
    curves(rows, "scale", {
      name: "scales",
      title: "Loss when all weights are scaled",
      caption: `${OF}, of each checkpoint with all weights, biases too, times α. At α = 1 it is the checkpoint, at 0 a guess.`,
      x: "α",
    }),
    curves(rows, "line", {
      name: "lines",
      title: `Loss on the line to epoch ${to ?? "of --line-to"}`,
      caption: `${OF}, at (1 − t) w + t w_to between each checkpoint and that of epoch ${to ?? "--line-to"}: a mountain on the line is a barrier.`,
      x: "t",
    }),
    lines(
      { columns: BARRIERS, rows: barriers },
      {
        name: "barriers",
        title: "Barriers on the lines",
        caption: `The largest loss on the line from each checkpoint to that of epoch ${to ?? "--line-to"}, less that of the higher end; float64, over the p answers. It is called a barrier over the threshold, 2 % of ln p.`,
        x: "epoch",
        y: [...(split ? known : (["all_barrier"] as const)), "threshold"],
        labels: {
          train_barrier: "train loss",
          test_barrier: "test loss",
          all_barrier: "all pairs",
          threshold: "threshold",
        },
        axes: { y: "barrier (nats)" },
      },
    ),
  ];
}

interface Curves {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly x: string;
}

/** A plot for the train loss and one for the test loss, or one of all pairs; checkpoints coloured in their order. */
function curves(all: readonly LandscapeRow[], path: LandscapeRow["path"], { x, ...named }: Curves): Figure {
  const rows = all.filter((row) => row.path === path);
  const found = LOSSES.filter((loss) => rows.some((row) => row[loss] !== null));
  const shown = found.length > 0 ? found : (["all_loss"] as const);
  const epochs = [...new Set(rows.map(({ epoch }) => epoch))];
  const each = shown.map((loss) => {
    const figure = lines(
      { columns: COLUMNS, rows },
      {
        name: loss,
        title: { train_loss: "training pairs", test_loss: "test pairs", all_loss: "all pairs" }[loss],
        caption: "",
        x: "at",
        y: [loss],
        series: "epoch",
        labels: (key) => `epoch ${key}`,
        log: "y",
        axes: { x, y: "loss (nats)" },
      },
    );
    const level = (i: number) => (epochs.length < 2 ? 0 : i / (epochs.length - 1));
    return { ...figure, data: figure.data.map((trace, i) => ({ ...trace, meta: { level: level(i) } })) };
  });
  return panels(each, { ...named, columns: 2 });
}
