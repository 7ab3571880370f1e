import { UsageError } from "../errors.ts";
import { finiteOrNull } from "../numerics/finite-or-null.ts";
import {
  alongLine,
  alongRay,
  barrier,
  barrierThreshold,
  type LandscapePoint,
} from "../quantities/landscape/landscape.ts";
import type { Checkpoint, Run } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
import { CONCLUDED_EPOCH, concludedEpoch } from "./_figures.ts";
import { type LandscapeRow, landscapeFigures } from "./_landscape-figures.ts";
import * as option from "./_options.ts";
import { SCORE_COLUMNS } from "./_scores.ts";

/** Two seconds a checkpoint at p = 113, for 15 networks beside it. */
const MOST_CHECKPOINTS = 6;

const COLUMNS = {
  path: column.text<"scale" | "line">("scale: all weights times α; line: from the checkpoint to the one of --line-to"),
  at: column.number("α, or t of (1 − t) w + t w_to"),
  weight_norm: column.optionalNumber("√Σw² of all weights there", "weight"),
  ...SCORE_COLUMNS,
  train_loss: column.optionalNumber(
    "float64, over the p answers, training pairs; null where the split is not known, or it is not finite",
    "nats",
  ),
};

/**
 * Omnigrok has grokking as a mismatch of two curves over the weight norm: the train loss is an L, low from some norm on, the
 * test loss a U, low around one norm alone. Two networks between which the loss does not rise are in one basin: from then on
 * training only goes down into it.
 */
export default defineAnalyzer({
  name: "landscape",
  title: "Loss along rays and lines of weights",
  question:
    "How do the losses go when all weights are scaled, and is there a barrier on the line to another checkpoint?",
  source:
    "scale: Liu et al. 2022 (Omnigrok), arXiv:2210.01117, whose losses are trained at each norm, ours those of αw; line: Frankle et al. 2020, arXiv:1912.05671, whose barrier is over the mean of the ends, ours over the higher",
  options: {
    scales: option.integers("α of αw in per cent", [0, 50, 75, 90, 100, 110, 125, 150, 200]),
    lineTo: option.integerOr("the checkpoint that lines go to: the last, or an epoch", ["last"], "last"),
    linePoints: option.integer("places on a line, both ends among them; at least 3", 9),
  },
  columns: COLUMNS,
  summary: { series: ["path", "at"], values: ["train_loss", "test_loss", "test_accuracy"] },
  forward: true,
  sparing: MOST_CHECKPOINTS,
  anyNetwork: true,
  applies: ({ network }) => (network ? true : "there are no weights"),
  reference: (run, { lineTo }) => checkpointAt(run, lineTo),
  prepare: (run, { scales, lineTo, linePoints }) => {
    checkGrid(scales ?? [], linePoints);
    return { to: checkpointAt(run, lineTo).epoch, threshold: barrierThreshold(run.network?.task.p ?? 1) };
  },
  measure: (model, { network, epoch, reference, options: { scales = [], linePoints }, prepared: { to } }) => {
    const alphas = [...new Set(scales)].sort((a, b) => a - b).map((percent) => percent / 100);
    const line = reference && epoch !== to ? alongLine(model, reference, network, linePoints) : [];
    return [
      ...alongRay(model, network, alphas).map((point) => rowOf("scale", point)),
      ...line.map((point) => rowOf("line", point)),
    ];
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    scales: field.records("where on its ray each checkpoint has the least loss, of the α asked", {
      epoch: column.integer("the checkpoint"),
      train_alpha: column.optionalNumber("α of the least train loss; null where it is not known"),
      test_alpha: column.optionalNumber("α of the least test loss"),
      test_is_u: column.optionalBoolean("whether that lies between the least and the largest α"),
    }),
    to_epoch: column.integer("the checkpoint that lines go to"),
    threshold: column.number("from how much on a barrier is called one: 2 % of ln p", "nats"),
    lines: field.records(
      "the barrier on the line from each checkpoint: the largest loss on it less that of its higher end",
      {
        epoch: column.integer("the checkpoint"),
        train_barrier: column.optionalNumber("of the train loss; null where it is not known", "nats"),
        test_barrier: column.optionalNumber("of the test loss", "nats"),
        all_barrier: column.optionalNumber("of the loss over all pairs", "nats"),
        behind_barrier: column.optionalBoolean(
          "whether that of the train loss, else of all pairs, is over the threshold",
        ),
      },
    ),
    connected_epoch: column.optionalInteger(
      "first checkpoint from which on, up to the one that lines go to, none is behind a barrier; null where the one before it is",
    ),
  },
  conclude: ({ rows }, { prepared: { to, threshold } }) => {
    const epochs = [...new Set(rows.map(({ epoch }) => epoch))];
    const of = (at: number, path: LandscapeRow["path"]) => rows.filter((row) => row.epoch === at && row.path === path);
    const lines = epochs.flatMap((epoch) => {
      const own = of(epoch, "line");
      if (own.length === 0) return [];
      const [train_barrier, test_barrier, all_barrier] = (["train_loss", "test_loss", "all_loss"] as const).map(
        (loss) => barrierOf(own.map((row) => row[loss])),
      );
      const told = train_barrier ?? all_barrier;
      return [
        { epoch, train_barrier, test_barrier, all_barrier, behind_barrier: told === null ? null : told > threshold },
      ];
    });
    const before = lines.filter(({ epoch }) => epoch < to);
    const behind = before.findLastIndex(({ behind_barrier }) => behind_barrier !== false);
    return {
      ...concludedEpoch(rows),
      scales: epochs.map((epoch) => scaleOf(epoch, of(epoch, "scale"))),
      to_epoch: to,
      threshold,
      lines,
      connected_epoch: before[behind + 1]?.epoch ?? null,
    };
  },
  findings: (_, { conclusion: { scales, to_epoch, threshold, lines, connected_epoch } }): readonly Finding[] => {
    const last = scales[scales.length - 1];
    const behind = lines.filter(({ behind_barrier }) => behind_barrier);
    return [
      ...(last.train_alpha === null
        ? []
        : [{ label: `α of the least train loss at epoch ${last.epoch}`, value: last.train_alpha }]),
      ...(last.test_alpha === null
        ? []
        : [
            {
              label: `α of the least test loss at epoch ${last.epoch}`,
              value: last.test_alpha,
              note: last.test_is_u ? "more on both sides of it: a U" : "at an end of those asked",
            },
          ]),
      ...(lines.length === 0
        ? []
        : [
            {
              label: `behind a barrier from epoch ${to_epoch}`,
              value:
                behind.length === 0
                  ? `none of ${lines.length} checkpoints`
                  : `${behind.length} of ${lines.length} checkpoints, the last at epoch ${behind[behind.length - 1].epoch}`,
              note: `a rise of the loss by over ${threshold.toPrecision(2)} nats, 2 % of ln p`,
            },
            {
              label: `no barrier to epoch ${to_epoch}`,
              value: connected_epoch === null ? "from no checkpoint before it" : `from epoch ${connected_epoch} on`,
            },
          ]),
    ];
  },
  figures: ({ rows }, _, { conclusion }) => landscapeFigures(rows, conclusion),
});

function checkpointAt(run: Run, at: number | "last"): Checkpoint {
  const found = at === "last" ? run.checkpoints.at(-1) : run.checkpoints.find(({ epoch }) => epoch === at);
  if (found) return found;
  const [first, last] = [run.checkpoints[0]?.epoch, run.checkpoints.at(-1)?.epoch];
  throw new UsageError("--line-to", `there is no checkpoint of epoch ${at}`, `epochs go from ${first} to ${last}`);
}

function checkGrid(scales: readonly number[], points: number): void {
  const wrong = scales.find((percent) => percent < 0);
  if (wrong !== undefined || scales.length === 0)
    throw new UsageError("--scales", `takes per cent of the weights, got ${wrong ?? "none"}`, "give e.g. 50,100,200");
  if (points < 3) throw new UsageError("--line-points", `takes at least 3 places, got ${points}`);
}

function rowOf(path: LandscapeRow["path"], { at, weightNorm, loss, accuracy }: LandscapePoint) {
  return {
    path,
    at,
    weight_norm: finiteOrNull(weightNorm),
    train_loss: finiteOrNull(loss.train),
    test_loss: finiteOrNull(loss.test),
    all_loss: finiteOrNull(loss.all),
    train_accuracy: finiteOrNull(accuracy.train),
    test_accuracy: finiteOrNull(accuracy.test),
    all_accuracy: finiteOrNull(accuracy.all),
  };
}

function barrierOf(losses: readonly (number | null)[]): number | null {
  const known = losses.filter((loss) => loss !== null);
  return known.length === losses.length ? barrier(known) : null;
}

type ScaleRow = Pick<LandscapeRow, "at" | "train_loss" | "test_loss">;

function scaleOf(epoch: number, rows: readonly ScaleRow[]) {
  const [train, test] = [leastOf(rows, "train_loss"), leastOf(rows, "test_loss")];
  const inside = test !== null && test !== rows[0].at && test !== rows[rows.length - 1].at;
  return { epoch, train_alpha: train, test_alpha: test, test_is_u: test === null ? null : inside };
}

/** α of the least loss, the first of equals. */
function leastOf(rows: readonly ScaleRow[], loss: "train_loss" | "test_loss"): number | null {
  const known = rows.flatMap((row) => (row[loss] === null ? [] : [{ at: row.at, loss: row[loss] }]));
  return known.length === 0 ? null : known.reduce((a, b) => (b.loss < a.loss ? b : a)).at;
}
