import { lines } from "../figures/lines.ts";
import { mean, median } from "../numerics/statistics.ts";
import { hasLogitMap } from "../quantities/of-block.ts";
import { embeddingSparsity, logitMapSparsity, neuronSparsity } from "../quantities/sparsity.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
import { askedBlocks, BLOCK_COLUMN, BLOCK_OPTIONS, blockPrefix, CONCLUDED_BLOCK_COUNT, ofBlock } from "./_blocks.ts";
import { CONCLUDED_EPOCH, concludedEpoch, lastRows } from "./_figures.ts";
import { hasFrequencies } from "./_keys.ts";

const COLUMNS = {
  ...BLOCK_COLUMN,
  matrix: column.text(
    "W_E (or W_x, W_y) over the inputs; W_L = W_out W_U of the block over the answers, past later blocks the direct path alone, which an MLP's earlier layers have none of; neurons over the pairs",
  ),
  gini_per_frequency: column.number("Gini of the norms of the ⌊n/2⌋ frequencies"),
  gini_per_component: column.number(
    "Gini of the norms of the n − 1 cosines and sines; of the neurons, of those of a, b, a + b and a − b",
  ),
  ipr_mean: column.optionalNumber("mean IPR of the columns of W_E, rows of W_L, or neurons, constant ones left out"),
  ipr_median: column.optionalNumber("their median"),
  constant: column.integer("how many of them are constant"),
};

/**
 * Memorising weights use all frequencies alike; a generalising circuit uses a few. Both measures rise as it takes over:
 * Gini of a matrix as a whole, and the inverse participation ratio (IPR) of each neuron or embedding dimension, which is
 * 1 where it has one frequency alone.
 */
export default defineAnalyzer({
  name: "sparsity",
  title: "Sparsity in the Fourier basis",
  question: "On how few frequencies do the embedding, the neuron-logit map and the neurons rest?",
  source:
    "Gini: Nanda et al. 2023, arXiv:2301.05217, figure 6; IPR Σ (|x̂_k| / ‖x̂‖₂)⁴: Doshi et al. 2023, arXiv:2310.13061; both without the constant",
  options: { ...BLOCK_OPTIONS },
  columns: COLUMNS,
  summary: { series: ["block", "matrix"], indices: ["block"], values: ["gini_per_frequency", "ipr_mean"] },
  forward: true,
  applies: hasFrequencies,
  prepare: (run, options) => askedBlocks(run, options),
  measure: (model, { network: { task }, prepared: { blocks } }) => {
    const form = cyclicForm(task);
    if (!form) return [];
    return [
      ...embeddingSparsity(model, form).map((one) => ({ block: null, ...one })),
      ...blocks.flatMap((block) => [
        ...(hasLogitMap(model.architecture, block) === true
          ? [{ block, name: "W_L", sparsity: logitMapSparsity(model, form, block) }]
          : []),
        { block, name: "neurons", sparsity: neuronSparsity(model, form, block) },
      ]),
    ].map(({ block, name, sparsity: { giniPerFrequency, giniPerComponent, ipr } }) => {
      const known = ipr.filter((value) => !Number.isNaN(value));
      return {
        block,
        matrix: name,
        gini_per_frequency: giniPerFrequency,
        gini_per_component: giniPerComponent,
        ipr_mean: known.length > 0 ? mean(known) : null,
        ipr_median: known.length > 0 ? median(known) : null,
        constant: ipr.length - known.length,
      };
    });
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    ...CONCLUDED_BLOCK_COUNT,
    matrices: field.records("on how few frequencies each matrix, and the neurons, rest", COLUMNS),
  },
  conclude: ({ rows }, { prepared: { blockCount } }) => ({
    ...concludedEpoch(rows),
    block_count: blockCount,
    matrices: lastRows(rows).map(({ epoch: _, ...row }) => row),
  }),
  findings: (_, { conclusion: { epoch, block_count, matrices } }) =>
    matrices.flatMap(({ block, matrix, gini_per_frequency, ipr_mean }) => {
      const found: readonly Finding[] = [
        { label: `Gini of ${matrix}, per frequency, at epoch ${epoch}`, value: gini_per_frequency },
        ...(ipr_mean === null ? [] : [{ label: `mean IPR of ${matrix} at epoch ${epoch}`, value: ipr_mean }]),
      ];
      return ofBlock(block, block_count, found);
    }),
  figures: ({ columns, rows }, _, { conclusion }) => {
    const table = {
      columns: { ...columns, of: column.text("the matrix, of which block") },
      rows: rows.map((row) => ({ ...row, of: `${blockPrefix(row.block, conclusion?.block_count ?? 1)}${row.matrix}` })),
    };
    return [
      lines(table, {
        name: "gini",
        title: "Gini over the frequencies",
        caption:
          "Gini of the norms of the frequencies of each matrix and of the neurons over all pairs, without the constant: 0 where all are alike, near 1 where few hold all. W_L = W_out W_U.",
        x: "epoch",
        y: ["gini_per_frequency"],
        series: "of",
        axes: { y: "Gini" },
      }),
      lines(table, {
        name: "ipr",
        title: "Inverse participation ratio over the frequencies",
        caption:
          "Mean IPR Σ (|x̂_k| / ‖x̂‖₂)⁴ of the columns of W_E, the rows of W_L and the neurons, constant ones left out: 1 where each has one frequency alone.",
        x: "epoch",
        y: ["ipr_mean"],
        series: "of",
        axes: { y: "mean IPR" },
      }),
    ];
  },
});
