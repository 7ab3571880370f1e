import type { Figure } from "../figures/_figure.ts";
import { type HeatMap, heatmaps } from "../figures/heatmaps.ts";
import { forward } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { rounded } from "../numerics/rounded.ts";
import { componentNames } from "../quantities/component-order.ts";
import { attentionMaps, type ClusterNeuron, clusterNeurons, neuronMap } from "../quantities/input-maps.ts";
import { logitComponents } from "../quantities/logit-components.ts";
import { modelAt } from "../runs/model-at.ts";
import type { Run } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";

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
/** Components that the findings name. */
const STRONGEST = 5;
/** Maps side by side: more, and a pair of inputs is smaller than a pixel. */
const MAX_COLUMNS = 2;

const COLUMNS = {
  quantity: column.text<"attention" | "neuron" | "logits">(
    "attention of the answering position to a, of the last block's heads; neuron of the last layer, after its nonlinearity; logits, norm over the answers of their components in the 2-D Fourier basis",
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
    "Nanda et al. 2023, arXiv:2301.05217, figure 4 and its published notebook; ours of the last block and layer, with one neuron of each cluster besides the first four",
  options: {},
  columns: COLUMNS,
  summary: { series: ["quantity", "index", "frequency"], values: ["lowest", "highest"] },
  forward: "neurons",
  sparing: SPARING,
  applies: ({ network }) => {
    if (!network) return "there are no weights";
    const { p } = network.task;
    return p <= MAX_INPUTS || `${p}² pairs are too many for maps, which are for at most ${MAX_INPUTS} inputs`;
  },
  prepare: (run) => ({ standing: standing(run) }),
  measure: (model, { network: { task }, last, prepared: { standing } }) => {
    const form = cyclicForm(task);
    const first = standing.length === 0 || last ? firstNeurons(model) : [];
    const neurons = [...first, ...standing.map(({ neuron }) => neuron)];
    return [
      ...attentionMaps(model).map((map, head) => mapRow("attention", head, null, map)),
      ...[...new Set(neurons)].map((neuron) => {
        const frequency = standing.find((one) => one.neuron === neuron)?.frequency ?? null;
        return mapRow("neuron", neuron, frequency, neuronMap(model, neuron));
      }),
      ...(form ? [mapRow("logits", null, null, logitComponents(model, form))] : []),
    ];
  },
  findings: ({ rows }, { prepared: { standing } }): readonly Finding[] => {
    const logits = rows.findLast(({ quantity }) => quantity === "logits");
    const neurons = standing.map(({ neuron, frequency }) => `${neuron} (frequency ${frequency})`).join(", ");
    return [
      {
        label: "neurons that stand for the last checkpoint's clusters",
        value: neurons === "" ? `none, as there are no clusters: neurons 0 to ${FIRST - 1} are shown` : neurons,
      },
      ...(logits
        ? [
            {
              label: `largest components of the logits at epoch ${logits.epoch}, the constant left out`,
              value: strongest(logits),
            },
          ]
        : []),
    ];
  },
  figures: ({ rows }) => {
    const last = rows.filter(({ epoch }) => epoch === rows.at(-1)?.epoch);
    const at = `at epoch ${last.at(-1)?.epoch}`;
    const heads = last.filter(({ quantity }) => quantity === "attention");
    const neurons = last.filter(({ quantity }) => quantity === "neuron");
    const standing = neurons.filter(({ frequency }) => frequency !== null);
    const logits = last.filter(({ quantity }) => quantity === "logits");
    return [
      ...(heads.length > 0
        ? [
            heatmaps(heads.map(drawn), {
              name: "attention-maps",
              title: "Attention to a over all pairs",
              caption: `Attention of the answering position to a, each head of the last block, over all pairs (a, b) ${at}.`,
              columns: MAX_COLUMNS,
              scale: "magnitude",
              range: [0, 1],
              quantity: "attention to a",
            }),
          ]
        : []),
      heatmaps(neurons.filter(({ index }) => index !== null && index < FIRST).map(drawn), {
        name: "first-neurons",
        title: "The first neurons over all pairs",
        caption: `Activation, after the nonlinearity, of the first ${FIRST} neurons of the last layer over all pairs (a, b) ${at}; each has its own colours.`,
        columns: MAX_COLUMNS,
        shared: false,
        quantity: "activation",
      }),
      ...(standing.length > 0
        ? [
            heatmaps(standing.map(drawn), {
              name: "cluster-neurons",
              title: "A neuron of each cluster over all pairs",
              caption: `Activation, after the nonlinearity, of the neuron with the largest variance of each cluster of neurons of one frequency k, over all pairs (a, b) ${at}; each has its own colours.`,
              columns: MAX_COLUMNS,
              shared: false,
              quantity: "activation",
            }),
          ]
        : []),
      ...logits.map((row) => componentsFigure(row, at)),
    ];
  },
});

type MapRow = column.Row<typeof COLUMNS>;

function drawn({ quantity, index, frequency, ...map }: MapRow): HeatMap {
  return {
    title: `${quantity === "attention" ? "head" : "neuron"} ${index}${frequency === null ? "" : `, k = ${frequency}`}`,
    z: grid(map),
    ...(frequency === null ? {} : { frequency }),
  };
}

/** The norms of the logits' components; the constant of both is left blank, as it would outshine the others. */
function componentsFigure(row: MapRow, at: string): Figure {
  const names = componentNames(row.columns);
  const z = grid(row).map((line, i) => (i === 0 ? [null, ...line.slice(1)] : line));
  // Of weights that are not finite it is NaN, and null once it was written as JSON.
  const constant = Number.isFinite(row.values[0]) ? `, ${Number(row.values[0].toPrecision(DIGITS))},` : "";
  return heatmaps([{ z, x: names, y: names }], {
    name: "logit-components",
    title: "Logits in the 2-D Fourier basis",
    caption: `Norm over the answers of each component of the logits in the 2-D orthonormal Fourier basis over (a, b), float64, ${at}: rows are waves of a, columns waves of b. The constant of both${constant} is left blank. For · and / a and b count by their discrete logarithms.`,
    scale: "magnitude",
    quantity: "norm (logit)",
    axes: { x: "component of b", y: "component of a" },
  });
}

function grid({ values, columns }: Pick<MapRow, "values" | "columns">): readonly (readonly number[])[] {
  return Array.from({ length: values.length / columns }, (_, i) => values.slice(i * columns, (i + 1) * columns));
}

/** Of each cluster of the last checkpoint the neuron that stands for it. */
function standing(run: Run): readonly ClusterNeuron[] {
  const last = run.checkpoints.at(-1);
  const form = run.network && cyclicForm(run.network.task);
  return last && form ? clusterNeurons(modelAt(run, last), form, MAX_CLUSTERS) : [];
}

function firstNeurons(model: Model): readonly number[] {
  return Array.from({ length: Math.min(FIRST, forward(model).neurons.shape[1]) }, (_, i) => i);
}

function mapRow(
  quantity: MapRow["quantity"],
  index: number | null,
  frequency: number | null,
  map: ArrayLike<number>,
): MapRow {
  const size = Math.sqrt(map.length);
  return {
    quantity,
    index,
    frequency,
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

/** The largest components by name, each with its share of the squares of all but the constant. */
function strongest({ values, columns }: MapRow): string {
  const names = componentNames(columns);
  const squares = values.map((value) => value ** 2);
  const total = squares.slice(1).reduce((sum, square) => sum + square, 0);
  if (!Number.isFinite(total)) return "none: the logits are not finite";
  return [...squares.keys()]
    .slice(1)
    .toSorted((x, y) => squares[y] - squares[x])
    .slice(0, STRONGEST)
    .map((at) => `${names[Math.floor(at / columns)]} × ${names[at % columns]} (${percent(squares[at] / total)})`)
    .join(", ");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
