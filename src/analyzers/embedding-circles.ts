import type { Figure } from "../figures/_figure.ts";
import { lines } from "../figures/lines.ts";
import { scatter } from "../figures/scatter.ts";
import { finiteOrNull } from "../numerics/finite-or-null.ts";
import { rounded } from "../numerics/rounded.ts";
import { frequencyCircles } from "../quantities/frequency-circles.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import type { Table } from "../tables/table.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { type Dated, defineAnalyzer, type Finding } from "./_analyzer.ts";
import { CONCLUDED_EPOCH, concludedEpoch, lastRows } from "./_figures.ts";
import {
  CONCLUDED_KEYS,
  chosenKeys,
  concludedKeys,
  hasFrequencies,
  KEY_OPTIONS,
  keysFinding,
  keysFor,
} from "./_keys.ts";

/** Digits of the coordinates: weights are float32, which has seven. */
const DIGITS = 6;
/** Circles of one figure: more are too small to see. */
const MAX_DRAWN = 12;
const MAX_COLUMNS = 3;

const COLUMNS = {
  matrix: column.text("W_E, or W_x and W_y where a and b have their own"),
  frequency: column.optionalInteger("k, a key frequency; null of what the matrix holds besides them"),
  power_share: column.number(
    "of ‖W − its mean over the inputs‖² in this frequency, or in all that are not key",
    "share",
  ),
  inputs: column.optionalNumbers(
    "the inputs of x and y, in their order: 0 to p − 1, or for · and /, whose k is of the discrete logarithm, the powers of a primitive root from 1 on, without 0",
  ),
  x: column.optionalNumbers(
    `(W[input] − mean) · u for each of the inputs, u the unit vector along cos_k W; ${DIGITS} digits`,
    "weight",
  ),
  y: column.optionalNumbers(
    `(W[input] − mean) · v, v that along sin_k W; 0 where 2k is the number of inputs, which has no sine; ${DIGITS} digits`,
    "weight",
  ),
  radius_mean: column.optionalNumber("mean over the inputs of r = √(x² + y²)", "weight"),
  radius_deviation: column.optionalNumber("standard deviation of r over its mean: 0 on a circle"),
  angle_deviation: column.optionalNumber(
    "root mean square of the angle of (x, y) less w_k · (the input's place in the order), from −π to π",
    "rad",
  ),
  circle_share: column.optionalNumber(
    "of Σ x² + y² in the waves cos_k and sin_k over the inputs: 1 where these are all that there is; about d_model / (d_model + inputs) of random weights, as the plane is chosen for k",
    "share",
  ),
  axes_cosine: column.optionalNumber("u · v: 0 where the axes are at right angles; null where there is no sine"),
};

const { matrix, power_share, radius_mean, radius_deviation, angle_deviation, circle_share } = COLUMNS;
const CIRCLE = {
  matrix,
  frequency: column.integer("k, a key frequency"),
  power_share,
  radius_mean,
  radius_deviation,
  angle_deviation,
  circle_share,
};

/**
 * A generalising network lays its inputs on one circle for each key frequency, at the angle w_k times the input, in planes
 * that are nearly at right angles to each other.
 */
export default defineAnalyzer({
  name: "embedding-circles",
  title: "Inputs on the embedding's circles",
  question: "Does the embedding lay the inputs on circles, one for each key frequency?",
  source:
    "planes cos_k W_E and sin_k W_E: Nanda et al. 2023, arXiv:2301.05217, section 4.1; circles: Liu et al. 2022, arXiv:2205.10343, who take principal components; ours less the mean over the inputs, float64",
  options: KEY_OPTIONS,
  columns: COLUMNS,
  summary: {
    series: ["matrix", "frequency"],
    values: ["power_share", "circle_share"],
    top: 8,
  },
  forward: false,
  applies: hasFrequencies,
  prepare: chosenKeys,
  measure: (model, { network, options, prepared }) => {
    const form = cyclicForm(network.task);
    if (!form) return [];
    const { keys } = keysFor(model, network, options, prepared);
    return frequencyCircles(model, form, keys).flatMap(({ name, circles, shares }) => [
      ...circles.map((circle, i) => ({
        matrix: name,
        frequency: keys[i],
        power_share: shares[i],
        inputs: Array.from(form.order),
        x: rounded(circle.x, DIGITS),
        y: rounded(circle.y, DIGITS),
        radius_mean: finiteOrNull(circle.radius),
        radius_deviation: finiteOrNull(circle.radiusDeviation),
        angle_deviation: finiteOrNull(circle.angleDeviation),
        circle_share: finiteOrNull(circle.share),
        axes_cosine: finiteOrNull(circle.axesCosine),
      })),
      { ...NO_CIRCLE, matrix: name, power_share: 1 - shares.reduce((sum, share) => sum + share, 0) },
    ]);
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    ...CONCLUDED_KEYS,
    circles: field.records("the circle of each matrix and key frequency", CIRCLE),
    matrices: field.records("how much of each matrix lies on these circles", {
      matrix: column.text("W_E, or W_x and W_y"),
      on_circles: column.number("of ‖W − its mean over the inputs‖², in all key frequencies", "share"),
    }),
  },
  conclude: ({ rows }, { prepared }) => {
    const last = lastRows(rows);
    const circles = last.flatMap(({ frequency, ...row }) =>
      frequency === null ? [] : [circleOf({ ...row, frequency })],
    );
    return {
      ...concludedEpoch(rows),
      ...concludedKeys(prepared, [...new Set(circles.map(({ frequency }) => frequency))]),
      circles,
      matrices: last
        .filter(({ frequency }) => frequency === null)
        .map(({ matrix, power_share }) => ({ matrix, on_circles: 1 - power_share })),
    };
  },
  findings: (_, { conclusion: { epoch, key_frequencies, circles, matrices } }): readonly Finding[] => {
    const said = circles.map(
      ({ matrix, frequency, radius_deviation, angle_deviation }) =>
        `${matrices.length > 1 ? `${matrix} ` : ""}${frequency} (radius ± ${percent(radius_deviation)}, angle ± ${degrees(angle_deviation)})`,
    );
    if (said.length === 0) return [keysFinding(key_frequencies)];
    return [
      keysFinding(key_frequencies),
      { label: `circles at epoch ${epoch}`, value: said.join(", ") },
      ...matrices.map(({ matrix, on_circles }) => ({
        label: `${matrix}, less its mean, on these circles`,
        value: on_circles,
        unit: "share",
      })),
    ];
  },
  figures: (table) => [
    ...circlesFigure(table),
    // Without key frequencies all others are the whole.
    lines(onCircles(table).rows.length > 0 ? named(table) : { ...named(table), rows: [] }, {
      name: "circle-shares",
      title: "Embedding on circles",
      caption:
        "Share of the embedding, less its mean over the inputs, in each key frequency, and in all others together; float64.",
      x: "epoch",
      y: ["power_share"],
      series: "of",
      frequency: "frequency",
      background: ({ frequency }) => frequency === null,
      backgroundName: "all others",
      axes: { y: "share of the embedding" },
    }),
    lines(named(onCircles(table)), {
      name: "circle-roundness",
      title: "Roundness of the circles",
      caption:
        "In the plane of each key frequency, the share of the inputs' squared distance from the middle that is this frequency's wave: 1 on a circle or an ellipse, and of random weights already about d_model / (d_model + inputs), as the plane is chosen for k; float64.",
      x: "epoch",
      y: ["circle_share"],
      series: "of",
      frequency: "frequency",
      axes: { y: "share in its frequency" },
    }),
  ],
});

type Circle = field.FieldValues<typeof CIRCLE>;
type CircleTable = Table<Dated<typeof COLUMNS>>;

function circleOf({ matrix, frequency, power_share, circle_share, ...row }: Circle): Circle {
  const { radius_mean, radius_deviation, angle_deviation } = row;
  return { matrix, frequency, power_share, radius_mean, radius_deviation, angle_deviation, circle_share };
}

const NO_CIRCLE = {
  frequency: null,
  inputs: null,
  x: null,
  y: null,
  radius_mean: null,
  radius_deviation: null,
  angle_deviation: null,
  circle_share: null,
  axes_cosine: null,
};

/** The inputs in the planes of the largest circles at the last epoch; no figure where there are none. */
function circlesFigure(table: CircleTable): readonly Figure[] {
  const { rows } = named(onCircles(table));
  const last = rows.filter(({ epoch }) => epoch === rows.at(-1)?.epoch);
  if (last.length === 0) return [];
  const least = last.toSorted((x, y) => y.power_share - x.power_share)[Math.min(last.length, MAX_DRAWN) - 1];
  const drawn = last.filter(({ power_share }) => power_share >= least.power_share);
  const turn = 2 * Math.PI;
  const groups = drawn.map(({ of, frequency, inputs, x, y }) => ({
    title: of,
    x: x ?? [],
    y: y ?? [],
    values: inputs?.map((_, i) => (turn * ((Number(frequency) * i) % inputs.length)) / inputs.length) ?? [],
    labels: inputs?.map((input) => `input ${input}`) ?? [],
    frequency: Number(frequency),
  }));
  const left = last.length > drawn.length ? ` The ${drawn.length} largest of ${last.length}.` : "";
  const figure = scatter(groups, {
    name: "circles",
    title: "Inputs on circles",
    caption: `Every input in the plane of cos_k and sin_k of the embedding, its mean over the inputs taken off, for each key frequency k; coloured by the angle w_k · input at which a circle would have it.${left} For · and / the input counts by its discrete logarithm.`,
    columns: Math.min(groups.length, MAX_COLUMNS),
    axes: { x: "along cos<sub>k</sub>", y: "along sin<sub>k</sub>" },
    colour: { title: "w<sub>k</sub> · input (rad)", cyclic: true, range: [0, turn] },
  });
  return [{ ...figure, epoch: last[0].epoch }];
}

function onCircles({ columns, rows }: CircleTable): CircleTable {
  return { columns, rows: rows.filter(({ frequency }) => frequency !== null) };
}

/** With a name for each circle: its frequency, and its matrix where there are several. */
function named({ columns, rows }: CircleTable) {
  const several = new Set(rows.map(({ matrix }) => matrix)).size > 1;
  const nameOf = (matrix: string, frequency: number | null) =>
    [...(several ? [matrix] : []), frequency === null ? "all others" : `k = ${frequency}`].join(", ");
  return {
    columns: { ...columns, of: column.text("the circle") },
    rows: rows.map((row) => ({ ...row, of: nameOf(row.matrix, row.frequency) })),
  };
}

function percent(share: number | null): string {
  return share === null ? "–" : `${(100 * share).toFixed(1)} %`;
}

function degrees(radians: number | null): string {
  return radians === null ? "–" : `${((180 * radians) / Math.PI).toFixed(1)}°`;
}
