import type { Figure } from "../figures/_figure.ts";
import { lines } from "../figures/lines.ts";
import { scatter } from "../figures/scatter.ts";
import * as column from "../tables/column.ts";

/** What the figures need of a row. */
interface MarginRow {
  readonly epoch: number;
  readonly margin_ratio: number;
  readonly train_margin_ratio: number | null;
  readonly median_margin_ratio: number;
  readonly mean_margin_ratio: number;
  readonly one_frequency_share: number;
  readonly balance: number;
  readonly evenness: number;
  readonly neuron_frequencies: readonly number[];
  readonly input_phases: readonly number[] | null;
  readonly output_phases: readonly number[] | null;
}

const COLUMNS = {
  epoch: column.integer("epoch of the checkpoint"),
  margin_ratio: column.number("least over all pairs"),
  train_margin_ratio: column.optionalNumber("least over the training pairs"),
  median_margin_ratio: column.number("median over all pairs"),
  mean_margin_ratio: column.number("mean over all pairs, against the mean wrong logit"),
  one_frequency_share: column.number("share of a neuron's squares at one frequency"),
  balance: column.number("balance of its norms"),
};

/** How near the margin is over the epochs, what the neurons lack, and their phases at the end. */
export function marginFigures(rows: readonly MarginRow[]): readonly Figure[] {
  const table = { columns: COLUMNS, rows };
  const last = rows.at(-1);
  const [inputs, outputs] = [last?.input_phases, last?.output_phases];
  return [
    lines(table, {
      name: "max-margin",
      title: "Margin over the largest",
      caption:
        "Margins over ‖θ‖_{2,3}³ and over the largest that any such network has, √(2/27) / (√p (p − 1)): of the right logit less the best wrong one, the least and the median over all pairs and the least over the training pairs; and less the mean wrong one, the mean over all pairs, which no least margin is above. Below 0 a pair is wrong. Float32 logits, float64 norms.",
      x: "epoch",
      y: ["margin_ratio", "train_margin_ratio", "median_margin_ratio", "mean_margin_ratio"],
      labels: {
        margin_ratio: "least, all",
        train_margin_ratio: "least, train",
        median_margin_ratio: "median, all",
        mean_margin_ratio: "mean, all",
      },
      axes: { y: "share of the largest margin" },
    }),
    lines(table, {
      name: "margin-neurons",
      title: "How near each neuron is to the optimum's",
      caption:
        "Means over the neurons, each counted by its part of ‖θ‖_{2,3}³: share of its squares at its best frequency; 3√3 ‖u‖‖v‖‖w‖ / ‖θ_i‖³, 1 where its three norms are one; and its own mean margin over the largest, which is 1 where besides the phases are aligned.",
      x: "epoch",
      y: ["one_frequency_share", "balance", "mean_margin_ratio"],
      labels: { one_frequency_share: "one frequency", balance: "balance", mean_margin_ratio: "mean margin" },
      axes: { y: "share of the optimum" },
    }),
    ...(inputs && outputs
      ? [
          scatter([{ x: inputs, y: outputs, values: last?.neuron_frequencies ?? [] }], {
            name: "margin-phases",
            title: "Phases of the neurons",
            caption: `Each neuron's φ_u ± φ_v, of what it reads of both inputs, and φ_w, of what it writes, at its best frequency k and at epoch ${last?.epoch}: on the diagonal, or off it by a whole turn, where they are aligned.`,
            axes: { x: "phase of the inputs (rad)", y: "phase of the output (rad)" },
            colour: { title: "k" },
          }),
        ]
      : []),
  ];
}
