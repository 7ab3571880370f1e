import type { Figure } from "../figures/_figure.ts";
import { lines } from "../figures/lines.ts";
import { panels } from "../figures/panels.ts";
import { CLUSTERED } from "../quantities/neuron-clusters.ts";
import * as column from "../tables/column.ts";
import type { Table } from "../tables/table.ts";
import type { Dated } from "./_analyzer.ts";
import { BLOCK_COLUMN, figuresOfBlocks } from "./_blocks.ts";
import { lastRows } from "./_figures.ts";

export const LOGIT_MAP_COLUMNS = {
  ...BLOCK_COLUMN,
  quantity: column.text<"cluster" | "direction" | "residual" | "logits">(
    `cluster: rows of W_L of the neurons that one frequency explains to ${CLUSTERED} at least; direction: u = W_L cos_k or W_L sin_k over the neurons; residual: W_L without its key frequencies, each of one block's W_L, past later blocks the direct path alone; logits: their part in waves of a, of b, of a + b, of a − b`,
  ),
  frequency: column.optionalInteger("k; null of the residual and of the rest of the logits"),
  wave: column.text<"" | "cos" | "sin" | "a" | "b" | "a+b" | "a-b" | "rest">(
    "of a direction, cos or sin; of the logits, what their waves are of, rest being all that no other row has; else empty",
  ),
  neurons: column.optionalInteger("how many neurons the cluster has"),
  norm: column.number(
    "Frobenius norm: of the cluster's rows at their frequency, of u, of the residual; of the logits' part over the cube of pairs and answers",
    "weight or logit",
  ),
  share: column.optionalNumber(
    "norm² over that of the cluster's rows, of W_L, of the logits, each without its constant; of a direction, R² of u · activations on cos and sin w_k(a ± b) over all pairs",
    "share",
  ),
};
export type LogitMapRow = column.Row<typeof LOGIT_MAP_COLUMNS>;
type LogitMapTable = Table<Dated<typeof LOGIT_MAP_COLUMNS>>;

const KEYS = "Key frequencies alone have lines.";

/** What each block's W_L writes and reads over training, and what the logits are made of. */
export function logitMapFigures(
  { columns, rows }: LogitMapTable,
  conclusion: { readonly block_count: number } | undefined,
): readonly Figure[] {
  const shares = waveShares({ columns, rows });
  // Of no frequencies the rest is everything, which is no figure.
  const none = shares.rows.every(({ wave }) => wave === "rest");
  const ofBlocks = rows.filter(({ quantity }) => quantity !== "logits");
  return [
    ...figuresOfBlocks(ofBlocks, conclusion, (own) => blockFigures({ columns, rows: own }, none)),
    ...logitFigures({ columns, rows }, none),
  ];
}

/** What one block's W_L writes and reads. */
function blockFigures(table: LogitMapTable, none: boolean): readonly Figure[] {
  return [
    lines(only(table, "cluster"), {
      name: "cluster-logit-map",
      title: "W_L of each cluster in its own frequency",
      caption:
        "Share of the power of each cluster's rows of W_L = W_out W_U that lies in the cluster's own frequency; a cluster begins where one frequency first explains enough of a neuron.",
      x: "epoch",
      y: ["share"],
      series: "frequency",
      frequency: "frequency",
      axes: { y: "share of power" },
    }),
    panels(
      (["cos", "sin"] as const).map((wave) =>
        lines(
          { ...only(table, "direction"), rows: only(table, "direction").rows.filter((row) => row.wave === wave) },
          {
            name: wave,
            title: `W_L ${wave}_k`,
            caption: "",
            x: "epoch",
            y: ["share"],
            series: "frequency",
            frequency: "frequency",
            axes: { y: "R²" },
          },
        ),
      ),
      {
        name: "logit-map-directions",
        title: "What the neurons hold along W_L's directions",
        caption: `R² of the activations along W_L cos_k and W_L sin_k on cos and sin w_k(a ± b), over all pairs; float64. ${KEYS}`,
        columns: 2,
      },
    ),
    lines(none ? only({ ...table, rows: [] }, "residual") : only(table, "residual"), {
      name: "logit-map-residual",
      title: "W_L without its key frequencies",
      caption: "‖W_L without its key frequencies‖² over ‖W_L‖², the constant over the answers left out.",
      x: "epoch",
      y: ["share"],
      log: "y",
      axes: { y: "share of power" },
    }),
  ];
}

/** What the logits are made of. */
function logitFigures(table: LogitMapTable, none: boolean): readonly Figure[] {
  const shares = waveShares(table);
  const main = strongestWave(shares.rows);
  return [
    lines(none ? { ...shares, rows: [] } : shares, {
      name: "logit-waves",
      title: "The logits' parts",
      caption:
        "Share of the logits' power, without their constant over the answers, in waves of a, of b, of a + b and of a − b at the frequencies that have rows, and in all the rest; over the cube of pairs and answers.",
      x: "epoch",
      y: ["share"],
      series: "wave",
      labels: (wave) => wave.replace("+", " + ").replace("-", " − "),
      axes: { y: "share of power" },
    }),
    lines(
      { ...only(table, "logits"), rows: only(table, "logits").rows.filter(({ wave }) => wave === main) },
      {
        name: "logit-waves-by-frequency",
        title: `The logits' waves of ${main.replace("+", " + ").replace("-", " − ")}`,
        caption: `Norm of the logits' part in waves of ${main.replace("+", " + ").replace("-", " − ")}, each frequency, over the cube of pairs and answers. ${KEYS}`,
        x: "epoch",
        y: ["norm"],
        series: "frequency",
        frequency: "frequency",
        axes: { y: "norm (logit)" },
      },
    ),
  ];
}

/** The rows of one quantity. */
function only({ columns, rows }: LogitMapTable, quantity: LogitMapRow["quantity"]) {
  return {
    columns,
    rows: rows.filter((one) => one.quantity === quantity),
  };
}

/** The share of the logits in each kind of wave, its frequencies added up. */
function waveShares({ rows }: LogitMapTable) {
  const columns = {
    epoch: column.integer("epoch of the checkpoint"),
    wave: column.text("what the waves are of"),
    share: column.number("share of the logits' power", "share"),
  };
  const sums = new Map<string, { readonly epoch: number; readonly wave: string; share: number }>();
  for (const { quantity, epoch, wave, share } of rows) {
    if (quantity !== "logits") continue;
    const sum = sums.get(`${epoch} ${wave}`) ?? { epoch, wave, share: 0 };
    sum.share += share ?? 0;
    sums.set(`${epoch} ${wave}`, sum);
  }
  return { columns, rows: [...sums.values()] };
}

/** The wave that has most of the logits at the last epoch: that of the task's answer, once it is learnt. */
function strongestWave(rows: readonly { readonly epoch: number; readonly wave: string; readonly share: number }[]) {
  const [most] = lastRows(rows)
    .filter(({ wave }) => wave !== "rest")
    .toSorted((x, y) => y.share - x.share);
  return most?.wave ?? "a+b";
}
