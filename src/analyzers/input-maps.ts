import type { Figure } from "../figures/_figure.ts";
import { type HeatMap, heatmaps } from "../figures/heatmaps.ts";
import { neuronCounts } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { rounded } from "../numerics/rounded.ts";
import { componentNames } from "../quantities/component-order.ts";
import { attentionMaps, type ClusterNeuron, clusterNeurons, neuronMap } from "../quantities/input-maps.ts";
import { logitComponents } from "../quantities/logit-components.ts";
import { modelAt } from "../runs/model-at.ts";
import type { Run } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer } from "./_analyzer.ts";
import {
  askedBlocks,
  BLOCK_COLUMN,
  BLOCK_OPTIONS,
  CONCLUDED_BLOCK_COUNT,
  figuresOfBlocks,
  ofBlock,
} from "./_blocks.ts";
import { CONCLUDED_EPOCH, concludedEpoch, lastRows } from "./_figures.ts";

/** A map has p² numbers, about 6 bytes each in JSON: past this one of 32 checkpoints fill more than 100 MB. */
const MAX_INPUTS = 200;
/** Checkpoints with maps. */
const SPARING = 32;
/** Digits of a map's numbers: a picture shows no more. */
const DIGITS = 3;
/** Clusters with a neuron that stands for them. */
const MAX_CLUSTERS = 8;
/** Neurons 0 to 3 have maps too: chosen by nobody, as in the published figure. */
const FIRST = 4;
/** Components that are concluded. */
const STRONGEST = 5;
/** Maps side by side: more, and a pair of inputs is smaller than a pixel. */
const MAX_COLUMNS = 2;

const COLUMNS = {
  ...BLOCK_COLUMN,
  quantity: column.text<"attention" | "neuron" | "logits">(
    "attention of the answering position to a, of the block's heads; neuron of the block, after its nonlinearity; logits, norm over the answers of their components in the 2-D Fourier basis",
  ),
  index: column.optionalInteger("of the head or neuron, from 0; null of the logits"),
  frequency: column.optionalInteger("of a neuron that stands for its cluster, at the last checkpoint: k; else null"),
  lowest: column.number("smallest value of the map"),
  highest: column.number("largest value of the map"),
  rows: column.integer("how many rows: inputs a from 0 to p − 1, or components of a, constant, cos 1, sin 1, cos 2, …"),
  columns: column.integer("how many columns: inputs b, or components of b, likewise"),
  values: column.numbers(
    `the map row by row, rounded to ${DIGITS} digits; components are orthonormal, and for · and / of the discrete logarithm`,
    "attention, activation or logit",
  ),
};

/**
 * In a generalising network heads and neurons are waves over the square of all pairs, and of the logits' components those
 * of the key frequencies stand out: the product waves of a and b of the same frequency.
 */
export default defineAnalyzer({
  name: "input-maps",
  title: "Maps over all pairs of inputs",
  question: "What do the heads, the neurons and the logits look like over all pairs of inputs?",
  source:
    "Nanda et al. 2023, arXiv:2301.05217, figure 4 and its published notebook; ours of each block or layer, with one neuron of each cluster besides the first four",
  options: { ...BLOCK_OPTIONS },
  columns: COLUMNS,
  summary: { series: ["block", "quantity", "index", "frequency"], indices: ["block"], values: ["lowest", "highest"] },
  forward: "neurons",
  sparing: SPARING,
  applies: ({ network }) => {
    if (!network) return "there are no weights";
    const { p } = network.task;
    return p <= MAX_INPUTS || `${p}² pairs are too many for maps, which are for at most ${MAX_INPUTS} inputs`;
  },
  prepare: (run, options) => {
    const asked = askedBlocks(run, options);
    return { ...asked, standing: standing(run, asked.blocks) };
  },
  measure: (model, { network: { task }, last, prepared: { blocks, standing } }) => {
    const form = cyclicForm(task);
    return [
      ...blocks.flatMap((block) => {
        const own = standing.filter((one) => one.block === block);
        const first = own.length === 0 || last ? firstNeurons(model, block) : [];
        const neurons = [...first, ...own.map(({ neuron }) => neuron)];
        return [
          ...attentionMaps(model, block).map((map, head) => mapRow({ block, quantity: "attention", index: head }, map)),
          ...[...new Set(neurons)].map((neuron) => {
            const frequency = own.find((one) => one.neuron === neuron)?.frequency ?? null;
            return mapRow({ block, quantity: "neuron", index: neuron, frequency }, neuronMap(model, neuron, block));
          }),
        ];
      }),
      ...(form ? [mapRow({ block: null, quantity: "logits", index: null }, logitComponents(model, form))] : []),
    ];
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    ...CONCLUDED_BLOCK_COUNT,
    blocks: column.integers("the blocks that were looked at"),
    neurons: field.records("the neuron that stands for each cluster of the last checkpoint; none where there is none", {
      block: column.integer("its block, from 0"),
      neuron: column.integer("its index, from 0"),
      frequency: column.integer("k of its cluster"),
    }),
    logits: field.optionalRecord(
      "the logits' components in the 2-D Fourier basis; null where there are no frequencies",
      {
        squares: column.number("Σ of their squares without the constant", "logit²"),
        largest: field.records(`the ${STRONGEST} largest, largest first, without the constant`, {
          component_a: column.text("of a: constant, cos 1, sin 1, cos 2, …"),
          component_b: column.text("of b, likewise"),
          share: column.number("of the squares", "share"),
        }),
      },
    ),
  },
  conclude: ({ rows }, { prepared: { blocks, blockCount, standing } }) => {
    const logits = rows.findLast(({ quantity }) => quantity === "logits");
    return {
      ...concludedEpoch(rows),
      block_count: blockCount,
      blocks: [...blocks],
      neurons: standing.map(({ block, neuron, frequency }) => ({ block, neuron, frequency })),
      logits: logits ? strongest(logits) : null,
    };
  },
  findings: (_, { conclusion: { epoch, block_count, blocks, neurons, logits } }) => [
    ...blocks.flatMap((block) => {
      const own = neurons.filter((one) => one.block === block);
      return ofBlock(block, block_count, [
        {
          label: "neurons that stand for the last checkpoint's clusters",
          value:
            own.length === 0
              ? `none, as there are no clusters: neurons 0 to ${FIRST - 1} are shown`
              : own.map(({ neuron, frequency }) => `${neuron} (frequency ${frequency})`).join(", "),
        },
      ]);
    }),
    ...(logits === null
      ? []
      : [
          {
            label: `largest components of the logits at epoch ${epoch}, the constant left out`,
            value: Number.isFinite(logits.squares)
              ? logits.largest
                  .map((one) => `${one.component_a} × ${one.component_b} (${percent(one.share)})`)
                  .join(", ")
              : "none: the logits are not finite",
          },
        ]),
  ],
  figures: ({ rows }, _, { conclusion }) => {
    const last = lastRows(rows);
    const [logits, ofBlocks] = [true, false].map((is) => last.filter(({ quantity }) => (quantity === "logits") === is));
    const figures = [...figuresOfBlocks(ofBlocks, conclusion, blockFigures), ...logits.map(componentsFigure)];
    return figures.map((figure) => (rows.length > 0 ? { ...figure, ...concludedEpoch(rows) } : figure));
  },
});

type MapRow = column.Row<typeof COLUMNS>;

/** The maps of one block's heads and neurons. */
function blockFigures(rows: readonly MapRow[]): readonly Figure[] {
  const heads = rows.filter(({ quantity }) => quantity === "attention");
  const neurons = rows.filter(({ quantity }) => quantity === "neuron");
  const first = neurons.filter(({ index }) => index !== null && index < FIRST);
  const standing = neurons.filter(({ frequency }) => frequency !== null);
  return [
    ...(heads.length > 0
      ? [
          heatmaps(heads.map(drawn), {
            name: "attention-maps",
            title: "Attention to a over all pairs",
            caption: "Attention of the answering position to a, each head of the block, over all pairs (a, b).",
            columns: MAX_COLUMNS,
            scale: "amount",
            range: [0, 1],
            quantity: "attention to a",
          }),
        ]
      : []),
    heatmaps(first.map(drawn), {
      name: "first-neurons",
      title: "The first neurons over all pairs",
      caption: `Activation, after the nonlinearity, of the first ${FIRST} neurons of the block over all pairs (a, b); each has its own colours.`,
      columns: MAX_COLUMNS,
      shared: false,
      quantity: "activation",
    }),
    ...(standing.length > 0
      ? [
          heatmaps(standing.map(drawn), {
            name: "cluster-neurons",
            title: "A neuron of each cluster over all pairs",
            caption:
              "Activation, after the nonlinearity, of the neuron with the largest variance of each cluster of neurons of one frequency k, over all pairs (a, b); each has its own colours.",
            columns: MAX_COLUMNS,
            shared: false,
            quantity: "activation",
          }),
        ]
      : []),
  ];
}

function drawn({ quantity, index, frequency, ...map }: MapRow): HeatMap {
  return {
    title: `${quantity === "attention" ? "head" : "neuron"} ${index}${frequency === null ? "" : `, k = ${frequency}`}`,
    z: grid(map),
    ...(frequency === null ? {} : { frequency }),
  };
}

/** The norms of the logits' components; the constant of both is left blank, as it would outshine the others. */
function componentsFigure(row: MapRow): Figure {
  const names = componentNames(row.columns);
  const z = grid(row).map((line, i) => (i === 0 ? [null, ...line.slice(1)] : line));
  // Of weights that are not finite it is NaN, and null once it was written as JSON.
  const constant = Number.isFinite(row.values[0]) ? `, ${Number(row.values[0].toPrecision(DIGITS))},` : "";
  return heatmaps([{ z, x: names, y: names }], {
    name: "logit-components",
    title: "Logits in the 2-D Fourier basis",
    caption: `Norm over the answers of each component of the logits in the 2-D orthonormal Fourier basis over (a, b), float64: rows are waves of a, columns waves of b. The constant of both${constant} is left blank. For · and / a and b count by their discrete logarithms.`,
    scale: "amount",
    quantity: "norm (logit)",
    axes: { x: "component of b", y: "component of a" },
  });
}

function grid({ values, columns }: Pick<MapRow, "values" | "columns">): readonly (readonly number[])[] {
  return Array.from({ length: values.length / columns }, (_, i) => values.slice(i * columns, (i + 1) * columns));
}

/** Of each block's clusters at the last checkpoint the neuron that stands for it. */
function standing(run: Run, blocks: readonly number[]): readonly (ClusterNeuron & { readonly block: number })[] {
  const last = run.checkpoints.at(-1);
  const form = run.network && cyclicForm(run.network.task);
  if (!last || !form) return [];
  const model = modelAt(run, last);
  return blocks.flatMap((block) => clusterNeurons(model, form, MAX_CLUSTERS, block).map((one) => ({ block, ...one })));
}

function firstNeurons(model: Model, block: number): readonly number[] {
  return Array.from({ length: Math.min(FIRST, neuronCounts(model)[block]) }, (_, i) => i);
}

function mapRow(
  of: Pick<MapRow, "block" | "quantity" | "index"> & Partial<Pick<MapRow, "frequency">>,
  map: ArrayLike<number>,
): MapRow {
  const size = Math.sqrt(map.length);
  return {
    frequency: null,
    ...of,
    ...extremes(map),
    rows: size,
    columns: size,
    values: rounded(map, DIGITS),
  };
}

function extremes(map: ArrayLike<number>): { readonly lowest: number; readonly highest: number } {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < map.length; i++) {
    lowest = Math.min(lowest, map[i]);
    highest = Math.max(highest, map[i]);
  }
  return { lowest, highest };
}

/** The largest components by name, each with its share of the squares of all but the constant; none of NaN. */
function strongest({ values, columns }: MapRow) {
  const names = componentNames(columns);
  const each = values.map((value) => value ** 2);
  const squares = each.slice(1).reduce((sum, square) => sum + square, 0);
  const order = [...each.keys()].slice(1).toSorted((x, y) => each[y] - each[x]);
  const largest = order.slice(0, Number.isFinite(squares) ? STRONGEST : 0).map((at) => ({
    component_a: names[Math.floor(at / columns)],
    component_b: names[at % columns],
    share: each[at] / squares,
  }));
  return { squares, largest };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
